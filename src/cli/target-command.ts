import { Command, Option } from 'commander';
import { askCluster } from './ask-cluster';
import { ExitCode } from './exit-code';
import { kubectlWith } from './kubectl';
import { TARGET_BY_HAND } from './target-by-hand';
import { oldestNode, SeenCluster, targetOf } from '../cluster/seen-cluster';
import { TargetCluster } from '../cluster/target-cluster';
import { UnusableInput } from '../source/unusable-input';

const VARIABLE = TargetCluster.ENVIRONMENT_VARIABLE;

const HELP = `
The user of kubectl must be allowed to list nodes, and should be to create Pods in the namespace. Where a dry run loses the sidecar,
SidecarContainers=false says so, whether it was the feature gate or a webhook; feature gates of nodes cannot be seen this way.

Examples:
  ${VARIABLE}=$(cdk8s-sidecars target) || exit
  export ${VARIABLE}

  cdk8s-sidecars target --context production -n shop -o json | jq .nodes

Exit codes: 0 fine, 1 something strips sidecars off Pods (nothing is printed then), 2 the cluster cannot be asked.`;

interface TargetCommandOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly namespace?: string;
  readonly output: 'text' | 'json';
}

/**
 * `target`: the cluster that kubectl talks to, in the form that the environment variable takes.
 *
 * @param exit takes the exit code
 */
export function targetCommand(exit: (code: ExitCode) => void): Command {
  return new Command('target')
    .description(`Print the cluster that kubectl talks to in the form of $${VARIABLE}: its versions, and whether it keeps sidecars.`)
    .option('--context <NAME>', 'context of the kubeconfig (default: the current one)')
    .option('--kubeconfig <FILE>', "the kubeconfig (default: kubectl's)")
    .option('-n, --namespace <NAMESPACE>', 'where a Pod with a sidecar is tried, as a dry run (default: that of the context)')
    .addOption(new Option('-o, --output <FORMAT>', 'the target alone, or all that was seen').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .exitOverride()
    .action(({ output, ...connection }: TargetCommandOptions) => {
      const flags = Object.entries(connection).map(([flag, value]) => `--${flag}=${value}`);
      const seen = askCluster(kubectlWith(flags), message => process.stderr.write(`${message}\n`));
      const target = usableTargetOf(seen);
      if (!target) {
        process.stderr.write(`${contradictionIn(seen)}\n`);
        exit(ExitCode.REFUSED);
      } else {
        process.stdout.write(output === 'json' ? jsonOf(seen, target) : `${target}\n`);
      }
    });
}

function usableTargetOf(seen: SeenCluster): TargetCluster | undefined {
  try {
    return targetOf(seen);
  } catch (error) {
    throw new UnusableInput(`${(error as Error).message} Otherwise, ${TARGET_BY_HAND}.`);
  }
}

function contradictionIn({ apiServer, restartPolicy }: SeenCluster): string {
  return restartPolicy === 'dropped'
    ? `A Pod with a sidecar came back from the API server (${apiServer}) without restartPolicy: Always, which no feature gate of that version can do. `
      + 'Something on the way strips the field, such as a mutating webhook made before Kubernetes 1.28, and Pods would wait in Init for ever. '
      + 'Find and update it (kubectl get mutatingwebhookconfigurations), try a namespace that it leaves alone (-n), '
      + `or export ${VARIABLE} by hand: a version before 1.28 makes Pods that need no native sidecars.`
    : `A Pod with a sidecar came back from the API server (${apiServer}) with restartPolicy: Always, which that version does not know. `
      + `Several API servers of different versions seem to answer, as amidst an upgrade. Try again after it, or ${TARGET_BY_HAND}.`;
}

function jsonOf(seen: SeenCluster, target: TargetCluster): string {
  const { apiServer, nodes, restartPolicy } = seen;
  return `${JSON.stringify({
    target: target.toString(),
    apiServer,
    oldestNode: oldestNode(seen)?.version ?? apiServer,
    nodes,
    restartPolicy,
  }, null, 2)}\n`;
}

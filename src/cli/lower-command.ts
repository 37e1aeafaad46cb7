import { Command, Option } from 'commander';
import { ExitCode } from './exit-code';
import { TargetOptions } from './options';
import { repeatable } from './repeatable';
import { DEFAULT_RUNTIME_IMAGE, Fallback } from '../lowering/fallback';

const EXAMPLES = `
Examples:
  helm template my-chart | cdk8s-sidecars lower -k 1.27 - | kubectl apply -f -
  cdk8s-sidecars lower -k 1.30 --feature-gates SidecarContainers=false dist/*.yaml

Exit codes: 0 fine, 1 something was refused (nothing is printed then), 2 unusable input.`;

/** The options of `lower`. */
export interface LowerOptions extends TargetOptions {
  readonly fallback: Fallback['strategy'];
  readonly entrypoint?: readonly string[];
  readonly stopSignal?: readonly string[];
  readonly tcpForGrpc?: boolean;
  readonly podTemplate?: readonly string[];
  readonly runtimeImage: string;
}

/**
 * `lower`: native sidecars in, what the target cluster can run out.
 *
 * @param exit takes the exit code
 */
export function lowerCommand(exit: (code: ExitCode) => void): Command {
  return new Command('lower')
    .description('Print manifests with native sidecars as the target cluster can run them. All else is printed as it is.')
    .argument('[FILE...]', 'YAML or JSON files; - or nothing for standard input')
    .option('-k, --kubernetes-version <VERSION>', 'version of the API server (default: $CDK8S_SIDECARS_TARGET, else the newest known)')
    .option('--node <VERSION>', 'version of the oldest node (default: that of the API server)')
    .option('--feature-gates <GATE=BOOL,...>', 'feature gates that are set on the cluster', repeatable)
    .option('--accept-unordered-termination', 'take Kubernetes 1.28, which stops sidecars in no order, for one that can run them')
    .addOption(new Option('--fallback <STRATEGY>', 'what to do where the cluster cannot run native sidecars')
      .choices(['best', 'supervised', 'plain', 'refuse']).default('best'))
    .option('--entrypoint <CONTAINER=COMMAND>', 'what the image of a container without command starts: words, or a JSON list (repeatable)', repeatable)
    .option('--stop-signal <CONTAINER=SIGNAL>', 'the signal that the image of a sidecar is stopped with (repeatable)', repeatable)
    .option('--tcp-for-grpc', 'where only the kubelet could make a gRPC probe, try a connection to its port instead')
    .option('--pod-template <KIND.GROUP=PATH>', 'where a kind of custom resource has its Pod template (repeatable)', repeatable)
    .option('--runtime-image <IMAGE>', 'image with a static busybox, for the supervised fallback', DEFAULT_RUNTIME_IMAGE)
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .action((files: string[], options: LowerOptions) => {
      const { lower } = require('./lower') as typeof import('./lower');
      exit(lower(files.length > 0 ? files : ['-'], options));
    });
}

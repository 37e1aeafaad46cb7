import { Command, Option } from 'commander';
import { CheckOptions } from './check-settings';
import { CONFIGURATION_FILE } from './configuration-file';
import { ExitCode } from './exit-code';
import { repeatable } from './repeatable';
import { SEVERITIES } from '../diagnostics/severity';
import { USUAL_WIDTH } from '../render/columns';

const HELP = `
What does not matter is acknowledged, with a reason: in a comment at the end of the line or above it,
  # cdk8s-sidecars acknowledge SC301: the client tries again
in the annotation cdk8s-sidecars/acknowledge of the object or its Pod template ('SC301: the client tries again'; with .NAME at its end for
one container), or in the configuration file (acknowledge: a list of id, reason, and file, kind, name, namespace or container, in which
* stands for anything). The file can give the other options as well, by their names in camel case.

Examples:
  cdk8s-sidecars check dist
  cdk8s-sidecars check -k 1.27,1.36 --fail-on warning dist/*.yaml
  helm template my-chart | cdk8s-sidecars check -k 1.31 -
  cdk8s-sidecars check --fix --diff dist
  cdk8s-sidecars check -o sarif --output-file sidecars.sarif dist

Exit codes: 0 fine, 1 something was found, 2 something could not be read, or is unusable.`;

/** The options of `check` on the command line. */
export interface CheckCommandOptions extends CheckOptions {
  readonly output: 'text' | 'json' | 'sarif' | 'junit' | 'github';
  readonly outputFile?: string;
  readonly config?: string;
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly ascii?: boolean;
  readonly width?: string;
}

/**
 * `check`: what is wrong with sidecars, and with what is to be one.
 *
 * @param exit takes the exit code
 */
export function checkCommand(exit: (code: ExitCode) => void): Command {
  return new Command('check')
    .description('Find what is wrong with sidecars in manifests: what the cluster would refuse, Jobs that never complete, starts that do not wait, and more.')
    .argument('[PATH...]', 'files, folders or patterns of YAML or JSON; - or nothing for standard input')
    .option('-k, --kubernetes-version <VERSION,...>',
      'version of the API server, or several to check for (default: $CDK8S_SIDECARS_TARGET, else the newest known)')
    .option('--node <VERSION>', 'version of the oldest node (default: that of the API server)')
    .option('--feature-gates <GATE=BOOL,...>', 'feature gates that are set on the cluster', repeatable)
    .option('--accept-unordered-termination', 'take Kubernetes 1.28, which stops sidecars in no order, for one that can run them')
    .addOption(new Option('-o, --output <FORMAT>', 'form of the report').choices(['text', 'json', 'sarif', 'junit', 'github']).default('text'))
    .option('--output-file <FILE>', 'write the report to a file, and the form text to standard output')
    .addOption(new Option('--fail-on <SEVERITY>', 'from which severity on a finding makes the exit code 1 (default: error)').choices([...SEVERITIES, 'never']))
    .addOption(new Option('--level <SEVERITY>', 'from which severity on findings are reported (default: warning)').choices(SEVERITIES))
    .option('--rules <RULE,...>', 'check these rules only, by id or slug; see cdk8s-sidecars rules', repeatable)
    .option('--skip <RULE,...>', 'leave these rules out', repeatable)
    .option('--mesh <MESH=native|regular>', 'how istio or linkerd adds its proxy to Pods on the cluster (repeatable)', repeatable)
    .option('--pod-template <KIND.GROUP=PATH>', 'where a kind of custom resource has its Pod template (repeatable)', repeatable)
    .option('--baseline <FILE>', 'findings that were known when it was written do not count')
    .option('--write-baseline', 'write what is found to the baseline')
    .option('--fix', 'repair in the files what can be repaired without a doubt')
    .option('--diff', 'with --fix: show what would be changed, and leave the files as they are')
    .option('--config <FILE>', `configuration file (default: ${CONFIGURATION_FILE}, if there is one)`)
    .option('--ascii', 'no other characters than those of ASCII, in the form text')
    .option('--width <COLUMNS>', `columns of the form text (default: those of the terminal, else ${USUAL_WIDTH})`)
    .addHelpText('after', HELP)
    .exitOverride()
    .action((paths: string[], options: CheckCommandOptions) => {
      const { check } = require('./check') as typeof import('./check');
      exit(check(paths.length > 0 ? paths : ['-'], options));
    });
}

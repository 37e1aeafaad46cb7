import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { CheckOptions, checkSettings, CheckSettings, CONFIGURATION_FILE, configurationIn, SEVERITIES } from './check-settings';
import { ExitCode } from './exit-code';
import { findFiles } from './find-files';
import { repeatable } from './options';
import { packageVersion } from './package-version';
import { SourceFiles } from './source-files';
import { painter, widthFrom } from './terminal-output';
import { baselineOf } from '../inspection/baseline';
import { inspect, SourceFile } from '../inspection/inspect';
import { Inspection } from '../inspection/located-finding';
import { repair } from '../inspection/repair';
import { USUAL_WIDTH } from '../render/terminal';
import { isFailure } from '../report/fail-on';
import { githubReport } from '../report/github-report';
import { jsonReport } from '../report/json-report';
import { junitReport } from '../report/junit-report';
import { sarifReport } from '../report/sarif-report';
import { textReport } from '../report/text-report';
import { unifiedDiff } from '../source/unified-diff';
import { UnusableInput } from '../source/unusable-input';

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

interface Options extends CheckOptions {
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
    .action((paths: string[], options: Options) => exit(check(paths.length > 0 ? paths : ['-'], options)));
}

function check(paths: readonly string[], options: Options): ExitCode {
  const settings = checkSettings(options, configurationIn(options.config));
  const inspectionOptions = { ...settings.inspection, withEdits: options.output === 'sarif' };
  const width = widthFrom(options.width);
  refuseContradictions(paths, options, settings);
  const { files, templates } = findFiles(paths);
  if (templates.length > 0) {
    process.stderr.write(`${templates.length === 1 ? 'One template of a chart is' : `${templates.length} templates of charts are`} left out:`
      + ' a template is no manifest. Check what Helm makes of it: helm template CHART | cdk8s-sidecars check -\n');
  }
  const source = new SourceFiles(files);
  const repairs = options.fix ? repairsOf(source, settings) : [];
  const inspection = withUnreadable(inspect(options.fix ? repairs.map(({ after }) => after) : source.groups(), inspectionOptions), source);
  if (options.diff) {
    process.stdout.write(repairs.flatMap(changes).map(({ file, before, after }) => unifiedDiff(file, before, after)).join(''));
  } else {
    repairs.flatMap(changes).forEach(({ file, after }) => writeFileSync(file, after));
    process.stderr.write(repaired(repairs.reduce((total, { count }) => total + count, 0)));
    report(inspection, settings, options, width);
  }
  if (options.writeBaseline) {
    writeFileSync(settings.baselineFile!, `${JSON.stringify(baselineOf(inspection.findings), null, 2)}\n`);
  }
  const wouldChange = options.diff && repairs.some(({ count }) => count > 0);
  const isFailed = !options.writeBaseline && inspection.findings.some(finding => isFailure(finding, settings.failOn));
  return inspection.unreadable.length > 0 ? ExitCode.UNUSABLE_INPUT : wouldChange || isFailed ? ExitCode.REFUSED : ExitCode.FINE;
}

function refuseContradictions(paths: readonly string[], { writeBaseline, diff, fix }: Options, { baselineFile }: CheckSettings): void {
  if (writeBaseline && baselineFile === undefined) {
    throw new UnusableInput('--write-baseline needs the name of the file: --baseline FILE.');
  }
  if (diff && !fix) {
    throw new UnusableInput('--diff shows what --fix would change: give both.');
  }
  if (fix && paths.includes('-')) {
    throw new UnusableInput('--fix changes files, and standard input is none. Name files.');
  }
}

/** What the repair of the files of a folder comes to. */
interface GroupRepair {
  readonly before: readonly SourceFile[];
  readonly after: readonly SourceFile[];
  readonly count: number;
}

function repairsOf(source: SourceFiles, { inspection }: CheckSettings): GroupRepair[] {
  return [...source.groups()].map(before => {
    const { files, repaired: findings } = repair(before, { ...inspection, withEdits: true });
    return { before, after: files, count: findings.length };
  });
}

function changes({ before, after }: GroupRepair): { file: string; before: string; after: string }[] {
  return after.flatMap(({ name, text }, i) => text === before[i].text ? [] : [{ file: name, before: before[i].text, after: text }]);
}

function repaired(count: number): string {
  return count === 0 ? '' : `${count} ${count === 1 ? 'finding was' : 'findings were'} repaired.\n`;
}

/** With the files that could not even be read as text. */
function withUnreadable(inspection: Inspection, { unreadable }: SourceFiles): Inspection {
  return { ...inspection, unreadable: [...unreadable, ...inspection.unreadable], files: inspection.files + unreadable.length };
}

function report(inspection: Inspection, { failOn, inspection: { rules } }: CheckSettings, options: Options, width: number): void {
  const text = () => textReport(inspection, { width, ascii: Boolean(options.ascii) }, painter());
  const forms = {
    text,
    json: () => jsonReport(inspection),
    sarif: () => sarifReport(inspection, { version: packageVersion(), rules }),
    junit: () => junitReport(inspection, failOn),
    github: () => githubReport(inspection),
  };
  if (options.outputFile === undefined) {
    process.stdout.write(forms[options.output]());
    return;
  }
  try {
    writeFileSync(options.outputFile, forms[options.output]());
  } catch (error) {
    throw new UnusableInput(`--output-file: ${(error as Error).message}`);
  }
  process.stdout.write(text());
}

import { accessSync, constants, writeFileSync } from 'node:fs';
import { CheckCommandOptions } from './check-command';
import { checkSettings, CheckSettings, configurationIn } from './check-settings';
import { ExitCode } from './exit-code';
import { findFiles, FoundFiles } from './find-files';
import { packageVersion } from './package-version';
import { SourceFiles } from './source-files';
import { painter, widthFrom } from './terminal-output';
import { baselineOf } from '../inspection/baseline';
import { inspect, SourceFile } from '../inspection/inspect';
import { Inspection, Unreadable } from '../inspection/located-finding';
import { repair } from '../inspection/repair';
import { isFailure } from '../report/fail-on';
import { githubReport } from '../report/github-report';
import { jsonReport } from '../report/json-report';
import { junitReport } from '../report/junit-report';
import { sarifReport } from '../report/sarif-report';
import { summaryText } from '../report/summary';
import { textReport } from '../report/text-report';
import { UnusableInput } from '../source/unusable-input';

/**
 * What `check` does.
 *
 * @returns the exit code
 */
export function check(paths: readonly string[], options: CheckCommandOptions): ExitCode {
  const settings = checkSettings(options, configurationIn(options.config));
  const inspectionOptions = { ...settings.inspection, withEdits: options.output === 'sarif' };
  const width = widthFrom(options.width);
  refuseContradictions(paths, options, settings);
  const found = findFiles(paths);
  process.stderr.write(leftOut(found));
  if (found.files.length === 0 && found.unreadable.length === 0) {
    throw new UnusableInput('There is nothing else to check.');
  }
  const source = new SourceFiles(found.files, found.searched);
  const repairs = options.fix ? repairsOf(source, settings) : [];
  const checked = inspect(options.fix ? repairs.map(({ after }) => after) : source.groups(), inspectionOptions);
  const inspection = { ...withUnreadable(checked, found.unreadable, source.unreadable), isRepaired: options.fix };
  const count = repairs.reduce((total, { count: ofGroup }) => total + ofGroup, 0);
  if (options.diff) {
    const { unifiedDiff } = require('../source/unified-diff') as typeof import('../source/unified-diff');
    process.stdout.write(repairs.flatMap(changes).map(({ file, before, after }) => unifiedDiff(file, before, after)).join(''));
    process.stderr.write(asideOfDiff(count, inspection));
  } else {
    writeChanges(repairs);
    process.stderr.write(repaired(count, ['was', 'were']));
    report(inspection, settings, options, width);
  }
  if (options.writeBaseline) {
    writeBaseline(settings.baselineFile!, inspection);
  }
  const wouldChange = options.diff && count > 0;
  const isFailed = !options.writeBaseline && inspection.findings.some(finding => isFailure(finding, settings.failOn));
  return inspection.unreadable.length > 0 ? ExitCode.UNUSABLE_INPUT : wouldChange || isFailed ? ExitCode.REFUSED : ExitCode.FINE;
}

function leftOut({ templates: { length } }: FoundFiles): string {
  return length === 0 ? '' : `${length === 1 ? 'One template of a chart is' : `${length} templates of charts are`} left out:`
    + ' a template is no manifest. Check what Helm makes of it: helm template CHART | cdk8s-sidecars check -\n';
}

function refuseContradictions(paths: readonly string[], options: CheckCommandOptions, { baselineFile }: CheckSettings): void {
  const { diff, fix } = options;
  if (options.writeBaseline && baselineFile === undefined) {
    throw new UnusableInput('--write-baseline needs the name of the file: --baseline FILE.');
  }
  if (diff && !fix) {
    throw new UnusableInput('--diff shows what --fix would change: give both.');
  }
  if (diff && (options.output !== 'text' || options.outputFile !== undefined || options.writeBaseline)) {
    throw new UnusableInput('--diff prints a patch and nothing else: leave out --output, --output-file and --write-baseline.');
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

/** All of them or none, as far as that can be known before. */
function writeChanges(repairs: readonly GroupRepair[]): void {
  const all = repairs.flatMap(changes);
  all.forEach(({ file }) => writing(file, () => accessSync(file, constants.W_OK)));
  all.forEach(({ file, after }) => writing(file, () => writeFileSync(file, after)));
}

function writeBaseline(file: string, { findings }: Inspection): void {
  const baseline = baselineOf(findings);
  writing(file, () => writeFileSync(file, `${JSON.stringify(baseline, null, 2)}\n`));
  process.stderr.write(`${file} has ${numberOf(baseline.findings.length)} now.\n`);
}

function writing(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new UnusableInput(`${file}: cannot be written: ${(error as Error).message}`);
  }
}

function repaired(count: number, [one, many]: readonly [string, string]): string {
  return count === 0 ? '' : `${numberOf(count)} ${count === 1 ? one : many} repaired.\n`;
}

/** What a patch does not tell. */
function asideOfDiff(count: number, inspection: Inspection): string {
  const { unreadable, findings } = inspection;
  return unreadable.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}\n`).join('')
    + repaired(count, ['would be', 'would be'])
    + (findings.some(({ acknowledged }) => !acknowledged) ? `What would be left: ${summaryText(inspection)}\n` : '');
}

function numberOf(findings: number): string {
  return `${findings} finding${findings === 1 ? '' : 's'}`;
}

/** With the folders that could not be looked into, and the files that could not even be read as text. */
function withUnreadable(inspection: Inspection, folders: readonly Unreadable[], files: readonly Unreadable[]): Inspection {
  return { ...inspection, unreadable: [...folders, ...files, ...inspection.unreadable], files: inspection.files + files.length };
}

function report(inspection: Inspection, { failOn, inspection: { rules } }: CheckSettings, options: CheckCommandOptions, width: number): void {
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
  const file = options.outputFile;
  writing(file, () => writeFileSync(file, forms[options.output]()));
  process.stdout.write(text());
}

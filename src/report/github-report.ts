import { ruleTitle } from './rule-reference';
import { summaryText } from './summary';
import { reportedFile, told } from './whereabouts';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { Inspection, LocatedFinding } from '../inspection/located-finding';

const COMMANDS: { readonly [severity in DiagnosticSeverity]: string } = {
  [DiagnosticSeverity.ERROR]: 'error',
  [DiagnosticSeverity.WARNING]: 'warning',
  [DiagnosticSeverity.INFO]: 'notice',
};

/**
 * What was found, as workflow commands of GitHub Actions, which shows it beside the changes of a pull request: of each severity
 * the first ten of a step. The summary comes last, as plain text.
 */
export function githubReport(inspection: Inspection): string {
  const { findings, unreadable } = inspection;
  return [
    ...findings.filter(({ acknowledged }) => !acknowledged).map(finding =>
      command(COMMANDS[finding.severity], { file: reportedFile(finding.file), ...range(finding), title: ruleTitle(finding) }, told(finding))),
    ...unreadable.map(({ file, line, column, message }) =>
      command('error', { file: reportedFile(file), line, col: column, title: 'cannot be read' }, message)),
    summaryText(inspection),
  ].map(line => `${line}\n`).join('');
}

/** GitHub takes columns only within one line. */
function range({ line, column, endLine, endColumn }: LocatedFinding): { [property: string]: number } {
  return line === endLine ? { line, endLine, col: column, endColumn } : { line, endLine };
}

function command(name: string, properties: { readonly [name: string]: string | number }, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`).join(',');
  return `::${name} ${list}::${escaped(message)}`;
}

function escapedProperty(value: string): string {
  return escaped(value).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

function escaped(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

import { FailOn, isFailure } from './fail-on';
import { ruleTitle } from './rule-reference';
import { told, whereabouts } from './whereabouts';
import { Inspection, LocatedFinding, Unreadable } from '../inspection/located-finding';
import { element, escaped } from '../render/markup';

interface TestCase {
  readonly outcome: 'failures' | 'errors' | 'skipped' | 'passed';
  readonly markup: string;
}

interface CaseInFile extends TestCase {
  readonly file: string;
}

/**
 * What was found, as JUnit XML: a suite for each file in which there is something to tell, with a case for each thing, and one case that
 * passes for all files without.
 */
export function junitReport({ findings, unreadable, files }: Inspection, failOn: FailOn): string {
  const casesOf = new Map<string, TestCase[]>();
  for (const { file, ...testCase } of [...findings.map(finding => findingCase(finding, failOn)), ...unreadable.map(unreadableCase)]) {
    const cases = casesOf.get(file) ?? [];
    cases.push(testCase);
    casesOf.set(file, cases);
  }
  const others = files - casesOf.size;
  const suites: [name: string, cases: TestCase[]][] = [...casesOf, ...others > 0 || casesOf.size === 0 ? [othersSuite(others)] : []];
  return '<?xml version="1.0" encoding="UTF-8"?>\n' + element('testsuites',
    { name: 'cdk8s-sidecars', ...counts(suites.flatMap(([, cases]) => cases)) },
    suites.map(([name, cases]) => element('testsuite', { name, ...counts(cases) }, cases.map(({ markup }) => markup)))) + '\n';
}

function counts(cases: readonly TestCase[]): { [attribute: string]: number } {
  const count = (of: TestCase['outcome']) => cases.filter(({ outcome }) => outcome === of).length;
  return { tests: cases.length, failures: count('failures'), errors: count('errors'), skipped: count('skipped') };
}

function findingCase(finding: LocatedFinding, failOn: FailOn): CaseInFile {
  const { severity, file, line, column, path, acknowledged } = finding;
  const name = `${ruleTitle(finding)}: ${[whereabouts(finding), path].filter(Boolean).join(', ')}`;
  const text = escaped(`${file}:${line}:${column}: ${severity}: ${told(finding)}`);
  const testCase = (outcome: TestCase['outcome'], content: string): CaseInFile => ({
    file,
    outcome,
    markup: element('testcase', { name, classname: file, file, line }, [content]),
  });
  return acknowledged ? testCase('skipped', element('skipped', { message: `acknowledged: ${acknowledged.reason}` }))
    : isFailure(finding, failOn) ? testCase('failures', element('failure', { message: finding.message, type: severity }, text))
      : testCase('passed', element('system-out', {}, text));
}

function unreadableCase({ file, line, column, message }: Unreadable): CaseInFile {
  return {
    file,
    outcome: 'errors',
    markup: element('testcase', { name: `readable from line ${line} on`, classname: file, file, line }, [
      element('error', { message, type: 'unreadable' }, escaped(`${file}:${line}:${column}: ${message}`)),
    ]),
  };
}

function othersSuite(files: number): [string, TestCase[]] {
  const markup = element('testcase', { name: `files without findings: ${files}`, classname: 'cdk8s-sidecars' });
  return ['other files', [{ outcome: 'passed', markup }]];
}

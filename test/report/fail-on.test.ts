import { ACKNOWLEDGED, ERROR, INFO, WARNING } from './inspections';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { FailOn, isFailure } from '../../src/report/fail-on';

test.each<[FailOn, string[]]>([
  ['never', []],
  [DiagnosticSeverity.ERROR, ['error']],
  [DiagnosticSeverity.WARNING, ['error', 'warning']],
  [DiagnosticSeverity.INFO, ['error', 'warning', 'info']],
])('with %s, these fail unless they are acknowledged: %j', (failOn, severities) => {
  expect([ERROR, WARNING, INFO, ACKNOWLEDGED].filter(finding => isFailure(finding, failOn)).map(({ severity }) => severity)).toEqual(severities);
});

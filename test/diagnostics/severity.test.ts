import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { isAtLeast } from '../../src/diagnostics/severity';

const { ERROR, WARNING, INFO } = DiagnosticSeverity;

test.each<[DiagnosticSeverity, DiagnosticSeverity[]]>([
  [ERROR, [ERROR, WARNING, INFO]],
  [WARNING, [WARNING, INFO]],
  [INFO, [INFO]],
])('%s weighs as much as %j or more', (severity, lighter) => {
  expect([ERROR, WARNING, INFO].filter(least => isAtLeast(severity, least))).toEqual(lighter);
});

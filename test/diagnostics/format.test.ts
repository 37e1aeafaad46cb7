import { Diagnostic, DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { formatDiagnostic, throwErrors } from '../../src/diagnostics/format';

const found = (rest: Partial<Diagnostic> = {}): Diagnostic =>
  ({ id: 'SC101', slug: 'some-rule', severity: DiagnosticSeverity.ERROR, message: 'it cannot be.', fix: 'Make it so.', ...rest });

test.each<[Partial<Diagnostic>, string]>([
  [{}, ''],
  [{ constructPath: 'app/chart/job' }, 'app/chart/job: '],
  [{ container: 'proxy' }, 'container \'proxy\': '],
  [{ field: 'spec.template' }, 'spec.template: '],
  [{ constructPath: 'app/chart/job', container: 'proxy' }, 'app/chart/job, container \'proxy\': '],
  [{ constructPath: 'app/chart/job', field: 'spec.template' }, 'app/chart/job, spec.template: '],
  [{ container: 'proxy', field: 'spec.template' }, 'container \'proxy\', spec.template: '],
  [{ field: 'spec.template', container: 'proxy', constructPath: 'app/chart/job' }, 'app/chart/job, container \'proxy\', spec.template: '],
])('a diagnostic with %j starts with "%s"', (rest, where) => {
  expect(formatDiagnostic(found(rest))).toBe(`${where}it cannot be. Make it so. [SC101 some-rule]`);
});

const warning = found({ id: 'SC407', severity: DiagnosticSeverity.WARNING });
const info = found({ id: 'SC500', severity: DiagnosticSeverity.INFO });

test.each([
  ['no diagnostics', []],
  ['only warnings and infos', [warning, info]],
])('%s throw nothing', (_, diagnostics) => {
  expect(() => throwErrors(diagnostics)).not.toThrow();
});

test('errors are thrown as one, a line each, in their order and without the warnings', () => {
  expect(() => throwErrors([warning, found({ container: 'a' }), info, found({ id: 'SC102', container: 'b' })])).toThrow(new Error(
    'container \'a\': it cannot be. Make it so. [SC101 some-rule]\ncontainer \'b\': it cannot be. Make it so. [SC102 some-rule]',
  ));
});

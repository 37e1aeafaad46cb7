import { Diagnostic, DiagnosticSeverity } from './diagnostic';

/**
 * One diagnostic as one line: where, what, and the way out.
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const where = [
    diagnostic.constructPath,
    diagnostic.container === undefined ? undefined : `container '${diagnostic.container}'`,
    diagnostic.field,
  ].filter(part => part !== undefined).join(', ');
  return `${where ? `${where}: ` : ''}${diagnostic.message} ${diagnostic.fix} [${diagnostic.id} ${diagnostic.slug}]`;
}

/**
 * Throws one error that names every diagnostic of severity error; does nothing where there is none.
 */
export function throwErrors(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.ERROR);
  if (errors.length > 0) {
    throw new Error(errors.map(formatDiagnostic).join('\n'));
  }
}

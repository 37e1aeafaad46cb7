import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { Style } from '../render/styled-line';

/** How a terminal shows severities. */
export const SEVERITY_STYLES: { readonly [severity in DiagnosticSeverity]: Style } = {
  [DiagnosticSeverity.ERROR]: 'red',
  [DiagnosticSeverity.WARNING]: 'yellow',
  [DiagnosticSeverity.INFO]: 'cyan',
};

import { DiagnosticSeverity } from './diagnostic';

const FROM_LEAST = [DiagnosticSeverity.INFO, DiagnosticSeverity.WARNING, DiagnosticSeverity.ERROR];

/**
 * Whether something weighs as much as a severity, or more.
 */
export function isAtLeast(severity: DiagnosticSeverity, least: DiagnosticSeverity): boolean {
  return FROM_LEAST.indexOf(severity) >= FROM_LEAST.indexOf(least);
}

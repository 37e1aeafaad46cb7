import { DiagnosticSeverity } from './diagnostic';

/** The heaviest first. */
export const SEVERITIES: readonly DiagnosticSeverity[] = [DiagnosticSeverity.ERROR, DiagnosticSeverity.WARNING, DiagnosticSeverity.INFO];

/**
 * Whether something weighs as much as a severity, or more.
 */
export function isAtLeast(severity: DiagnosticSeverity, least: DiagnosticSeverity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}

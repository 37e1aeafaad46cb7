import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { LocatedFinding } from '../inspection/located-finding';

/** From which severity on findings make a check fail. */
export type FailOn = DiagnosticSeverity | 'never';

const FROM_LIGHT_TO_HEAVY = [DiagnosticSeverity.INFO, DiagnosticSeverity.WARNING, DiagnosticSeverity.ERROR];

/**
 * Whether a finding makes a check fail. One that is acknowledged does not.
 */
export function isFailure({ severity, acknowledged }: LocatedFinding, failOn: FailOn): boolean {
  return !acknowledged && failOn !== 'never' && FROM_LIGHT_TO_HEAVY.indexOf(severity) >= FROM_LIGHT_TO_HEAVY.indexOf(failOn);
}

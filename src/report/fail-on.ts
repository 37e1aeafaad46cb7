import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { isAtLeast } from '../diagnostics/severity';
import { LocatedFinding } from '../inspection/located-finding';

/** From which severity on findings make a check fail. */
export type FailOn = DiagnosticSeverity | 'never';

/**
 * Whether a finding makes a check fail. One that is acknowledged does not.
 */
export function isFailure({ severity, acknowledged }: LocatedFinding, failOn: FailOn): boolean {
  return !acknowledged && failOn !== 'never' && isAtLeast(severity, failOn);
}

import { withContainerNames } from './failure-policy';
import { BEST_FALLBACK, Fallback } from './fallback';
import { lowerNatively, nativeSupport } from './native';
import { lowerToPlainContainers, plainObstacles } from './plain';
import { refuse } from './refused';
import { castOf } from './supervised/cast';
import { obstacles } from './supervised/obstacles';
import { lowerToSupervised } from './supervised/supervised';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';
import { withoutDeclaredSidecars } from '../manifest/declared-sidecars';
import { Workload } from '../manifest/workloads';

export interface Lowered {
  readonly workload: Workload;
  readonly diagnostics: readonly Diagnostic[];
  /** What its sidecars have become. */
  readonly form: 'native' | 'supervised' | 'plain' | 'none';
}

/**
 * A workload with native sidecars as its target can run it. One without sidecars comes back as it is.
 */
export function lower(workload: Workload, target: TargetCluster, { strategy, supervised }: Fallback = BEST_FALLBACK): Lowered {
  if (sidecarsOf(workload.podSpec).length === 0) {
    return { workload, diagnostics: [], form: 'none' };
  }
  const support = nativeSupport(workload, target);
  const native = (): Lowered => ({ ...lowerNatively(workload, target), form: 'native' });
  if (support === 'good' || (support === 'faulty' && strategy === 'refuse')) {
    return native();
  }
  const refused = (reasons: readonly Diagnostic[]): Lowered =>
    ({ workload, diagnostics: [...support === 'none' ? refuse(workload, target) : [], ...reasons], form: 'none' });
  if (strategy === 'refuse') {
    return refused([]);
  }
  const againstPlain = plainObstacles(workload);
  const undeclared = withoutDeclaredSidecars(workload);
  if (strategy === 'plain') {
    return againstPlain.length > 0 ? refused(againstPlain) : { ...lowerToPlainContainers(undeclared, target), form: 'plain' };
  }
  const found = obstacles(workload, supervised);
  if (!found.some(({ severity }) => severity === DiagnosticSeverity.ERROR)) {
    const lowered = lowerToSupervised(withContainerNames(undeclared), target, supervised);
    return { workload: lowered.workload, diagnostics: [...found, ...lowered.diagnostics], form: 'supervised' };
  }
  if (strategy === 'best' && support === 'faulty') {
    return native();
  }
  if (strategy === 'best' && againstPlain.length === 0 && !hasSteps(workload)) {
    const plain = lowerToPlainContainers(undeclared, target);
    return { ...plain, diagnostics: [...plain.diagnostics, ...found.map(asWarning)], form: 'plain' };
  }
  return refused(found);
}

/** Init containers after a sidecar, which may need it and would hang without it. */
function hasSteps({ podSpec }: Workload): boolean {
  return castOf(podSpec).members.some(({ role }) => role === 'step');
}

function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: DiagnosticSeverity.WARNING };
}

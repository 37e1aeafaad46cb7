import { lowerNatively, runsNatively } from './native';
import { refuse } from './refused';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';
import { Workload } from '../manifest/workloads';

export interface Lowered {
  readonly workload: Workload;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A workload with native sidecars as its target can run it. One without sidecars comes back as it is.
 */
export function lower(workload: Workload, target: TargetCluster): Lowered {
  if (sidecarsOf(workload.podSpec).length === 0) {
    return { workload, diagnostics: [] };
  }
  return runsNatively(target)
    ? lowerNatively(workload, target)
    : { workload, diagnostics: refuse(workload, target) };
}

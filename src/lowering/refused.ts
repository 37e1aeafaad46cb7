import { explainUnsupported } from '../checks/evidence/unsupported-by-target';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';
import { Workload } from '../manifest/workloads';

/**
 * One error for each sidecar of a workload whose target cannot run it: what would happen there, and the ways out.
 */
export function refuse(workload: Workload, target: TargetCluster): Diagnostic[] {
  return sidecarsOf(workload.podSpec).map(({ container, path }) => ({
    id: 'SC101',
    slug: 'sidecar-unsupported-by-target',
    severity: DiagnosticSeverity.ERROR,
    container: container.name,
    field: `${workload.podSpecPath}.${path}.restartPolicy`,
    ...explainUnsupported(target, container, workload.kind),
  }));
}

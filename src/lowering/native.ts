import { withContainerNames } from './failure-policy';
import { ClusterFeature } from '../cluster/cluster-feature';
import { kubeletBugs } from '../cluster/kubelet-bugs';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';
import { endsByItself } from '../manifest/pod-ends';
import { Workload } from '../manifest/workloads';

/**
 * Whether a target runs native sidecars as they are meant: started in order, and stopped in reverse order after the app.
 */
export function runsNatively(target: TargetCluster): boolean {
  return target.supports(ClusterFeature.NATIVE_SIDECARS)
    && (target.acceptsUnorderedTermination || target.supports(ClusterFeature.ORDERED_SIDECAR_TERMINATION));
}

/**
 * How well a target runs the native sidecars of a workload. `faulty` is a target that runs them, but has a bug that shows in
 * Pods that end: such Pods are better off with a fallback, if they can have one.
 */
export function nativeSupport({ podSpec }: Workload, target: TargetCluster): 'good' | 'faulty' | 'none' {
  if (!runsNatively(target)) {
    return 'none';
  }
  return endsByItself(podSpec) && kubeletBugs(target._oldestNodeVersion()).some(({ trigger }) => trigger === 'sidecar in a Pod that ends') ? 'faulty' : 'good';
}

/**
 * A workload with native sidecars, for a target that runs them.
 */
export function lowerNatively(workload: Workload, target: TargetCluster): { workload: Workload; diagnostics: Diagnostic[] } {
  return {
    workload: withContainerNames(workload),
    diagnostics: target.supports(ClusterFeature.ORDERED_SIDECAR_TERMINATION) ? [] : [{
      id: 'SC407',
      slug: 'unordered-on-128',
      severity: DiagnosticSeverity.WARNING,
      container: sidecarsOf(workload.podSpec)[0].container.name,
      message: `the target cluster (${target}) stops sidecars in no order, together with the main containers.`,
      fix: 'Upgrade its nodes to Kubernetes 1.29 or later.',
    }],
  };
}

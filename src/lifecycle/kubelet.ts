import { ClusterFeature } from '../cluster/cluster-feature';
import { kubeletBugs } from '../cluster/kubelet-bugs';
import { TargetCluster } from '../cluster/target-cluster';

/** How a kubelet and the API server before it deal with sidecars, as far as versions differ. */
export interface Kubelet {
  /** Whether an init container with restartPolicy Always is a sidecar to it, or one that must exit. */
  readonly knowsSidecars: boolean;
  /** Whether sidecars are stopped after the main containers, one by one. */
  readonly ordersTermination: boolean;
  /** Whether a sidecar that has never started keeps those before it waiting for its end (kubernetes/kubernetes#126332). */
  readonly waitsForUnstarted: boolean;
  /** Whether a sidecar that comes back in a Pod with the policy Never is never seen as started (kubernetes/kubernetes#132826). */
  readonly losesStartupProbes: boolean;
  /** Whether containers may have a restart policy of their own (KEP-5307). */
  readonly hasContainerPolicies: boolean;
  /** Whether all containers from the first sidecar on run from then on, and wait for their turn by themselves. */
  readonly startsAllAtOnce: boolean;
}

/** Sidecars under a supervisor, which does on every cluster what kubelets with native sidecars do (docs/fallback.md has the differences). */
export const SUPERVISOR: Kubelet = {
  knowsSidecars: true,
  ordersTermination: true,
  waitsForUnstarted: false,
  losesStartupProbes: false,
  hasContainerPolicies: false,
  startsAllAtOnce: true,
};

/**
 * How the oldest kubelet of a cluster and its API server deal with sidecars.
 */
export function kubeletOf(target: TargetCluster): Kubelet {
  const node = target._oldestNodeVersion();
  const hasBug = (issue: string) => kubeletBugs(node).some(bug => bug.issue === issue);
  return {
    knowsSidecars: target.supports(ClusterFeature.NATIVE_SIDECARS),
    ordersTermination: target.supports(ClusterFeature.NATIVE_SIDECARS) && target.supports(ClusterFeature.ORDERED_SIDECAR_TERMINATION),
    waitsForUnstarted: hasBug('#126332'),
    losesStartupProbes: hasBug('#132826'),
    hasContainerPolicies: target.supports(ClusterFeature.CONTAINER_RESTART_POLICIES),
    startsAllAtOnce: false,
  };
}

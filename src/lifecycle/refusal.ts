import { ClusterFeature } from '../cluster/cluster-feature';
import { TargetCluster } from '../cluster/target-cluster';
import { hasSidecarFields, sidecarsOf } from '../manifest/containers';
import { Workload } from '../manifest/workloads';

/**
 * Why a cluster does not start the Pods of a workload at all; undefined if it does, for better or worse (KEP-753, "Upgrade / Downgrade
 * Strategy"; KEP-2885; pkg/kubelet/lifecycle/predicate.go).
 */
export function refusal({ podSpec }: Workload, target: TargetCluster): string | undefined {
  const sidecars = sidecarsOf(podSpec);
  if (sidecars.length === 0 || target.supports(ClusterFeature.NATIVE_SIDECARS)) {
    return undefined;
  }
  if (!target.supportsOnApiServer(ClusterFeature.CONTAINER_RESTART_POLICY_FIELD)) {
    return `The API server (${target.apiServer}) does not know restartPolicy of containers, and rejects the manifest: unknown field.`;
  }
  if (!target.supportsOnApiServer(ClusterFeature.NATIVE_SIDECARS)) {
    const [rejected] = sidecars.filter(({ container }) => hasSidecarFields(container));
    return rejected && `The API server (${target.apiServer}) drops restartPolicy, and then rejects '${rejected.container.name}': `
      + 'probes and lifecycle "may not be set for init containers without restartPolicy=Always".';
  }
  return target.supportsOnNodes(ClusterFeature.CONTAINER_RESTART_POLICY_FIELD)
    ? `The node (${target.oldestNode}) rejects the Pod: InitContainerRestartPolicyForbidden.` : undefined;
}

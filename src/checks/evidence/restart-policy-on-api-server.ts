import { ClusterFeature } from '../../cluster/cluster-feature';
import { TargetCluster } from '../../cluster/target-cluster';

/** The values of a restart policy of a single container, in the order in which the API server lists them. */
export const CONTAINER_RESTART_POLICIES = ['Always', 'Never', 'OnFailure'] as const;

/** What an API server does with a field: it keeps it, drops it without a word, rejects it, or does not know it. */
export type RestartPolicyFate = 'keeps' | 'drops' | 'rejects' | 'unknown';

/**
 * What the API server of a target does with a `restartPolicy` of a container that does not make a native sidecar of it. Where such
 * a field is kept, only its known values are.
 */
export function fateOfRestartPolicy(target: TargetCluster, of: 'init container' | 'main container'): RestartPolicyFate {
  if (!target.supportsOnApiServer(ClusterFeature.CONTAINER_RESTART_POLICY_FIELD)) {
    return 'unknown';
  }
  if (target.supportsOnApiServer(ClusterFeature.CONTAINER_RESTART_POLICIES)) {
    return 'keeps';
  }
  const dropped = target.supportsOnApiServer(ClusterFeature.CONTAINER_RESTART_POLICIES_FIELD)
    || (of === 'init container' && !target.supportsOnApiServer(ClusterFeature.NATIVE_SIDECARS));
  return dropped ? 'drops' : 'rejects';
}

import { ClusterFeature } from './cluster-feature';

/**
 * When a feature came to which part of a cluster. All numbers are minors of Kubernetes 1.
 */
export interface FeatureRow {
  readonly feature: ClusterFeature;
  /** The parts of the cluster that must have it. */
  readonly needs: readonly ('API server' | 'node')[];
  /** The feature gate; undefined where there is none to turn. */
  readonly gate?: string;
  /** The first minor that has the gate, off by default. */
  readonly alpha?: number;
  /** The first minor that has the feature on by default. */
  readonly on: number;
  /** The first minor in which the gate can no longer be turned off. */
  readonly locked?: number;
  /** The first minor that no longer knows the gate and does not start if it is set. */
  readonly gateRemoved?: number;
  readonly source: string;
}

/** What each version can do: one row a fact. */
export const FEATURE_TABLE: readonly FeatureRow[] = [
  {
    feature: ClusterFeature.NATIVE_SIDECARS,
    needs: ['API server', 'node'],
    gate: 'SidecarContainers',
    alpha: 28,
    on: 29,
    locked: 33,
    gateRemoved: 37,
    source: 'KEP-753; gate removed by kubernetes/kubernetes#137755',
  },
  {
    feature: ClusterFeature.STABLE_NATIVE_SIDECARS,
    needs: ['node'],
    on: 33,
    source: 'KEP-753, GA; istio/istio pkg/kube/inject/webhook.go, DetectNativeSidecar',
  },
  {
    feature: ClusterFeature.CONTAINER_RESTART_POLICY_FIELD,
    needs: ['API server', 'node'],
    on: 28,
    source: 'KEP-753, "Upgrade / Downgrade Strategy"',
  },
  {
    // 1.28 stops sidecars together with the app's containers.
    feature: ClusterFeature.ORDERED_SIDECAR_TERMINATION,
    needs: ['node'],
    gate: 'SidecarContainers',
    alpha: 29,
    on: 29,
    locked: 33,
    gateRemoved: 37,
    source: 'kubernetes/kubernetes#120620',
  },
  {
    feature: ClusterFeature.CONTAINER_RESTART_POLICIES_FIELD,
    needs: ['API server'],
    on: 34,
    source: 'KEP-5307, "Upgrade / Downgrade Strategy"',
  },
  {
    // A beta in 1.37 still, the newest release that is known here.
    feature: ClusterFeature.CONTAINER_RESTART_POLICIES,
    needs: ['API server', 'node'],
    gate: 'ContainerRestartRules',
    alpha: 34,
    on: 35,
    locked: 38,
    source: 'KEP-5307',
  },
  {
    feature: ClusterFeature.NAMED_SIDECAR_PORTS,
    needs: ['API server'],
    on: 33,
    source: 'kubernetes/kubernetes#128850',
  },
  {
    feature: ClusterFeature.SLEEP_HOOK,
    needs: ['API server', 'node'],
    gate: 'PodLifecycleSleepAction',
    alpha: 29,
    on: 30,
    locked: 34,
    source: 'KEP-3960',
  },
  {
    // 1.28 and 1.29 have betas of it, in v1beta1 and off by default. That of v1 cannot be turned off.
    feature: ClusterFeature.VALIDATING_ADMISSION_POLICIES,
    needs: ['API server'],
    on: 30,
    source: 'KEP-3488',
  },
  {
    feature: ClusterFeature.JOB_POD_FAILURE_POLICY,
    needs: ['API server'],
    gate: 'JobPodFailurePolicy',
    alpha: 25,
    on: 26,
    locked: 31,
    source: 'KEP-3329',
  },
  {
    feature: ClusterFeature.JOB_BACKOFF_LIMIT_PER_INDEX,
    needs: ['API server'],
    gate: 'JobBackoffLimitPerIndex',
    alpha: 28,
    on: 29,
    locked: 33,
    source: 'KEP-3850',
  },
  {
    feature: ClusterFeature.JOB_POD_REPLACEMENT_POLICY,
    needs: ['API server'],
    gate: 'JobPodReplacementPolicy',
    alpha: 28,
    on: 29,
    locked: 34,
    source: 'KEP-3939',
  },
  {
    feature: ClusterFeature.JOB_SUCCESS_POLICY,
    needs: ['API server'],
    gate: 'JobSuccessPolicy',
    alpha: 30,
    on: 31,
    locked: 33,
    source: 'KEP-3998',
  },
  {
    feature: ClusterFeature.JOB_MANAGED_BY,
    needs: ['API server'],
    gate: 'JobManagedBy',
    alpha: 30,
    on: 32,
    locked: 35,
    source: 'KEP-4368',
  },
];

/**
 * Whether one part of a cluster, of this minor and with this setting of the gate, has a feature.
 */
export function isEnabled(row: FeatureRow, minor: number, gate: boolean | undefined): boolean {
  if (gate === undefined || minor >= (row.locked ?? row.on)) {
    return minor >= row.on;
  }
  return gate && minor >= (row.alpha ?? row.on);
}

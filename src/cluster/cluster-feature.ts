/**
 * Something that a cluster can or cannot do, by its version and feature gates.
 */
export enum ClusterFeature {
  /** Init containers with `restartPolicy: Always`. */
  NATIVE_SIDECARS = 'native-sidecars',
  /** Native sidecars are stable, and nobody can turn them off: what Istio waits for on all nodes before it injects its proxy as one. */
  STABLE_NATIVE_SIDECARS = 'stable-native-sidecars',
  /** The field `restartPolicy` of init containers is known, even where it is dropped or rejected for want of native sidecars. */
  CONTAINER_RESTART_POLICY_FIELD = 'container-restart-policy-field',
  /** Sidecars are stopped one by one, in reverse order, after the app's containers have ended. */
  ORDERED_SIDECAR_TERMINATION = 'ordered-sidecar-termination',
  /** The fields for a restart policy of any single container are known, even where they are dropped because they are turned off. */
  CONTAINER_RESTART_POLICIES_FIELD = 'container-restart-policies-field',
  /** Containers may have a restart policy of their own, main containers too. */
  CONTAINER_RESTART_POLICIES = 'container-restart-policies',
  /** Services find a *named* port that only a native sidecar declares. */
  NAMED_SIDECAR_PORTS = 'named-sidecar-ports',
  /** `lifecycle.preStop.sleep` and `lifecycle.postStart.sleep`. */
  SLEEP_HOOK = 'sleep-hook',
  /** `ValidatingAdmissionPolicy` and its binding, of `admissionregistration.k8s.io/v1`. */
  VALIDATING_ADMISSION_POLICIES = 'validating-admission-policies',
  /** `podFailurePolicy` of a Job. */
  JOB_POD_FAILURE_POLICY = 'job-pod-failure-policy',
  /** `backoffLimitPerIndex` and `maxFailedIndexes` of a Job, and the action `FailIndex`. */
  JOB_BACKOFF_LIMIT_PER_INDEX = 'job-backoff-limit-per-index',
  /** `podReplacementPolicy` of a Job. */
  JOB_POD_REPLACEMENT_POLICY = 'job-pod-replacement-policy',
  /** `successPolicy` of a Job. */
  JOB_SUCCESS_POLICY = 'job-success-policy',
  /** `managedBy` of a Job. */
  JOB_MANAGED_BY = 'job-managed-by',
}

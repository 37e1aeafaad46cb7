// What the API server fills in where a manifest leaves it out (core/v1, SetDefaults_PodSpec and SetDefaults_Probe).

/** Of `terminationGracePeriodSeconds`. */
export const DEFAULT_GRACE_SECONDS = 30;
/** Of `periodSeconds` of a probe. */
export const DEFAULT_PERIOD_SECONDS = 10;
/** Of `failureThreshold` of a probe. */
export const DEFAULT_FAILURE_THRESHOLD = 3;

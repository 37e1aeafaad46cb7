import { Duration } from 'cdk8s';

/** A start gate is tried every second, so that nobody waits for nothing, and is patient for five minutes, as a derived one is. */
export const GATE_TIMES = { periodSeconds: Duration.seconds(1), failureThreshold: 300 };

/** What answers at once is restarted after half a minute without an answer. */
export const LIVENESS_TIMES = { periodSeconds: Duration.seconds(10), timeoutSeconds: Duration.seconds(5), failureThreshold: 3 };

/** The same for what may be slow to answer under load. */
export const PATIENT_LIVENESS_TIMES = { ...LIVENESS_TIMES, timeoutSeconds: Duration.seconds(10) };

import { withSortedKeysDeep } from '../manifest/fields';
import { Container, Probe } from '../manifest/types';

/** How often a derived gate is tried: the app waits up to this long for nothing. */
const PERIOD_SECONDS = 1;
/** How long a sidecar may take to start before the kubelet restarts it. */
const PATIENCE_SECONDS = 300;

/**
 * The startup probe of a sidecar that has none of its own: its readiness probe, else a connection to its first TCP port,
 * else none. It is patient where a readiness probe is not, since a startup probe that gives up kills the container.
 */
export function deriveStartGate({ readinessProbe, ports = [] }: Container): Probe | undefined {
  if (readinessProbe) {
    return withPatience(readinessProbe);
  }
  const port = ports.find(({ protocol = 'TCP' }) => protocol === 'TCP');
  return port && { failureThreshold: PATIENCE_SECONDS / PERIOD_SECONDS, periodSeconds: PERIOD_SECONDS, tcpSocket: { port: port.containerPort } };
}

function withPatience(readinessProbe: Probe): Probe {
  // A startup probe must have a successThreshold of 1 (core validation), which is the default.
  const { successThreshold, ...probe } = readinessProbe;
  // To the API server, 0 is not set.
  const periodSeconds = probe.periodSeconds || PERIOD_SECONDS;
  const failureThreshold = Math.max(probe.failureThreshold ?? 0, Math.ceil(PATIENCE_SECONDS / periodSeconds));
  // A copy, however deep: what is in two places of one object would come out as a YAML alias.
  return withSortedKeysDeep({ ...probe, periodSeconds, failureThreshold });
}

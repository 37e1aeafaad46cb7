import { Emitted } from './example';
import { Container, LifecycleHandler, Probe } from '../../src/manifest/types';
import { PresetFacts } from '../../src/presets/preset-facts';

/** What a Pod has if nothing is said (core/v1 defaults). */
const DEFAULT_GRACE_SECONDS = 30;
/** What a probe has if nothing is said of it. */
const DEFAULT_PERIOD_SECONDS = 10;
const DEFAULT_FAILURES = 3;

const OTHER_CODE = ', which says nothing of the Pod: codes of native sidecars do not count, and a supervisor ends with 0 in its place.';

/**
 * How a sidecar starts and stops, as a list in Markdown: from its facts and its container.
 */
export function startsAndStops(facts: PresetFacts, { sidecar, container, podSpec }: Emitted): string {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  const drain = sidecar.drain?.toSeconds();
  return [
    startupProbe
      ? `Start gate: ${probed(startupProbe)}. Init containers after it and main containers wait for that, for at most ${patience(startupProbe)}; then the kubelet restarts it.`
      : 'Start gate: none. What comes after it starts as soon as its process runs.',
    ...readinessProbe ? [`Readiness: ${probed(readinessProbe)}. The Pod is ready only while that holds.`] : [],
    livenessProbe
      ? `Liveness: ${probed(livenessProbe)}. After ${failures(livenessProbe)} failures in a row it is restarted.`
      : 'Liveness: not probed.',
    ...hooksOf(container),
    `Stop: ${facts.stopSignal ?? 'SIGTERM'}, after the main containers have ended. It ends with code ${facts.exitCode}${facts.exitCode === 0 ? '.' : OTHER_CODE}`,
    drain === undefined ? 'Drain: nothing is known that it would have to wait for.' : `Drain: at most ${seconds(drain)}.`,
    graceText(podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS),
  ].map(line => `- ${line}`).join('\n');
}

function graceText(grace: number): string {
  return `Grace period of the Pod: ${seconds(grace)}, ${grace > DEFAULT_GRACE_SECONDS
    ? 'to which it is raised, so that there is time for the main containers, too.' : 'as Pods have it; it is enough.'}`;
}

function hooksOf({ lifecycle }: Container): string[] {
  const { postStart, preStop } = lifecycle ?? {};
  return [
    ...postStart ? [`After its start: ${handled(postStart)}.`] : [],
    ...preStop ? [`As soon as the Pod is to end: ${handled(preStop)}.`] : [],
  ];
}

function probed(probe: Probe): string {
  const period = probe.periodSeconds ?? DEFAULT_PERIOD_SECONDS;
  return `${handled(probe)}, ${period === 1 ? 'every second' : `every ${seconds(period)}`}`;
}

function handled({ httpGet, tcpSocket, exec, grpc, sleep }: Probe & LifecycleHandler): string {
  return httpGet ? `\`${httpGet.scheme === 'HTTPS' ? 'HTTPS ' : ''}GET ${httpGet.path ?? '/'}\` on port ${httpGet.port}`
    : tcpSocket ? `a connection to port ${tcpSocket.port}`
      : grpc ? `the gRPC health service on port ${grpc.port}`
        : sleep ? `a pause of ${seconds(sleep.seconds)}`
          : `the command \`${exec!.command!.join(' ')}\``;
}

function patience(probe: Probe): string {
  const time = (probe.initialDelaySeconds ?? 0) + failures(probe) * (probe.periodSeconds ?? DEFAULT_PERIOD_SECONDS);
  return time % 60 === 0 ? `${time / 60} min` : seconds(time);
}

function failures({ failureThreshold = DEFAULT_FAILURES }: Probe): number {
  return failureThreshold;
}

function seconds(count: number): string {
  return `${count} s`;
}

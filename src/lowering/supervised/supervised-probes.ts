import { Member } from './cast';
import { Container, PodSpec, Probe } from '../../manifest/types';

/**
 * The probes of a member that its supervisor makes; the kubelet makes all others.
 *
 * The `livenessProbe` of a main stays with the kubelet, except where that would count its `initialDelaySeconds` from when the
 * container begins to wait, and under `OnFailure`, where the supervisor has to know that an exit code of 0 is not the end: a
 * container whose probe fails is started again, whatever its code (`computePodActions`).
 */
export function supervisedProbes({ container, role }: Member, { restartPolicy }: PodSpec): { readonly startup?: Probe; readonly liveness?: Probe } {
  const { startupProbe: startup, livenessProbe: liveness } = container;
  const ofMain = restartPolicy === 'OnFailure' || (hasToWait(container) && !liveness?.grpc);
  return { startup, liveness: role === 'sidecar' || (role === 'main' && ofMain) ? liveness : undefined };
}

/** Whether a liveness probe of the kubelet would come too early, which no startup probe holds back. */
export function hasToWait({ startupProbe, livenessProbe }: Container): boolean {
  return !startupProbe && (livenessProbe?.initialDelaySeconds ?? 0) > 0;
}

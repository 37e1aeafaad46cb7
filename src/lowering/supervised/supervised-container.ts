import { Member } from './cast';
import { unexpanded } from './expansion';
import { MOUNT_PATH, POD_IP_VARIABLE, SUPERVISOR_FILE, VOLUME } from './names';
import { commandOf } from './obstacles';
import { hookCommand, needsPodIp, probeCommand, probeTiming } from './probe-command';
import { hintFor, SupervisedSettings } from './settings';
import { supervisedProbes } from './supervised-probes';
import { DEFAULT_GRACE_SECONDS } from '../../manifest/api-defaults';
import { Container, PodSpec, Probe } from '../../manifest/types';

/** The kubelet kills a container whose startup probe gives up; this one waits for as long as the container waits. */
const FOR_EVER = 2147483647;

/**
 * The ordinary container that does in a supervised Pod what a member of the native one does.
 *
 * @param members all of them, in the order in which they start
 * @param index of the one
 */
export function supervisedContainer(podSpec: PodSpec, members: readonly Member[], index: number, settings: SupervisedSettings): Container {
  const { container, role } = members[index];
  const { restartPolicy, startupProbe, livenessProbe, lifecycle, ...rest } = container as Container & { restartPolicy?: string };
  const grace = podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  const options = supervisorOptions(podSpec, members, index, grace, settings);
  const env = options.some(([, value]) => needsPodIp(value))
    ? [...container.env ?? [], { name: POD_IP_VARIABLE, valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }]
    : container.env;
  const preStop = role === 'main' ? lifecycle?.preStop : undefined;
  return {
    ...rest,
    command: [
      SUPERVISOR_FILE, role, ...options.map(([key, value]) => `${key}=${unexpanded(value)}`), '--',
      ...commandOf(container, settings)!,
    ],
    ...env && { env },
    volumeMounts: [...container.volumeMounts ?? [], { name: VOLUME, mountPath: MOUNT_PATH }],
    ...role !== 'step' && { startupProbe: isUp(container.name) },
    ...role === 'main' && livenessProbe && !supervisedProbes(members[index], podSpec).liveness && { livenessProbe },
    ...preStop && { lifecycle: { preStop: !preStop.exec ? preStop : { exec: { command: ifRunning(container.name, preStop.exec.command ?? []) } } } },
  };
}

/** What the supervisor is told, leaving out what says nothing. */
function supervisorOptions(
  podSpec: PodSpec, members: readonly Member[], index: number, grace: number, settings: SupervisedSettings,
): [string, string][] {
  const { container, role } = members[index];
  const { startup, liveness } = supervisedProbes(members[index], podSpec);
  const namesOf = (some: readonly Member[], wanted: Member['role']) =>
    some.filter(member => member.role === wanted).map(member => member.container.name).join(' ');
  const before = members.slice(0, index).filter(member => member.role !== 'main').at(-1);
  const { lifecycle } = container;
  const { stopSignal } = lifecycle as { stopSignal?: string } ?? {};
  const signal = stopSignal ?? hintFor(settings.stopSignals, container.name);
  const options: [string, string | undefined][] = [
    ['name', container.name],
    ['policy', podSpec.restartPolicy ?? 'Always'],
    ['grace', String(grace)],
    ['after', before?.container.name],
    ...role === 'sidecar' ? [
      ['mains', namesOf(members, 'main')],
      ['later', namesOf(members.slice(index + 1), 'sidecar')],
    ] as [string, string][] : [],
    ['signal', signal?.replace(/^SIG/, '')],
    ...probeOptions('startup', startup, container, grace),
    ...probeOptions('liveness', liveness, container, grace),
    ['poststart', lifecycle?.postStart && hookCommand(lifecycle.postStart, container)],
    ['prestop', lifecycle?.preStop && hookCommand(lifecycle.preStop, container)],
  ];
  return options.filter((option): option is [string, string] => Boolean(option[1]));
}

function probeOptions(name: string, probe: Probe | undefined, container: Container, grace: number): [string, string][] {
  return probe ? [[name, probeCommand(probe, container)], [`${name}_every`, probeTiming(probe, grace)]] : [];
}

/** Holds back the probes that the kubelet makes, and its verdict that the container is ready, until the program is up. */
function isUp(name: string): Probe {
  return {
    exec: { command: [SUPERVISOR_FILE, 'is-up', `name=${name}`, '--'] },
    periodSeconds: 1,
    timeoutSeconds: 5,
    failureThreshold: FOR_EVER,
  };
}

/** The kubelet runs this hook even where the program has not been started yet. */
function ifRunning(name: string, command: readonly string[]): string[] {
  return [SUPERVISOR_FILE, 'hook', `name=${name}`, '--', ...command];
}

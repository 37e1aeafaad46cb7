import { MOUNT_PATH, POD_IP_VARIABLE, RUNTIME_CONTAINER, SUPERVISOR_FILE, VOLUME } from './supervised/names';
import { quotedWords } from './supervised/shell';
import { DEFAULT_GRACE_SECONDS } from '../manifest/api-defaults';
import { withSortedKeys } from '../manifest/fields';
import { Container, LifecycleHandler, PodSpec, Probe } from '../manifest/types';
import { withPodSpec, Workload } from '../manifest/workloads';

/**
 * The workload with native sidecars that a supervised one was made from, as far as it shows: the way back, for those who look at what
 * was lowered. Probes and hooks are there with their times, though what they ask may stand in the words of the supervisor.
 *
 * @returns undefined if it is not supervised
 */
export function raiseSupervised(workload: Workload): Workload | undefined {
  const { podSpec } = workload;
  const { initContainers = [], containers, volumes = [] } = podSpec;
  const isSupervised = ({ command = [] }: Container) => command[0] === SUPERVISOR_FILE;
  if (!initContainers.some(({ name }) => name === RUNTIME_CONTAINER) || !containers.some(isSupervised)) {
    return undefined;
  }
  const members = containers.map(container => isSupervised(container) ? memberOf(container, podSpec) : { role: 'main', container });
  return withPodSpec(workload, {
    ...podSpec,
    initContainers: [
      ...initContainers.filter(({ name }) => name !== RUNTIME_CONTAINER),
      ...members.filter(({ role }) => role !== 'main').map(({ container }) => container),
    ],
    containers: members.filter(({ role }) => role === 'main').map(({ container }) => container),
    volumes: volumes.filter(({ name }) => name !== VOLUME),
  });
}

interface RaisedMember {
  readonly role: string;
  readonly container: Container;
}

function memberOf(container: Container, podSpec: PodSpec): RaisedMember {
  const { command = [], env, volumeMounts = [], startupProbe, lifecycle, livenessProbe, ...rest } = container;
  const end = command.indexOf('--');
  const role = command[1];
  const options = new Map(command.slice(2, end).map(option => [option.slice(0, option.indexOf('=')), option.slice(option.indexOf('=') + 1)]));
  const grace = podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  const postStart = hookOf(options.get('poststart'));
  const preStop = hookOf(options.get('prestop')) ?? withoutSupervisor(lifecycle?.preStop);
  return {
    role,
    container: withSortedKeys({
      ...rest,
      command: command.slice(end + 1),
      env: env?.filter(({ name }) => name !== POD_IP_VARIABLE),
      volumeMounts: volumeMounts.filter(({ mountPath }) => mountPath !== MOUNT_PATH),
      startupProbe: probeOf(options.get('startup'), options.get('startup_every'), grace),
      livenessProbe: livenessProbe ?? probeOf(options.get('liveness'), options.get('liveness_every'), grace),
      lifecycle: postStart ?? preStop ? withSortedKeys({ postStart, preStop }) : undefined,
      restartPolicy: role === 'sidecar' ? 'Always' : undefined,
    }),
  };
}

function probeOf(command: string | undefined, times: string | undefined, grace: number): Probe | undefined {
  if (command === undefined || times === undefined) {
    return undefined;
  }
  const [initialDelaySeconds, periodSeconds, failureThreshold, ownGrace] = times.split(' ').map(Number);
  return {
    exec: { command: quotedWords(command) },
    initialDelaySeconds,
    periodSeconds,
    failureThreshold,
    ...ownGrace !== grace && { terminationGracePeriodSeconds: ownGrace },
  };
}

function hookOf(command: string | undefined): LifecycleHandler | undefined {
  if (command === undefined) {
    return undefined;
  }
  const [, seconds] = /"\$_bb" sleep (\d+)$/.exec(command) ?? [];
  return seconds === undefined ? { exec: { command: quotedWords(command) } } : { sleep: { seconds: Number(seconds) } };
}

function withoutSupervisor(hook: LifecycleHandler | undefined): LifecycleHandler | undefined {
  const command = hook?.exec?.command ?? [];
  return command[0] === SUPERVISOR_FILE ? { exec: { command: command.slice(command.indexOf('--') + 1) } } : hook;
}

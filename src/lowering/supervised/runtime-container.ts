import { Member } from './cast';
import { unexpanded } from './expansion';
import { MOUNT_PATH, RUNTIME_CONTAINER, VOLUME } from './names';
import { SupervisedSettings } from './settings';
import { busyboxSecurityContext } from '../../manifest/busybox-security-context';
import { containersOf } from '../../manifest/containers';
import { qosClass } from '../../manifest/pod-resources';
import { Container, PodSpec, ResourceRequirements } from '../../manifest/types';
import { SUPERVISOR } from '../../runtime/supervisor';

/** State of an earlier sandbox of the Pod must not be taken for that of this one. */
const SET_UP = [
  'set -e; umask 0',
  `cd ${MOUNT_PATH}; cp /bin/busybox .`,
  'printf "#!%s sh\\n%s\\n" "$PWD/busybox" "$0" > supervisor; chmod +x supervisor',
  'rm -rf state; mkdir state; for name; do : > "state/$name"; done',
].join('\n');

/**
 * The init container that puts the supervisor into the Pod, and forgets what an earlier one left there.
 */
export function runtimeContainer(podSpec: PodSpec, members: readonly Member[], settings: SupervisedSettings): Container {
  const securityContext = busyboxSecurityContext(podSpec, members.find(({ role }) => role === 'main')?.container);
  return {
    name: RUNTIME_CONTAINER,
    image: settings.runtimeImage,
    command: ['/bin/busybox', 'sh', '-c'],
    args: [SET_UP, unexpanded(SUPERVISOR), ...members.map(({ container }) => container.name)],
    resources: settings.runtimeResources ?? defaultResources(podSpec),
    ...Object.keys(securityContext).length > 0 && { securityContext },
    volumeMounts: [{ name: VOLUME, mountPath: MOUNT_PATH }],
  };
}

const REQUESTS = { cpu: '10m', memory: '16Mi' };
const LIMITS = { cpu: '100m', memory: '32Mi' };

/**
 * The Pod keeps its quality-of-service class: Guaranteed asks for limits, equal to the requests, on all containers. It also keeps
 * its own limits: a node limits a Pod as a whole only if all its containers are limited, and a quota for limits asks for the same.
 */
function defaultResources(podSpec: PodSpec): ResourceRequirements {
  switch (qosClass(podSpec)) {
    case 'Guaranteed': return { requests: LIMITS, limits: LIMITS };
    case 'BestEffort': return {};
    case 'Burstable': {
      const limits = Object.entries(LIMITS)
        .filter(([resource]) => containersOf(podSpec).every(({ container }) => container.resources?.limits?.[resource] !== undefined));
      return { requests: REQUESTS, ...limits.length > 0 && { limits: Object.fromEntries(limits) } };
    }
  }
}

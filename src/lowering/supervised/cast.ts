import { containersOf } from '../../manifest/containers';
import { Container, PodSpec } from '../../manifest/types';

/**
 * A container that a supervisor runs, and what it does in the Pod.
 */
export interface Member {
  readonly container: Container;
  /** Where it stands in the Pod's spec, such as `initContainers[0]`. */
  readonly path: string;
  /** A step is an init container that comes after a sidecar, so that it may need it. */
  readonly role: 'sidecar' | 'step' | 'main';
}

export interface Cast {
  /** Init containers before the first sidecar: they stay what they are. */
  readonly before: readonly Container[];
  /** Everything else, in the order in which it starts. */
  readonly members: readonly Member[];
}

/**
 * Who does what in a Pod with native sidecars.
 */
export function castOf(podSpec: PodSpec): Cast {
  const containers = containersOf(podSpec);
  const first = containers.findIndex(({ role }) => role === 'sidecar');
  return {
    before: containers.slice(0, first).map(({ container }) => container),
    members: containers.slice(first).map(({ container, path, role }) => ({ container, path, role: role === 'init' ? 'step' : role })),
  };
}

import { Container, PodSpec } from './types';

/**
 * A container and where it stands in the Pod's spec, such as `initContainers[0]`.
 */
export interface PlacedContainer {
  readonly container: Container;
  readonly path: string;
  readonly role: 'main' | 'sidecar' | 'init';
}

/**
 * Whether an init container is a native sidecar (KEP-753).
 */
export function isSidecar(initContainer: Container): boolean {
  return initContainer.restartPolicy === 'Always';
}

/**
 * All containers of a Pod: init containers and sidecars in their order, then the mains.
 */
export function containersOf(podSpec: PodSpec): PlacedContainer[] {
  return [
    ...(podSpec.initContainers ?? []).map((container, i): PlacedContainer =>
      ({ container, path: `initContainers[${i}]`, role: isSidecar(container) ? 'sidecar' : 'init' })),
    ...(podSpec.containers ?? []).map((container, i): PlacedContainer =>
      ({ container, path: `containers[${i}]`, role: 'main' })),
  ];
}

/**
 * The native sidecars of a Pod, in their order.
 */
export function sidecarsOf(podSpec: PodSpec): PlacedContainer[] {
  return containersOf(podSpec).filter(({ role }) => role === 'sidecar');
}

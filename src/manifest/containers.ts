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

/** What no plain init container may have (core validation, `validateInitContainers`). */
export const SIDECAR_FIELDS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/**
 * Whether an init container has what only a sidecar may have.
 */
export function hasSidecarFields(initContainer: Container): boolean {
  return SIDECAR_FIELDS.some(field => initContainer[field]);
}

/**
 * Whether the startup probe of a container is the one that cdk8s-plus gives to every container with a port.
 */
export function isKplusDefaultProbe({ startupProbe, ports = [] }: Container): boolean {
  const { failureThreshold, tcpSocket, ...others } = startupProbe ?? {};
  return failureThreshold === 3 && tcpSocket !== undefined && ports.some(({ containerPort }) => containerPort === tcpSocket.port)
    && Object.keys(others).length + Object.keys(tcpSocket).length === 1;
}

/** Every rule asks for the containers of the same Pod. Manifests are never changed in place, so the last answer holds. */
let last: { readonly podSpec?: PodSpec; readonly containers: readonly PlacedContainer[]; sidecars?: readonly PlacedContainer[] } = { containers: [] };

/**
 * All containers of a Pod: init containers and sidecars in their order, then the mains.
 */
export function containersOf(podSpec: PodSpec): readonly PlacedContainer[] {
  if (last.podSpec !== podSpec) {
    last = { podSpec, containers: placedContainers(podSpec) };
  }
  return last.containers;
}

function placedContainers(podSpec: PodSpec): PlacedContainer[] {
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
export function sidecarsOf(podSpec: PodSpec): readonly PlacedContainer[] {
  const containers = containersOf(podSpec);
  last.sidecars ??= containers.filter(({ role }) => role === 'sidecar');
  return last.sidecars;
}

import { PlacedContainer } from '../../manifest/containers';
import { Container, PodSpec, Volume, VolumeMount } from '../../manifest/types';

/**
 * Whether a container mounts a volume so that it can write to it.
 */
export function canWrite({ volumeMounts = [] }: Container, volume: string): boolean {
  return volumeMounts.some(({ name, readOnly }) => name === volume && readOnly !== true);
}

/**
 * Whether a container mounts a volume, and can only read it.
 */
export function onlyReads(container: Container, volume: string): boolean {
  return (container.volumeMounts ?? []).some(({ name }) => name === volume) && !canWrite(container, volume);
}

/**
 * Whether a volume is empty when the Pod starts: an `emptyDir`, which is also what a volume is that says nothing else than its name.
 */
export function isEmptyVolume({ name, emptyDir, ...others }: Volume): boolean {
  return emptyDir !== undefined || Object.keys(others).length === 0;
}

/**
 * Whether a volume of that name is empty when the Pod starts, so that what is in it was written by one of its containers.
 */
export function startsEmpty({ volumes = [] }: PodSpec, volume: string): boolean {
  return volumes.some(candidate => candidate.name === volume && isEmptyVolume(candidate));
}

/**
 * Whether two containers mount the same volume, and it is one that the containers of the Pod fill.
 */
export function shareFiles(podSpec: PodSpec, one: Container, other: Container): boolean {
  return (one.volumeMounts ?? []).some(({ name }) => startsEmpty(podSpec, name) && (other.volumeMounts ?? []).some(mount => mount.name === name));
}

/**
 * The volume that the first of some containers reads, and that only a container before it fills: not one that has run earlier.
 */
export function readVolume(
  podSpec: PodSpec, writer: Container, earlier: readonly PlacedContainer[], later: readonly PlacedContainer[],
): { readonly reader: string; readonly volume: string } | undefined {
  for (const { name: volume } of writer.volumeMounts ?? []) {
    const reader = canWrite(writer, volume) && startsEmpty(podSpec, volume) && !earlier.some(({ container }) => canWrite(container, volume))
      ? later.find(({ container }) => onlyReads(container, volume)) : undefined;
    if (reader) {
      return { reader: reader.container.name, volume };
    }
  }
  return undefined;
}

/**
 * The mount of a container in which a file lies.
 */
export function mountOf({ volumeMounts = [] }: Container, file: string): VolumeMount | undefined {
  return volumeMounts
    .filter(({ mountPath }) => file.startsWith(mountPath.endsWith('/') ? mountPath : `${mountPath}/`))
    .reduce<VolumeMount | undefined>((deepest, mount) => deepest && deepest.mountPath.length >= mount.mountPath.length ? deepest : mount, undefined);
}

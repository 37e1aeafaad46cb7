import { isEmptyVolume } from './shared-volume';
import { containersOf, PlacedContainer } from '../../manifest/containers';
import { PodSpec, VolumeMount } from '../../manifest/types';
import { claimedVolumes, Workload } from '../../manifest/workloads';

/** A container that mounts a volume. */
export interface Mounting extends PlacedContainer {
  readonly mount: VolumeMount;
  /** Its place in `volumeMounts`. */
  readonly index: number;
}

/**
 * Names of the volumes of a Pod that are empty when it starts, and are no claims of a StatefulSet.
 */
export function emptyVolumes(workload: Workload): ReadonlySet<string> {
  const { volumes = [] } = workload.podSpec;
  const names = volumes.filter(isEmptyVolume).map(({ name }) => name);
  if (names.length === 0) {
    return new Set();
  }
  const claimed = claimedVolumes(workload);
  return new Set(names.filter(name => !claimed.includes(name)));
}

/**
 * The containers that mount a volume, in the order of the containers.
 */
export function mountingsOf(podSpec: PodSpec, volume: string): Mounting[] {
  return containersOf(podSpec).flatMap(placed => (placed.container.volumeMounts ?? [])
    .flatMap((mount, index) => mount.name === volume ? [{ ...placed, mount, index }] : []));
}

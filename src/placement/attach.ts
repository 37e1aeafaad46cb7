import { place, Placement, PlacementResult } from './place';
import { deriveStartGate } from './start-gate';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { withSortedKeys, withSortedKeysDeep } from '../manifest/fields';
import { Container, PodSpec, Volume } from '../manifest/types';

/**
 * A sidecar and all that it brings into a Pod, as plain JSON.
 */
export interface Attachment extends Placement {
  /** The volumes that its mounts name. */
  readonly volumes: readonly Volume[];
  /** Its startup probe: the one it has, one made from its readiness probe or port, or none. */
  readonly startGate: 'as written' | 'derived' | 'none';
}

export interface AttachResult {
  readonly podSpec: PodSpec;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Puts sidecars into a Pod, as native sidecars: in order among the init containers, with their volumes. Sidecars whose
 * names are taken come first, in the order given: there is no telling which of the two an order means.
 */
export function attach(podSpec: PodSpec, attachments: readonly Attachment[]): AttachResult {
  if (attachments.length === 0) {
    return { podSpec, diagnostics: [] };
  }
  const placements = attachments.map((attachment): Placement => ({
    container: asNativeSidecar(attachment),
    startsBefore: attachment.startsBefore,
    startsAfter: attachment.startsAfter,
  }));
  const present = podSpec.initContainers ?? [];
  const unplaced = [...placements.map(({ container }) => container), ...present];
  const { initContainers = unplaced, diagnostics }: PlacementResult = areNamesUnique([...unplaced, ...podSpec.containers])
    ? place(present, placements, podSpec.containers)
    : { diagnostics: [] };
  const volumes = withVolumes(podSpec.volumes, attachments);
  return {
    podSpec: withSortedKeys({ ...podSpec, initContainers, volumes }),
    diagnostics: volumes === podSpec.volumes ? diagnostics : [...diagnostics, ...volumeClashes(podSpec, attachments)],
  };
}

/** The volumes of a Pod and those that sidecars bring, each name once. */
function withVolumes(ofPod: Volume[] | undefined, attachments: readonly Attachment[]): Volume[] | undefined {
  const brought = attachments.flatMap(({ volumes }) => volumes);
  if (brought.length === 0) {
    return ofPod;
  }
  const known = new Set(ofPod?.map(({ name }) => name));
  return [...ofPod ?? [], ...brought.filter(({ name }) => !known.has(name) && known.add(name))];
}

function asNativeSidecar({ container, startGate }: Attachment): Container {
  const gate = startGate === 'as written' ? container.startupProbe : startGate === 'derived' ? deriveStartGate(container) : undefined;
  return withSortedKeys({ ...container, startupProbe: gate, restartPolicy: 'Always' });
}

function areNamesUnique(containers: readonly Container[]): boolean {
  return new Set(containers.map(({ name }) => name)).size === containers.length;
}

function volumeClashes(podSpec: PodSpec, attachments: readonly Attachment[]): Diagnostic[] {
  const owners = new Map((podSpec.volumes ?? []).map(volume => [volume.name, { volume, owner: 'the Pod' }]));
  return attachments.flatMap(({ container, volumes }) => volumes.flatMap((volume): Diagnostic[] => {
    const other = owners.get(volume.name);
    if (!other) {
      owners.set(volume.name, { volume, owner: `sidecar '${container.name}'` });
      return [];
    }
    return sameJson(other.volume, volume) ? [] : [{
      id: 'SC116',
      slug: 'volume-conflict',
      severity: DiagnosticSeverity.ERROR,
      container: container.name,
      field: 'volumeMounts',
      message: `it brings a volume '${volume.name}', and ${other.owner} has another volume of that name.`,
      fix: 'Rename one of the two, or mount the same volume in both.',
    }];
  }));
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(withSortedKeysDeep(a)) === JSON.stringify(withSortedKeysDeep(b));
}

import { contribute, Contribution } from './contribute';
import { place, Placement, PlacementResult } from './place';
import { deriveStartGate } from './start-gate';
import { unite } from './unite';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { isSidecar } from '../manifest/containers';
import { withSortedKeys } from '../manifest/fields';
import { Container, Volume } from '../manifest/types';
import { claimedVolumes, withPodSpec, Workload } from '../manifest/workloads';

/** How the startup probe of a sidecar comes about: the one it has, one made from its readiness probe or port, or none. */
export type StartGate = 'as written' | 'derived' | 'none';

/**
 * A sidecar and all that it brings into a Pod, as plain JSON.
 */
export interface Attachment extends Placement {
  /** The volumes that its mounts name. */
  readonly volumes: readonly Volume[];
  readonly startGate: StartGate;
  readonly contribution?: Contribution;
}

/**
 * What is to be known of a native sidecar that is in the Pod already.
 */
export interface Description {
  /** Its name. */
  readonly container: string;
  /** Undefined to leave it where it is. */
  readonly order?: Pick<Placement, 'startsBefore' | 'startsAfter'>;
  /** Whether it gets a startup probe if it has none. */
  readonly startGate: boolean;
  readonly contribution?: Contribution;
}

/**
 * Puts sidecars into the Pods of a workload, as native sidecars: in order among the init containers, with their volumes and
 * all else that they bring. Sidecars whose names are taken come first, in the order given: there is no telling which of the
 * two an order means.
 *
 * @param descriptions of sidecars that are there already; those of other names do not count
 */
export function attach(
  workload: Workload, attachments: readonly Attachment[], descriptions: readonly Description[] = [],
): { workload: Workload; diagnostics: Diagnostic[] } {
  const { podSpec } = workload;
  const present = (podSpec.initContainers ?? []).map((container): Present =>
    ({ container, description: isSidecar(container) ? descriptions.find(({ container: name }) => name === container.name) : undefined }));
  if (attachments.length === 0 && present.every(({ description }) => !description)) {
    return { workload, diagnostics: [] };
  }
  const placed = placeAll(podSpec.containers, attachments, present);
  const bringing = broughtBy(attachments, present);
  const { volumes, clashes } = volumesTogether(workload, bringing);
  const attached = withPodSpec(workload, withSortedKeys({ ...podSpec, initContainers: placed.initContainers, volumes }));
  const contributed = contribute(attached, bringing.flatMap(({ sidecar, contribution }) => contribution ? [{ sidecar, contribution }] : []));
  return { workload: contributed.workload, diagnostics: [...placed.diagnostics, ...clashes, ...contributed.diagnostics] };
}

/** What sidecars bring besides their containers; those that bring nothing are left out. */
interface Bringing {
  readonly sidecar: string;
  readonly volumes: readonly Volume[];
  readonly contribution?: Contribution;
}

function broughtBy(attachments: readonly Attachment[], present: readonly Present[]): Bringing[] {
  const bringing: Bringing[] = [];
  for (const { container, volumes, contribution } of attachments) {
    if (volumes.length > 0 || contribution) {
      bringing.push({ sidecar: container.name, volumes, contribution });
    }
  }
  for (const { container, description } of present) {
    if (description?.contribution) {
      bringing.push({ sidecar: container.name, volumes: [], contribution: description.contribution });
    }
  }
  return bringing;
}

/** An init container or sidecar that is there already, and what is known of it. */
interface Present {
  readonly container: Container;
  readonly description?: Description;
}

function placeAll(mains: readonly Container[], attachments: readonly Attachment[], present: readonly Present[]): PlacementResult {
  const added = attachments.map(({ container, startGate, startsBefore, startsAfter }): Placement =>
    ({ container: asNativeSidecar(container, startGate), startsBefore, startsAfter }));
  const described = present.map(({ container, description }) => ({
    container: description?.startGate && !container.startupProbe ? asNativeSidecar(container, 'derived') : container,
    order: description?.order,
  }));
  const all = [...added, ...described].map(({ container }) => container);
  if (!areNamesUnique([...all, ...mains])) {
    return { initContainers: all, diagnostics: [] };
  }
  const staying = described.filter(({ order }) => !order).map(({ container }) => container);
  const moving = described.flatMap(({ container, order }): Placement[] => order ? [{ container, ...order }] : []);
  const { initContainers = all, diagnostics } = place(staying, [...added, ...moving], mains);
  return { initContainers, diagnostics };
}

function asNativeSidecar(container: Container, startGate: StartGate): Container {
  const gate = startGate === 'as written' ? container.startupProbe : startGate === 'derived' ? deriveStartGate(container) : undefined;
  return withSortedKeys({ ...container, startupProbe: gate, restartPolicy: 'Always' });
}

function areNamesUnique(containers: readonly Container[]): boolean {
  return new Set(containers.map(({ name }) => name)).size === containers.length;
}

/** The volumes of a Pod and those that sidecars bring, each name once. What a StatefulSet claims is no volume of its Pod. */
function volumesTogether(workload: Workload, bringing: readonly Bringing[]): { volumes?: Volume[]; clashes: Diagnostic[] } {
  const ofPod = workload.podSpec.volumes;
  const all = bringing.flatMap(({ sidecar, volumes, contribution }) =>
    [...volumes, ...contribution?.volumes ?? []].map(value => ({ sidecar, value })));
  if (all.length === 0) {
    return { volumes: ofPod, clashes: [] };
  }
  const claimed = claimedVolumes(workload);
  const { values, conflicts } = unite(ofPod ?? [], all.filter(({ value }) => !claimed.includes(value.name)), ({ name }) => name);
  return {
    volumes: values.length > 0 ? [...values] : undefined,
    clashes: conflicts.map(({ sidecar, key, otherSidecar }) => ({
      id: 'SC116',
      slug: 'volume-conflict',
      severity: DiagnosticSeverity.ERROR,
      container: sidecar,
      field: 'volumeMounts',
      message: `it brings a volume '${key}', and ${otherSidecar === undefined ? 'the Pod' : `sidecar '${otherSidecar}'`} has another volume of that name.`,
      fix: 'Rename one of the two, or mount the same volume in both.',
    })),
  };
}

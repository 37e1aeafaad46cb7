import { canonical, Conflict, unite } from './unite';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { withSortedKeys, withSortedKeysDeep } from '../manifest/fields';
import { Container, EnvVar, PodSpec, Volume, VolumeMount } from '../manifest/types';
import { podMetadata, podMetadataPath, withPodMetadata, withPodSpec, Workload } from '../manifest/workloads';

/**
 * What a sidecar brings into its Pod besides its container, as it stands in manifests.
 */
export interface Contribution {
  /** Environment of the main containers. */
  readonly env: readonly EnvVar[];
  /** Mounts of the main containers. */
  readonly volumeMounts: readonly VolumeMount[];
  readonly volumes: readonly Volume[];
  readonly annotations: { readonly [name: string]: string };
  readonly labels: { readonly [name: string]: string };
  /** That of the Pod, unless it has one. */
  readonly serviceAccountName?: string;
  readonly fsGroup?: number;
  /** The least that the Pod's must be. */
  readonly terminationGracePeriodSeconds?: number;
}

/** A contribution, and the name of the sidecar that it is of. */
export interface Contributor {
  readonly sidecar: string;
  readonly contribution: Contribution;
}

/** What Kubernetes takes where a Pod gives no grace period (core/v1, PodSpec). */
const DEFAULT_GRACE_PERIOD_SECONDS = 30;

/**
 * A workload with what its sidecars bring into it, but for volumes, which come together with the sidecars.
 */
export function contribute(workload: Workload, contributors: readonly Contributor[]): { workload: Workload; diagnostics: Diagnostic[] } {
  if (contributors.length === 0) {
    return { workload, diagnostics: [] };
  }
  const diagnostics: Diagnostic[] = [];
  const together: Together = (present, part, meeting) => {
    // Copies: what is in two places of one object would come out as a YAML alias.
    const brought = contributors.flatMap(({ sidecar, contribution }) =>
      part(contribution).map(value => ({ sidecar, value: withSortedKeysDeep(value) })));
    const { values, conflicts } = unite(present ?? [], brought, meeting.key);
    diagnostics.push(...conflicts.map(conflict => conflictFound(conflict, meeting)));
    return values.length > 0 ? [...values] : undefined;
  };
  const metadata = withSortedKeys({
    ...podMetadata(workload),
    annotations: entriesTogether(together, workload, 'annotations'),
    labels: entriesTogether(together, workload, 'labels'),
  });
  const labelled = Object.keys(metadata).length > 0 ? withPodMetadata(workload, metadata) : workload;
  const { podSpec, podSpecPath } = workload;
  return {
    workload: withPodSpec(labelled, withSortedKeys({
      ...podSpec,
      containers: podSpec.containers.map((container, i) => containerTogether(together, container, `${podSpecPath}.containers[${i}]`)),
      serviceAccountName: podSpec.serviceAccountName ?? single(together, undefined, contribution => contribution.serviceAccountName, {
        title: 'the service account of the Pod',
        field: `${podSpecPath}.serviceAccountName`,
      }),
      securityContext: securityContextTogether(together, podSpec, podSpecPath),
      terminationGracePeriodSeconds: longestGracePeriod(podSpec, contributors),
    })),
    diagnostics,
  };
}

/** Where values come together. */
interface Meeting<T> {
  /** Who had values there before, such as `the Pod`. */
  readonly owner: string;
  /** Path of the field in the object. */
  readonly field: string;
  /** What two values must not have in common unless they are the same. */
  readonly key: (value: T) => string;
  /** What to call a value of that key, such as `the label app`. */
  readonly title: (key: string) => string;
}

function conflictFound<T>({ sidecar, key, value, other, otherSidecar }: Conflict<T>, { owner, field, title }: Meeting<T>): Diagnostic {
  return {
    id: 'SC119',
    slug: 'contribution-conflict',
    severity: DiagnosticSeverity.ERROR,
    container: sidecar,
    field,
    message: `it brings ${title(key)} as ${shown(value)}, and ${otherSidecar === undefined ? owner : `sidecar '${otherSidecar}'`} has it as ${shown(other)}.`,
    fix: 'Let the two agree, or take one of them away.',
  };
}

/** A value as it stands in manifests; that of a label or an annotation comes with its name. */
function shown(value: unknown): string {
  return canonical(Array.isArray(value) ? value[1] : value);
}

/** Unites what is there with a part of each contribution; undefined if there is nothing. */
type Together = <T>(present: readonly T[] | undefined, part: (contribution: Contribution) => readonly T[], meeting: Meeting<T>) => T[] | undefined;

function containerTogether(together: Together, container: Container, path: string): Container {
  const owner = `container '${container.name}'`;
  return withSortedKeys({
    ...container,
    env: together(container.env, ({ env }) => env, {
      owner,
      field: `${path}.env`,
      key: ({ name }) => name,
      title: name => `the environment variable ${name}`,
    }),
    volumeMounts: together(container.volumeMounts, ({ volumeMounts }) => volumeMounts, {
      owner,
      field: `${path}.volumeMounts`,
      key: ({ mountPath }) => mountPath.replace(/(.)\/+$/, '$1'),
      title: mountPath => `the mount at ${mountPath}`,
    }),
  });
}

function entriesTogether(together: Together, workload: Workload, part: 'annotations' | 'labels'): { [name: string]: string } | undefined {
  const present = podMetadata(workload)[part];
  const united = together(present && Object.entries(present), contribution => Object.entries(contribution[part]), {
    owner: 'the Pod',
    field: `${podMetadataPath(workload)}.${part}`,
    key: ([name]) => name,
    title: name => `the ${part.slice(0, -1)} ${name}`,
  });
  return united && withSortedKeys(Object.fromEntries(united));
}

function securityContextTogether(together: Together, { securityContext }: PodSpec, podSpecPath: string): PodSpec['securityContext'] {
  const fsGroup = single(together, securityContext?.fsGroup, contribution => contribution.fsGroup, {
    title: 'the fsGroup of the Pod',
    field: `${podSpecPath}.securityContext.fsGroup`,
  });
  return fsGroup === undefined ? securityContext : withSortedKeys({ ...securityContext, fsGroup });
}

function single<T>(
  together: Together, present: T | undefined, part: (contribution: Contribution) => T | undefined, { title, field }: { title: string; field: string },
): T | undefined {
  const list = (value: T | undefined) => value === undefined ? [] : [value];
  return together(list(present), contribution => list(part(contribution)), { owner: 'the Pod', field, key: () => '', title: () => title })?.[0];
}

function longestGracePeriod({ terminationGracePeriodSeconds: ofPod }: PodSpec, contributors: readonly Contributor[]): number | undefined {
  const needed = Math.max(...contributors.map(({ contribution }) => contribution.terminationGracePeriodSeconds ?? 0));
  return needed > (ofPod ?? DEFAULT_GRACE_PERIOD_SECONDS) ? needed : ofPod;
}

import { fieldAt, pathSegments, pathText, withFieldAt } from './fields';
import { JobSpec, KubernetesObject, PodSpec } from './types';
import { PodSpecPlace, podSpecPlaces, PodTemplatePlace } from './workload-kinds';

export type { PodTemplatePlace } from './workload-kinds';

/** Labels and annotations of the Pods that a workload makes. */
export interface PodMetadata {
  readonly labels?: { readonly [name: string]: string };
  readonly annotations?: { readonly [name: string]: string };
  readonly [field: string]: unknown;
}

/**
 * An object that makes Pods, and where in it their spec is.
 */
export interface Workload {
  readonly object: KubernetesObject;
  readonly kind: string;
  readonly podSpec: PodSpec;
  /** Path of the Pod's spec, such as `spec.template.spec`. */
  readonly podSpecPath: string;
  /** The Job's spec, of Jobs and CronJobs. */
  readonly jobSpec?: JobSpec;
  /** Path of the Job's spec. */
  readonly jobSpecPath?: string;
  /** Whether it is of a kind that is not known here, and was told by what a spec of Pods looks like. */
  readonly isGuess?: boolean;
}

/**
 * The workloads in an object, mostly none or one: it is of a kind that makes Pods, and has a spec of them.
 *
 * @param named kinds that are not known here
 */
export function workloadsOf(object: KubernetesObject, named: readonly PodTemplatePlace[] = []): Workload[] {
  return podSpecPlaces(object, named)
    .map(place => workloadAt(object, place))
    .filter(({ podSpec }) => typeof podSpec === 'object' && podSpec !== null);
}

/**
 * An object with each of its workloads changed, one after the other.
 */
export function mapWorkloads(
  object: KubernetesObject, change: (workload: Workload) => Workload, named: readonly PodTemplatePlace[] = [],
): KubernetesObject {
  let changed = object;
  for (const workload of workloadsOf(object, named)) {
    changed = change(changed === object ? workload : workloadAt(changed, workload)).object;
  }
  return changed;
}

/**
 * The workload at a place of an object.
 */
export function workloadAt(object: KubernetesObject, { podSpecPath, jobSpecPath }: PodSpecPlace): Workload {
  return {
    object,
    kind: object.kind!,
    podSpec: fieldAt(object, pathSegments(podSpecPath)) as PodSpec,
    podSpecPath,
    ...jobSpecPath !== undefined && { jobSpec: fieldAt(object, pathSegments(jobSpecPath)) as JobSpec, jobSpecPath },
  };
}

/**
 * The workload with another Pod spec.
 */
export function withPodSpec(workload: Workload, podSpec: PodSpec): Workload {
  return workloadAt(withFieldAt(workload.object, pathSegments(workload.podSpecPath), podSpec), workload);
}

/**
 * The Job or CronJob with another Job spec.
 */
export function withJobSpec(workload: Workload, jobSpec: JobSpec): Workload {
  return workloadAt(withFieldAt(workload.object, pathSegments(workload.jobSpecPath!), jobSpec), workload);
}

/**
 * Names of the volumes that a StatefulSet claims for its Pods. They take precedence over volumes of the Pod template with the
 * same name (apps/v1, StatefulSetSpec.volumeClaimTemplates).
 */
export function claimedVolumes({ object }: Workload): string[] {
  const templates = fieldAt(object, ['spec', 'volumeClaimTemplates']);
  return Array.isArray(templates) ? templates.flatMap(template => fieldAt(template, ['metadata', 'name']) as string ?? []) : [];
}

/**
 * The metadata of the Pods that a workload makes.
 */
export function podMetadata({ object, podSpecPath }: Workload): PodMetadata {
  return (fieldAt(object, pathSegments(podSpecPath).slice(0, -1)) as { metadata?: PodMetadata }).metadata ?? {};
}

/**
 * Path of the metadata of the Pods that a workload makes.
 */
export function podMetadataPath({ podSpecPath }: Workload): string {
  return pathText([...pathSegments(podSpecPath).slice(0, -1), 'metadata']);
}

/**
 * The workload with other metadata of its Pods.
 */
export function withPodMetadata(workload: Workload, metadata: PodMetadata): Workload {
  const path = pathSegments(workload.podSpecPath).slice(0, -1);
  const template = fieldAt(workload.object, path) as KubernetesObject;
  return workloadAt(withFieldAt(workload.object, path, template.metadata ? { ...template, metadata } : { metadata, ...template }), workload);
}

/**
 * The workload with annotations on its Pods, unless those have them already.
 */
export function withPodTemplateAnnotations(workload: Workload, annotations: { readonly [name: string]: string }): Workload {
  const metadata = podMetadata(workload);
  return withPodMetadata(workload, { ...metadata, annotations: { ...annotations, ...metadata.annotations } });
}

/**
 * Applies a function to an object, or to each item of a list, however deep; `path` says where the item is.
 */
export function mapObjects(
  manifest: KubernetesObject,
  change: (object: KubernetesObject, path: string) => KubernetesObject,
  path: string = '',
): KubernetesObject {
  if (!Array.isArray(manifest.items) || typeof manifest.kind !== 'string' || !manifest.kind.endsWith('List')) {
    return change(manifest, path);
  }
  const before: KubernetesObject[] = manifest.items;
  const after = before.map((item, i) => isObject(item) ? mapObjects(item, change, `${path}items[${i}].`) : item);
  return after.every((item, i) => item === before[i]) ? manifest : { ...manifest, items: after };
}

function isObject(value: unknown): value is KubernetesObject {
  return typeof value === 'object' && value !== null;
}

import { fieldAt, withFieldAt } from './fields';
import { JobSpec, KubernetesObject, PodSpec } from './types';

interface KindRow {
  readonly groups: readonly string[];
  readonly podSpec: readonly string[];
  readonly jobSpec?: readonly string[];
}

const TEMPLATE = ['spec', 'template', 'spec'];

/** Where each kind keeps its Pod's spec; the group tells a built-in kind from a custom one of the same name. */
const KINDS: { readonly [kind: string]: KindRow } = {
  Pod: { groups: [''], podSpec: ['spec'] },
  PodTemplate: { groups: [''], podSpec: ['template', 'spec'] },
  ReplicationController: { groups: [''], podSpec: TEMPLATE },
  Deployment: { groups: ['apps', 'extensions'], podSpec: TEMPLATE },
  StatefulSet: { groups: ['apps'], podSpec: TEMPLATE },
  DaemonSet: { groups: ['apps', 'extensions'], podSpec: TEMPLATE },
  ReplicaSet: { groups: ['apps', 'extensions'], podSpec: TEMPLATE },
  Job: { groups: ['batch'], podSpec: TEMPLATE, jobSpec: ['spec'] },
  CronJob: { groups: ['batch'], podSpec: ['spec', 'jobTemplate', ...TEMPLATE], jobSpec: ['spec', 'jobTemplate', 'spec'] },
};

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
}

/**
 * An object as a workload, or undefined if it is of a kind that makes no Pods, or has no spec of them.
 */
export function workloadOf(object: KubernetesObject): Workload | undefined {
  const row = kindRow(object);
  const podSpec = row && fieldAt(object, row.podSpec);
  if (!row || typeof podSpec !== 'object' || podSpec === null) {
    return undefined;
  }
  return workloadIn(object, row);
}

function workloadIn(object: KubernetesObject, { podSpec, jobSpec }: KindRow): Workload {
  return {
    object,
    kind: object.kind!,
    podSpec: fieldAt(object, podSpec) as PodSpec,
    podSpecPath: podSpec.join('.'),
    ...jobSpec && { jobSpec: fieldAt(object, jobSpec) as JobSpec, jobSpecPath: jobSpec.join('.') },
  };
}

/** The workload in another state, of the same kind. */
function withObject({ kind }: Workload, object: KubernetesObject): Workload {
  return workloadIn(object, KINDS[kind]);
}

/**
 * The workload with another Pod spec.
 */
export function withPodSpec(workload: Workload, podSpec: PodSpec): Workload {
  return withObject(workload, withFieldAt(workload.object, KINDS[workload.kind].podSpec, podSpec));
}

/**
 * The Job or CronJob with another Job spec.
 */
export function withJobSpec(workload: Workload, jobSpec: JobSpec): Workload {
  return withObject(workload, withFieldAt(workload.object, KINDS[workload.kind].jobSpec!, jobSpec));
}

/**
 * The workload with annotations on its Pods, unless those have them already.
 */
export function withPodTemplateAnnotations(workload: Workload, annotations: { readonly [name: string]: string }): Workload {
  const path = KINDS[workload.kind].podSpec.slice(0, -1);
  const template = fieldAt(workload.object, path) as KubernetesObject;
  const metadata = { ...template.metadata, annotations: { ...annotations, ...template.metadata?.annotations as object | undefined } };
  return withObject(workload, withFieldAt(workload.object, path, template.metadata ? { ...template, metadata } : { metadata, ...template }));
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

function kindRow({ apiVersion, kind }: KubernetesObject): KindRow | undefined {
  const row = kind !== undefined && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  const group = apiVersion?.slice(0, Math.max(0, apiVersion.indexOf('/'))) ?? '';
  return row?.groups.includes(group) ? row : undefined;
}

function isObject(value: unknown): value is KubernetesObject {
  return typeof value === 'object' && value !== null;
}

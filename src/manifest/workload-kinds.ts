import { fieldAt, pathSegments, pathText } from './fields';
import { KubernetesObject } from './types';

/**
 * A kind of custom resource, and where its Pod template is.
 */
export interface PodTemplatePlace {
  readonly apiGroup: string;
  readonly kind: string;
  /** Path of the Pod template, such as `spec.workers[*].template`. */
  readonly podTemplate: string;
}

/**
 * Whether a text is the path of a Pod template, such as `spec.workers[*].template`.
 */
export function isPodTemplatePath(path: string): boolean {
  return /^\w+(\[\*\])?(\.\w+(\[\*\])?)*$/.test(path);
}

/** Where an object keeps the spec of Pods, and that of the Job around it. */
export interface PodSpecPlace {
  readonly podSpecPath: string;
  readonly jobSpecPath?: string;
}

const templated = ['spec.template.spec'];

/** By API group and kind: paths of the specs of Pods. */
const POD_SPECS: readonly [groups: readonly string[], kinds: readonly string[], podSpecs: readonly string[]][] = [
  [[''], ['Pod'], ['spec']],
  [[''], ['PodTemplate'], ['template.spec']],
  [[''], ['ReplicationController'], templated],
  [['apps'], ['StatefulSet'], templated],
  [['apps', 'extensions'], ['Deployment', 'DaemonSet', 'ReplicaSet'], templated],
  // Custom resources of others that embed a Pod template, by their API references.
  [['argoproj.io'], ['Rollout'], templated],
  [['serving.knative.dev'], ['Service', 'Configuration'], templated],
  [['apps.openshift.io'], ['DeploymentConfig'], templated],
  [['apps.kruise.io'], ['CloneSet', 'StatefulSet', 'DaemonSet'], templated],
  [['leaderworkerset.x-k8s.io'], ['LeaderWorkerSet'], ['spec.leaderWorkerTemplate.leaderTemplate.spec', 'spec.leaderWorkerTemplate.workerTemplate.spec']],
];

/** By API group and kind: path of the Job's spec. */
const JOB_SPECS: readonly [group: string, kind: string, jobSpec: string][] = [
  ['batch', 'Job', 'spec'],
  ['batch', 'CronJob', 'spec.jobTemplate.spec'],
  ['jobset.x-k8s.io', 'JobSet', 'spec.replicatedJobs[*].template.spec'],
  ['keda.sh', 'ScaledJob', 'spec.jobTargetRef'],
];

const PLACES: ReadonlyMap<string, readonly PodSpecPlace[]> = new Map([
  ...POD_SPECS.flatMap(([groups, kinds, podSpecs]) => groups.flatMap(group => kinds.map((kind): [string, PodSpecPlace[]] =>
    [`${group}/${kind}`, podSpecs.map(podSpecPath => ({ podSpecPath }))]))),
  ...JOB_SPECS.map(([group, kind, jobSpecPath]): [string, PodSpecPlace[]] =>
    [`${group}/${kind}`, [{ podSpecPath: `${jobSpecPath}.template.spec`, jobSpecPath }]]),
]);

/**
 * Where an object keeps the specs of its Pods. The API group tells a built-in kind from a custom one of the same name.
 *
 * @param named kinds that are not known here, or are kept elsewhere than is known
 */
export function podSpecPlaces(object: KubernetesObject, named: readonly PodTemplatePlace[]): readonly PodSpecPlace[] {
  const places = placesOfKind(object, named);
  return places.some(({ podSpecPath }) => podSpecPath.includes('*')) ? places.flatMap(place => expanded(object, place)) : places;
}

/**
 * Whether objects of a kind can make Pods. Lists can, by what is in them.
 */
export function mayMakePods(apiVersion: string, kind: string, named: readonly PodTemplatePlace[]): boolean {
  return placesOfKind({ apiVersion, kind }, named).length > 0 || kind.endsWith('List');
}

/**
 * Whether it is known where objects of the kind of an object keep the specs of their Pods.
 */
export function isKnownKind(object: KubernetesObject, named: readonly PodTemplatePlace[]): boolean {
  return placesOfKind(object, named).length > 0;
}

function placesOfKind({ apiVersion = '', kind }: KubernetesObject, named: readonly PodTemplatePlace[]): readonly PodSpecPlace[] {
  const apiGroup = apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
  const own = named.filter(place => place.kind === kind && place.apiGroup === apiGroup);
  return own.length > 0 ? own.map(({ podTemplate }) => ({ podSpecPath: `${podTemplate}.spec` })) : PLACES.get(`${apiGroup}/${kind}`) ?? [];
}

/** A place for each item of a list that the path leads through. */
function expanded(object: KubernetesObject, place: PodSpecPlace): PodSpecPlace[] {
  const segments = pathSegments(place.podSpecPath);
  const at = segments.indexOf('*');
  if (at < 0) {
    return [place];
  }
  const list = fieldAt(object, segments.slice(0, at));
  return !Array.isArray(list) ? [] : list.flatMap((_, index) => {
    const here = (path: string) => pathText(pathSegments(path).map((segment, i) => i === at ? String(index) : segment));
    return expanded(object, {
      podSpecPath: here(place.podSpecPath),
      ...place.jobSpecPath !== undefined && { jobSpecPath: here(place.jobSpecPath) },
    });
  });
}

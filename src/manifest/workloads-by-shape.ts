import { pathText } from './fields';
import { KubernetesObject, PodSpec } from './types';
import { Workload } from './workloads';

/** Deeper than any custom resource has its Pod template. */
const DEEPEST = 12;

/**
 * What looks like a spec of Pods in an object of a kind that is not known here: lists named `containers`, and maybe
 * `initContainers`, of maps that have a name, and an image or a command.
 */
export function workloadsByShape(object: KubernetesObject): Workload[] {
  const workloads: Workload[] = [];
  collect(object, [], object, workloads);
  return workloads;
}

function collect(value: unknown, path: readonly string[], object: KubernetesObject, found: Workload[]): void {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) {
    return;
  }
  const fields = value as { readonly [key: string]: unknown };
  if (!Array.isArray(value) && areContainers(fields.containers) && (fields.initContainers === undefined || areContainers(fields.initContainers))) {
    found.push({ object, kind: object.kind!, podSpec: value as PodSpec, podSpecPath: pathText(path), isGuess: true });
    return;
  }
  for (const key of Object.keys(fields)) {
    // A key with a dot in it would not be found again by its path.
    if (!key.includes('.')) {
      collect(fields[key], [...path, key], object, found);
    }
  }
}

function areContainers(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'object' && item !== null
    && typeof (item as { name?: unknown }).name === 'string' && ('image' in item || 'command' in item));
}

import { pathText } from './fields';
import { isPlaceholder } from './placeholder';
import { workloadFaults } from './shape';
import { KubernetesObject, PodSpec } from './types';
import { Workload } from './workloads';

/** Deeper than any custom resource has its Pod template. */
const DEEPEST = 12;
/** What admission policies compare Pods with. */
const PATTERNS: ReadonlySet<string> = new Set(['pattern', 'anyPattern', 'patterns']);

/**
 * What looks like a spec of Pods in an object of a kind that is not known here: lists named `containers`, and maybe
 * `initContainers`, of maps that have a name, and an image or a command, and nothing in them that has another form there.
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
  if (path.length > 0 && !Array.isArray(value) && areContainers(fields.containers)
    && (fields.initContainers === undefined || areContainers(fields.initContainers))) {
    const workload: Workload = { object, kind: object.kind!, podSpec: value as PodSpec, podSpecPath: pathText(path), isGuess: true };
    if (workloadFaults(workload).every(fault => fault.isPlaceholder || fault.isMissing)) {
      found.push(workload);
    }
    return;
  }
  for (const key of Object.keys(fields)) {
    // A key with a dot in it would not be found again by its path.
    if (!key.includes('.') && !PATTERNS.has(key)) {
      collect(fields[key], [...path, key], object, found);
    }
  }
}

function areContainers(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'object' && item !== null
    && isName((item as { name?: unknown }).name) && ('image' in item || 'command' in item));
}

/** A name as containers have it, or what is to become one. */
function isName(name: unknown): boolean {
  return typeof name === 'string' && (/^[\w.-]*$/.test(name) || isPlaceholder(name));
}

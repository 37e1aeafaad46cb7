import { listAt } from './list-at';
import { fieldAt } from '../../manifest/fields';
import { Workload } from '../../manifest/workloads';

const NEEDS_SELECTOR = /^apps\//;
/** Kinds that the API server does not accept without a selector, in whatever group. */
const SELECTING = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];
/** What tells kubectl and kustomize how to merge a patch. */
const DIRECTIVE = /^\$(patch|retainKeys)$|^\$(setElementOrder|deleteFromPrimitiveList)\//;
/** Where in a Pod's spec they stand at the deepest, such as in an item of `volumeMounts`. */
const DEEPEST = 5;
/** What a sketch leaves to the reader. */
const ELLIPSIS = /^(\.{3}|…)$/;

/** Several rules ask for the same workload. Manifests are never changed in place, so the answer holds. */
const known = new WeakMap<Workload, boolean>();

/**
 * Whether a manifest is to be merged into another one, as the patches of kustomize are: what is required and is not there is
 * there, then, and nothing can be said of it. The workload may be malformed.
 */
export function isFragment(workload: Workload): boolean {
  let fragment = known.get(workload);
  if (fragment === undefined) {
    fragment = looksLikeFragment(workload);
    known.set(workload, fragment);
  }
  return fragment;
}

function looksLikeFragment({ object, podSpec, jobSpec }: Workload): boolean {
  const containers = [...listAt(podSpec, ['initContainers']), ...listAt(podSpec, ['containers'])];
  const images = containers.map(container => fieldAt(container, ['image']));
  return images.every(image => image === undefined) || images.some(image => typeof image === 'string' && ELLIPSIS.test(image))
    || (NEEDS_SELECTOR.test(object.apiVersion ?? '') && fieldAt(object, ['spec', 'selector']) === undefined)
    || jobSpec !== undefined && onlyNamesImages(containers) && fieldAt(podSpec, ['restartPolicy']) === undefined
    || hasDirectives(podSpec, 0);
}

/** Several containers, and nothing said of them but what their images are: they are to be other ones than those that are there. */
function onlyNamesImages(containers: readonly unknown[]): boolean {
  return containers.length > 1 && containers.every(container => Object.keys(container ?? {}).every(key => key === 'name' || key === 'image'));
}

function hasDirectives(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth >= DEEPEST) {
    return false;
  }
  if (Array.isArray(value)) {
    return value.some(inner => hasDirectives(inner, depth + 1));
  }
  const fields = value as { readonly [key: string]: unknown };
  return Object.keys(fields).some(key => (key.startsWith('$') && DIRECTIVE.test(key)) || hasDirectives(fields[key], depth + 1));
}

/**
 * Whether a manifest says all of a workload. Others are patches, such as those of Kustomize, or are filled in by a controller.
 */
export function isWhole({ object, kind, podSpec, isGuess }: Workload): boolean {
  return !isGuess && (podSpec.containers ?? []).every(({ image }) => image !== undefined)
    && (!SELECTING.includes(kind) || fieldAt(object, ['spec', 'selector']) !== undefined);
}

import { pathSegments } from './fields';

/**
 * One operation of a JSON Patch (RFC 6902), as far as it is used here.
 */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'copy' | 'move'; readonly from: string; readonly path: string };

/**
 * The JSON Pointer (RFC 6901) of a field, such as `/spec/containers/0/image`.
 *
 * @param field path such as `spec.containers[0].image`
 * @param keys what comes after it, in which there may be dots
 */
export function pointerTo(field: string, ...keys: readonly string[]): string {
  return [...pathSegments(field), ...keys].map(key => `/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

/**
 * The keys of a JSON Pointer.
 */
export function pointerSegments(pointer: string): string[] {
  return pointer.split('/').slice(1).map(key => key.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/**
 * Plain JSON with a patch applied; the original stays as it is.
 *
 * @throws if the patch does not fit
 */
export function applyPatch<T>(value: T, patch: readonly PatchOperation[]): T {
  const copy = structuredClone({ root: value }) as { root: T };
  patch.forEach(operation => apply(copy, operation));
  return copy.root;
}

type Parent = { [key: string]: unknown } | unknown[];

function apply(whole: object, operation: PatchOperation): void {
  switch (operation.op) {
    case 'add': return add(whole, operation.path, structuredClone(operation.value));
    case 'replace': remove(whole, operation.path); return add(whole, operation.path, structuredClone(operation.value));
    case 'remove': remove(whole, operation.path); return;
    case 'copy': return add(whole, operation.path, structuredClone(valueAt(whole, operation.from)));
    case 'move': return add(whole, operation.path, remove(whole, operation.from));
  }
}

function add(whole: object, path: string, value: unknown): void {
  const { parent, key } = placeOf(whole, path);
  if (!Array.isArray(parent)) {
    parent[key] = value;
    return;
  }
  const index = key === '-' ? parent.length : Number(key);
  if (!(index >= 0 && index <= parent.length)) {
    throw new Error(`There is no ${path} in it.`);
  }
  parent.splice(index, 0, value);
}

function remove(whole: object, path: string): unknown {
  const value = valueAt(whole, path);
  const { parent, key } = placeOf(whole, path);
  if (Array.isArray(parent)) {
    parent.splice(Number(key), 1);
  } else {
    delete parent[key];
  }
  return value;
}

function valueAt(whole: object, path: string): unknown {
  const { parent, key } = placeOf(whole, path);
  if (!Object.hasOwn(parent, key)) {
    throw new Error(`There is no ${path} in it.`);
  }
  return (parent as { [key: string]: unknown })[key];
}

function placeOf(whole: object, path: string): { parent: Parent; key: string } {
  const segments = ['root', ...pointerSegments(path)];
  const key = segments.pop()!;
  let parent: unknown = whole;
  for (const segment of segments) {
    parent = Object.hasOwn(parent as object, segment) ? (parent as { [key: string]: unknown })[segment] : undefined;
    if (typeof parent !== 'object' || parent === null) {
      throw new Error(`There is no ${path} in it.`);
    }
  }
  return { parent: parent as Parent, key };
}

/**
 * Whether a value is an object of JSON: not null, and no list.
 */
export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value at a path of plain JSON, or undefined where the path ends early.
 */
export function fieldAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as { [key: string]: unknown } | null | undefined)?.[key], value);
}

/**
 * A copy of plain JSON with another value at a path that is there. What is not on the path is shared, not copied.
 */
export function withFieldAt<T>(value: T, path: readonly string[], replacement: unknown): T {
  if (path.length === 0) {
    return replacement as T;
  }
  const [key, ...rest] = path;
  const parent = value as { [key: string]: unknown };
  const child = withFieldAt(parent[key], rest, replacement);
  return (Array.isArray(parent) ? Object.assign([...parent], { [key]: child }) : { ...parent, [key]: child }) as T;
}

const segmentsByPath = new Map<string, readonly string[]>();

/**
 * The keys on a path such as `spec.jobs[0].template` or `metadata.annotations[example.com/owner]`; `''` leads nowhere.
 */
export function pathSegments(path: string): readonly string[] {
  let segments = segmentsByPath.get(path);
  if (!segments) {
    segments = [...path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([key, inBrackets]) => inBrackets ?? key);
    segmentsByPath.set(path, segments);
  }
  return segments;
}

/**
 * Keys as a path; numbers and `*` are in brackets.
 */
export function pathText(segments: readonly string[]): string {
  return segments.map((segment, i) => /^(\d+|\*)$/.test(segment) ? `[${segment}]` : i > 0 ? `.${segment}` : segment).join('');
}

/**
 * An object with its keys in alphabetical order and without undefined values. What is in it stays as it is.
 */
export function withSortedKeys<T extends object>(object: T): T {
  const sorted: { [key: string]: unknown } = {};
  for (const key of sortedKeys(object)) {
    const value = object[key as keyof T];
    if (value !== undefined) {
      sorted[key] = value;
    }
  }
  return sorted as T;
}

/** From here on it pays to sort in the way that is made for long lists. */
const FEW = 32;

/**
 * The keys of an object in alphabetical order (that of their UTF-16 code units).
 */
export function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  if (keys.length > FEW) {
    return keys.sort();
  }
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i];
    let place = i;
    for (; place > 0 && keys[place - 1] > key; place--) {
      keys[place] = keys[place - 1];
    }
    keys[place] = key;
  }
  return keys;
}

/**
 * Plain JSON in which all objects, however deep, have their keys in alphabetical order.
 */
export function withSortedKeysDeep<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(withSortedKeysDeep) as T;
  }
  return typeof value !== 'object' || value === null ? value
    : withSortedKeys(Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, withSortedKeysDeep(nested)]))) as T;
}

/**
 * Plain JSON without the fields that are null, which to Kubernetes are not set. What has none comes back as it is.
 */
export function withoutNulls<T>(value: T): T {
  return hasNull(value) ? copyWithoutNulls(value) : value;
}

/** Whether a field is null somewhere. Most manifests have none, and looking is cheaper than copying. */
function hasNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  if (Array.isArray(value)) {
    return value.some(hasNull);
  }
  const fields = value as { [key: string]: unknown };
  for (const key in fields) {
    if (fields[key] === null || hasNull(fields[key])) {
      return true;
    }
  }
  return false;
}

function copyWithoutNulls<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(item => withoutNulls(item)) as T;
  }
  const before = value as { [key: string]: unknown };
  return Object.fromEntries(Object.keys(before).filter(key => before[key] !== null).map(key => [key, withoutNulls(before[key])])) as T;
}

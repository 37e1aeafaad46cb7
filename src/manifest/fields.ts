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
  return { ...parent, [key]: withFieldAt(parent[key], rest, replacement) } as T;
}

/**
 * Plain JSON with the keys of all its objects in alphabetical order and without undefined values.
 */
export function withSortedKeys<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(withSortedKeys) as T;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const object = value as { [key: string]: unknown };
  const sorted: { [key: string]: unknown } = {};
  for (const key of Object.keys(object).sort()) {
    if (object[key] !== undefined) {
      sorted[key] = withSortedKeys(object[key]);
    }
  }
  return sorted as T;
}

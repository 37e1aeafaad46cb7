import { withSortedKeysDeep } from '../manifest/fields';

/** A value, and the sidecar that brings it. */
export interface Brought<T> {
  readonly sidecar: string;
  readonly value: T;
}

/** A value that a sidecar brings where somebody else has another. */
export interface Conflict<T> extends Brought<T> {
  readonly key: string;
  readonly other: T;
  /** Whose the other one is: that of another sidecar, or undefined if it was there. */
  readonly otherSidecar?: string;
}

export interface United<T> {
  /** The same list if nothing new is brought. */
  readonly values: readonly T[];
  readonly conflicts: readonly Conflict<T>[];
}

/**
 * The values that are there and those that sidecars bring, each once. Two different values with the same key are a conflict.
 */
export function unite<T>(present: readonly T[], brought: readonly Brought<T>[], key: (value: T) => string): United<T> {
  const known = new Map<string, { readonly value: T; readonly sidecar?: string }>(present.map(value => [key(value), { value }]));
  const added: T[] = [];
  const conflicts: Conflict<T>[] = [];
  for (const { sidecar, value } of brought) {
    const other = known.get(key(value));
    if (!other) {
      known.set(key(value), { value, sidecar });
      added.push(value);
    } else if (canonical(other.value) !== canonical(value)) {
      conflicts.push({ sidecar, value, key: key(value), other: other.value, otherSidecar: other.sidecar });
    }
  }
  return { values: added.length > 0 ? [...present, ...added] : present, conflicts };
}

/**
 * The same text for the same value.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(withSortedKeysDeep(value));
}

import { fieldAt } from '../../manifest/fields';

/**
 * The list at a path of an object that nobody has looked at yet; empty if there is none.
 */
export function listAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const list = fieldAt(value, path);
  return Array.isArray(list) ? list : [];
}

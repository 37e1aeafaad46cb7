import { parseDocument } from 'yaml';
import { TreeNode } from './document-tree';
import { KUBECTL_YAML } from './kubectl-yaml';
import { MOST_ALIASES } from './most-aliases';
import { PatchedText } from './patched-text';
import { TextChange } from './text-edit';
import { changesBetween } from './unified-diff';
import { applyPatch, PatchOperation } from '../manifest/json-patch';

/**
 * A patch of a YAML or JSON document as changes of its text, which leave comments, quotes, order and layout of everything else as
 * they are; undefined if it cannot be written as such, or if something else would change too.
 *
 * @param text that of one document
 * @param tree the document, with offsets in that text
 */
export function patchEdits(text: string, tree: TreeNode, patch: readonly PatchOperation[]): TextChange[] | undefined {
  try {
    let patched = new PatchedText(text, tree, valueOf(text));
    for (const operation of patch) {
      patched = patched.after(operation);
    }
    return isSame(valueOf(patched.text), applyPatch(valueOf(text), patch)) ? changesBetween(text, patched.text) : undefined;
  } catch {
    // The patch does not fit, a comment would be lost, or what came out is no YAML.
    return undefined;
  }
}

/** Plain JSON, in which what aliases stand for is there several times. */
function valueOf(text: string): unknown {
  const document = parseDocument(text, KUBECTL_YAML);
  if (document.errors.length > 0) {
    throw document.errors[0];
  }
  return JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: MOST_ALIASES })));
}

/** In whichever order keys are. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) {
    return a === b;
  }
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length
    && keys.every(key => Object.hasOwn(b, key) && isSame(a[key as keyof typeof a], b[key as keyof typeof b]));
}

import { parseEvents } from 'js-yaml';
import { documentTree, nodesOn, TreeNode } from './document-tree';
import { patchEdits } from './patch-edits';
import { TextChange } from './text-edit';
import { columnOf, nextLine } from './text-lines';
import { PatchOperation } from '../manifest/json-patch';

/** By trees, which are asked again and again. */
const withAliases = new WeakMap<TreeNode, boolean>();

/**
 * A patch of an item of a list as changes of the text of the document, for which nothing but the item is read; undefined if that
 * does not do, in which case the whole document may.
 *
 * @param path that of the item, such as that of `items[2]`
 * @param patch of the item by itself
 */
export function itemEdits(text: string, tree: TreeNode, path: readonly string[], patch: readonly PatchOperation[]): TextChange[] | undefined {
  const nodes = nodesOn(tree, path);
  const item = nodes.at(-1)!.node;
  if (path.length === 0 || nodes.length <= path.length || item.type !== 'map' || hasAliases(tree)) {
    return undefined;
  }
  const column = columnOf(text, item.start);
  // What stands before it on its line becomes space, so that all its lines are indented as they were.
  const alone = ' '.repeat(column) + text.slice(item.start, item.isFlow ? item.end : nextLine(text, item.end));
  const changes = patchEdits(alone, documentTree(alone, parseEvents(alone, {}))!, patch);
  return changes?.some(({ start }) => start < column) ? undefined
    : changes?.map(({ start, end, replacement }) => ({ start: item.start - column + start, end: item.start - column + end, replacement }));
}

/** Aliases can make other parts of a document change too. */
function hasAliases(tree: TreeNode): boolean {
  let known = withAliases.get(tree);
  if (known === undefined) {
    known = contains(tree);
    withAliases.set(tree, known);
  }
  return known;
}

function contains(node: TreeNode): boolean {
  switch (node.type) {
    case 'map': return node.entries.some(({ key, value }) => contains(key) || contains(value));
    case 'list': return node.items.some(contains);
    default: return node.type === 'alias';
  }
}

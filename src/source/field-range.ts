import { nodesOn, TreeEntry, TreeNode } from './document-tree';
import { pathSegments } from '../manifest/fields';

/** Offsets of the first character, and of the one after the last. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Where a field is, and what is around it. */
export interface FieldPlace extends TextRange {
  /** Offsets at which the field, and everything that it is in, begins: keys and items of lists. */
  readonly around: readonly number[];
}

/**
 * Where a field of a document is: its key, and its value where that ends on the same line. Of a field that is missing, the name of
 * what it is missing in, else the key of that.
 */
export function fieldPlace(text: string, tree: TreeNode, field: string): FieldPlace {
  const path = pathSegments(field);
  const nodes = nodesOn(tree, path);
  const { node, entry } = nodes[nodes.length - 1];
  const around = nodes.map(({ node: at, entry: of }) => of ? of.key.start : at.start);
  if (nodes.length <= path.length && node.type === 'map') {
    const name = node.entries.find(child => child.name === 'name');
    if (name) {
      return { ...onOneLine(text, name), around };
    }
  }
  return { ...entry ? onOneLine(text, entry) : firstLine(text, node), around };
}

function onOneLine(text: string, { key, value }: TreeEntry): TextRange {
  const isWhole = value.type === 'scalar' && value.end > value.start && !text.slice(key.start, value.end).includes('\n');
  return { start: key.start, end: isWhole ? value.end : key.end };
}

/** An item of a list: what it begins with. */
function firstLine(text: string, { start, end, ...node }: TreeNode): TextRange {
  const [first] = 'entries' in node ? node.entries : [];
  return first ? onOneLine(text, first) : { start, end: start + text.slice(start, end).search(/\r?\n|$/) };
}

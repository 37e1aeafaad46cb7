import { parseEvents } from 'js-yaml';
import { blockExcerpt, blockInsertion, BlockPlace, blockRemoval, blockReplacement } from './block-edits';
import { documentTree, indexOfEntry, nodesOn, TreeNode } from './document-tree';
import { blockKey, blockLines, Excerpt, hasComments, Insertion, nestedLines, similarScalar, TreeCollection, Unwritable, valueLines } from './excerpt';
import { flowExcerpt, flowInsertion, flowRemoval, flowReplacement } from './flow-edits';
import { jsonText, YamlLayout } from './kubectl-yaml';
import { TextChange, withEdits } from './text-edit';
import { columnOf } from './text-lines';
import { fieldAt } from '../manifest/fields';
import { applyPatch, PatchOperation, pointerSegments } from '../manifest/json-patch';

/** An entry of a map, or an item of a list, that is there. */
interface Unit {
  /** What is on the way to its value, which is the last of them. */
  readonly nodes: readonly TreeNode[];
  readonly parent: TreeCollection;
  readonly index: number;
}

/**
 * The text of a document, to which the operations of a patch are done one after the other.
 */
export class PatchedText {
  /**
   * @param value the document as plain JSON
   * @param layout that of what is new; as the first list in block style that is the value of a key unless it is said otherwise
   */
  public constructor(
    public readonly text: string, private readonly tree: TreeNode, private readonly value: unknown,
    private readonly layout: YamlLayout = { indentSeq: indentsLists(text, tree) ?? true },
  ) {}

  /**
   * The text after an operation. Whether it now says what it should is for others to check.
   *
   * @throws if the operation cannot be done
   */
  public after(operation: PatchOperation): PatchedText {
    const { text, tree } = this.changed(operation);
    return new PatchedText(text, tree, applyPatch(this.value, [operation]), this.layout);
  }

  private changed(operation: PatchOperation): PatchedText {
    switch (operation.op) {
      case 'add': return this.add(pointerSegments(operation.path), { value: operation.value });
      case 'replace': return this.replace(pointerSegments(operation.path), operation.value);
      case 'remove': return this.remove(pointerSegments(operation.path), false);
      case 'copy': return this.copy(pointerSegments(operation.from), pointerSegments(operation.path));
      case 'move': return this.move(pointerSegments(operation.from), pointerSegments(operation.path));
    }
  }

  private add(path: readonly string[], insertion: Insertion): PatchedText {
    const key = path.at(-1);
    if (key === undefined) {
      return this.replace(path, insertion.value);
    }
    const nodes = this.nodesOn(path.slice(0, -1));
    const parent = nodes.at(-1)!;
    if (parent.type === 'map') {
      return indexOfEntry(parent, key) < 0 ? this.insert(path, nodes, parent.entries.length, insertion, key)
        : insertion.excerpt ? this.remove(path, false).add(path, insertion) : this.replace(path, insertion.value);
    }
    const length = parent.type === 'list' ? parent.items.length : -1;
    const index = key === '-' ? length : Number(key);
    if (!(index >= 0 && index <= length)) {
      throw new Unwritable(`There is no place for ${key}.`);
    }
    return this.insert(path, nodes, index, insertion, undefined);
  }

  private insert(
    path: readonly string[], nodes: readonly TreeNode[], index: number, insertion: Insertion, key: string | undefined,
  ): PatchedText {
    const parent = nodes.at(-1) as TreeCollection;
    const isEmpty = (parent.type === 'list' ? parent.items : parent.entries).length === 0;
    if (parent.isFlow && (!isEmpty || nodes.length === 1 || isFlow(nodes.at(-2)!))) {
      return this.with(flowInsertion(this.text, nodes, index, insertion, key));
    }
    const lines = blockLines(insertion, key, this.layout);
    if (!isEmpty) {
      return this.with(blockInsertion(this.text, parent, index, lines));
    }
    if (hasComments(this.text, parent.start, parent.end, [])) {
      throw new Unwritable('Comments would be lost.');
    }
    const { place, isItem } = this.placeOf(this.unitAt(path.slice(0, -1)));
    return this.with(blockReplacement(this.text, place, nestedLines(lines, parent.type === 'list', isItem, this.layout)));
  }

  private replace(path: readonly string[], value: unknown): PatchedText {
    if (path.length === 0) {
      throw new Unwritable('A whole document is not edited.');
    }
    const unit = this.unitAt(path);
    if (unit.parent.isFlow) {
      return this.with(flowReplacement(this.text, unit.nodes, value));
    }
    const { place, isItem } = this.placeOf(unit);
    const similar = similarScalar(this.text, place.node, value);
    const lines = similar === undefined ? valueLines(value, isItem, this.layout) : ` ${similar}`;
    return this.with(blockReplacement(this.text, place, lines));
  }

  private remove(path: readonly string[], withAbove: boolean): PatchedText {
    const { nodes, parent, index } = this.unitAt(path);
    if (parent.isFlow) {
      return this.with(flowRemoval(this.text, parent, index));
    }
    if ((parent.type === 'list' ? parent.items : parent.entries).length > 1) {
      return this.with(blockRemoval(this.text, parent, index, withAbove));
    }
    if (nodes.length === 2) {
      return this.with([{ start: parent.start, end: parent.end, replacement: parent.type === 'list' ? '[]' : '{}' }]);
    }
    const { place } = this.placeOf(this.unitAt(path.slice(0, -1)));
    return this.with(blockReplacement(this.text, place, parent.type === 'list' ? ' []' : ' {}', !withAbove));
  }

  private copy(from: readonly string[], path: readonly string[]): PatchedText {
    const excerpt = this.excerptAt(from);
    return this.add(path, { value: fieldAt(this.value, from), excerpt: excerpt.hasComments ? undefined : excerpt });
  }

  private move(from: readonly string[], path: readonly string[]): PatchedText {
    const { parent, index } = this.unitAt(from);
    const [before, after] = [from, path].map(segments => JSON.stringify(segments.slice(0, -1)));
    const key = path.at(-1)!;
    if (parent.type === 'map' && before === after && indexOfEntry(parent, key) < 0) {
      const { start, end } = parent.entries[index].key;
      return this.with([{ start, end, replacement: this.text[start] === '"' ? jsonText(key) : blockKey(key) }]);
    }
    return this.remove(from, true).add(path, { value: fieldAt(this.value, from), excerpt: this.excerptAt(from) });
  }

  private excerptAt(path: readonly string[]): Excerpt {
    const { parent, index } = this.unitAt(path);
    return (parent.isFlow ? flowExcerpt : blockExcerpt)(this.text, parent, index);
  }

  private nodesOn(path: readonly string[]): TreeNode[] {
    const nodes = nodesOn(this.tree, path).map(({ node }) => node);
    if (nodes.length <= path.length) {
      throw new Unwritable(`There is no ${path.join('.')}.`);
    }
    return nodes;
  }

  private unitAt(path: readonly string[]): Unit {
    const nodes = this.nodesOn(path);
    const parent = nodes.at(-2) as TreeCollection;
    const key = path.at(-1)!;
    return { nodes, parent, index: parent.type === 'list' ? Number(key) : indexOfEntry(parent, key) };
  }

  private placeOf({ nodes, parent, index }: Unit): { place: BlockPlace; isItem: boolean } {
    const from = parent.type === 'list' ? parent.dashes[index] + 1 : parent.entries[index].behindColon;
    return { place: { from, column: columnOf(this.text, parent.start), node: nodes.at(-1)! }, isItem: parent.type === 'list' };
  }

  private with(changes: readonly TextChange[]): PatchedText {
    const lineBreak = /\r?\n/.exec(this.text)?.[0] ?? '\n';
    const text = withEdits(this.text, changes.map(change => ({ ...change, replacement: change.replacement.replace(/\r?\n/g, lineBreak) })));
    return new PatchedText(text, documentTree(text, parseEvents(text, {}))!, this.value, this.layout);
  }
}

function isFlow(node: TreeNode): boolean {
  return (node.type === 'map' || node.type === 'list') && node.isFlow;
}

function indentsLists(text: string, node: TreeNode): boolean | undefined {
  if (node.type !== 'map') {
    return node.type === 'list' ? firstOf(node.items, item => indentsLists(text, item)) : undefined;
  }
  return firstOf(node.entries, ({ value }) => {
    const isList = value.type === 'list' && !value.isFlow;
    return isList && !node.isFlow ? columnOf(text, value.start) > columnOf(text, node.start) : indentsLists(text, value);
  });
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

import { COLLECTION_STYLE, Event, EVENT_ID, getScalarValue, SCALAR_STYLE, ScalarEvent } from 'js-yaml';

/**
 * A node of a YAML document and where it is: the offsets of its first character and of the one after its last, quotes and brackets
 * included, anchors and tags before it not. What is empty lies between two characters.
 */
export type TreeNode = TreeMap | TreeList | TreeScalar | TreeAlias;

interface Placed {
  readonly start: number;
  readonly end: number;
}

/** A key of a map and its value. */
export interface TreeEntry {
  readonly name: string;
  readonly key: TreeNode;
  readonly value: TreeNode;
}

export interface TreeMap extends Placed {
  readonly type: 'map';
  /** Whether it is written in braces. */
  readonly isFlow: boolean;
  readonly entries: readonly TreeEntry[];
}

export interface TreeList extends Placed {
  readonly type: 'list';
  /** Whether it is written in brackets. */
  readonly isFlow: boolean;
  readonly items: readonly TreeNode[];
}

export interface TreeScalar extends Placed {
  readonly type: 'scalar';
  /** Whether it begins after the line of its key, with `|` or `>`. Its start is that of its first line of content. */
  readonly isBlock: boolean;
}

export interface TreeAlias extends Placed {
  readonly type: 'alias';
}

/**
 * The first document of a text as a tree; undefined if there is nothing in it.
 *
 * @param events what js-yaml's `parseEvents` makes of the text
 */
export function documentTree(text: string, events: readonly Event[]): TreeNode | undefined {
  const reader = new TreeReader(text, events);
  return reader.document();
}

class TreeReader {
  private next = 0;
  /** The end of what was read last: what is empty lies there. */
  private done = 0;

  public constructor(private readonly text: string, private readonly events: readonly Event[]) {}

  public document(): TreeNode | undefined {
    if (this.events[this.next++]?.type !== EVENT_ID.DOCUMENT || this.events[this.next].type === EVENT_ID.POP) {
      return undefined;
    }
    return this.node();
  }

  private node(): TreeNode {
    const event = this.events[this.next++];
    switch (event.type) {
      case EVENT_ID.MAPPING: return this.map(event.start, event.style === COLLECTION_STYLE.FLOW);
      case EVENT_ID.SEQUENCE: return this.list(event.start, event.style === COLLECTION_STYLE.FLOW);
      case EVENT_ID.SCALAR: return this.scalar(event);
      case EVENT_ID.ALIAS: return { type: 'alias', start: event.anchorStart - 1, end: this.done = event.anchorEnd };
      default: throw new Error('These are not the events of a document.');
    }
  }

  private map(start: number, isFlow: boolean): TreeMap {
    const entries: TreeEntry[] = [];
    this.done = start;
    while (!this.isAtEnd()) {
      const event = this.events[this.next];
      const key = this.node();
      const name = event.type === EVENT_ID.SCALAR ? getScalarValue(this.text, event) : this.text.slice(key.start, key.end);
      this.done = this.after(this.done, ':');
      entries.push({ name, key, value: this.node() });
    }
    return { type: 'map', start, isFlow, entries, end: this.close(isFlow && '}') };
  }

  private list(start: number, isFlow: boolean): TreeList {
    const items: TreeNode[] = [];
    this.done = start;
    while (!this.isAtEnd()) {
      items.push(this.node());
    }
    return { type: 'list', start, isFlow, items, end: this.close(isFlow && ']') };
  }

  private scalar({ valueStart, valueEnd, style }: ScalarEvent): TreeScalar {
    if (valueStart < 0) {
      return { type: 'scalar', isBlock: false, start: this.done, end: this.done };
    }
    const quote = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
    const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
    this.done = isBlock ? valueStart + this.text.slice(valueStart, valueEnd).trimEnd().length : valueEnd + quote;
    return { type: 'scalar', isBlock, start: valueStart - quote, end: this.done };
  }

  private isAtEnd(): boolean {
    const isAtEnd = this.events[this.next].type === EVENT_ID.POP;
    this.next += isAtEnd ? 1 : 0;
    return isAtEnd;
  }

  /** The end of a collection, which in flow style is behind its bracket. */
  private close(bracket: string | false): number {
    if (bracket) {
      // An empty one begins where it is looked for.
      this.done = this.after(/[{[]/.test(this.text[this.done]) ? this.done + 1 : this.done, bracket);
    }
    return this.done;
  }

  /** The offset behind the next such character outside comments; where there is none, that at which it was looked for. */
  private after(offset: number, character: string): number {
    for (let at = offset; at < this.text.length; at++) {
      if (this.text[at] === character) {
        return at + 1;
      }
      if (this.text[at] === '#' && /\s/.test(this.text[at - 1])) {
        const end = this.text.indexOf('\n', at);
        at = end < 0 ? this.text.length : end;
      }
    }
    return offset;
  }
}

/**
 * What is at a path in a tree, from the outside in: as many nodes as there are, the first being the tree itself.
 */
export function nodesOn(tree: TreeNode, path: readonly string[]): { readonly node: TreeNode; readonly entry?: TreeEntry }[] {
  const nodes: { node: TreeNode; entry?: TreeEntry }[] = [{ node: tree }];
  let at = tree;
  for (const segment of path) {
    const entry: TreeEntry | undefined = at.type === 'map' ? [...at.entries].reverse().find(({ name }) => name === segment) : undefined;
    const node = entry?.value ?? (at.type === 'list' ? at.items[Number(segment)] : undefined);
    if (!node) {
      break;
    }
    nodes.push({ node, entry });
    at = node;
  }
  return nodes;
}

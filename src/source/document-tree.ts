import { CHOMPING_MODE, COLLECTION_STYLE, Event, EVENT_ID, getScalarValue, SCALAR_STYLE, ScalarEvent } from 'js-yaml';
import { afterGap } from './text-lines';

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
  /** The offset behind its colon; that behind its key if it has none. */
  readonly behindColon: number;
  readonly value: TreeNode;
}

export interface TreeMap extends Placed {
  readonly type: 'map';
  /** Whether it is written in braces, or is a pair in brackets. */
  readonly isFlow: boolean;
  readonly entries: readonly TreeEntry[];
}

export interface TreeList extends Placed {
  readonly type: 'list';
  /** Whether it is written in brackets. */
  readonly isFlow: boolean;
  readonly items: readonly TreeNode[];
  /** The offsets of the dashes before its items; none if it is written in brackets. */
  readonly dashes: readonly number[];
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
    const isInBraces = this.text[start] === '{' && isFlow;
    this.done = isInBraces ? start + 1 : start;
    while (!this.isAtEnd()) {
      const event = this.events[this.next];
      const key = this.node();
      const name = event.type === EVENT_ID.SCALAR ? getScalarValue(this.text, event) : this.text.slice(key.start, key.end);
      const behindColon = this.done = this.past(':');
      entries.push({ name, key, behindColon, value: this.node() });
    }
    return { type: 'map', start, isFlow, entries, end: this.close(isInBraces && '}') };
  }

  private list(start: number, isFlow: boolean): TreeList {
    const items: TreeNode[] = [];
    const dashes: number[] = [];
    this.done = isFlow ? start + 1 : start;
    while (!this.isAtEnd()) {
      if (!isFlow) {
        this.done = this.past('-');
        dashes.push(this.done - 1);
      }
      items.push(this.node());
    }
    return { type: 'list', start, isFlow, items, dashes, end: this.close(isFlow && ']') };
  }

  private scalar({ valueStart, valueEnd, anchorEnd, tagEnd, style, chomping }: ScalarEvent): TreeScalar {
    if (valueStart < 0) {
      this.done = Math.max(this.done, anchorEnd, tagEnd);
      return { type: 'scalar', isBlock: false, start: this.done, end: this.done };
    }
    if (style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK) {
      return this.block(valueStart, this.text.slice(valueStart, valueEnd), chomping === CHOMPING_MODE.KEEP);
    }
    const quote = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
    this.done = valueEnd + quote;
    return { type: 'scalar', isBlock: false, start: valueStart - quote, end: this.done };
  }

  /** Empty lines at the end belong to it if it keeps them. One with no lines at all lies at the end of that of its key. */
  private block(valueStart: number, lines: string, isKept: boolean): TreeScalar {
    const content = isKept ? lines.replace(/\r?\n$/, '') : lines.trimEnd();
    const start = lines.trim() === '' && !(isKept && lines) ? this.text.slice(0, valueStart).trimEnd().length : valueStart;
    this.done = start === valueStart ? valueStart + content.length : start;
    return { type: 'scalar', isBlock: true, start, end: this.done };
  }

  private isAtEnd(): boolean {
    const isAtEnd = this.events[this.next].type === EVENT_ID.POP;
    this.next += isAtEnd ? 1 : 0;
    return isAtEnd;
  }

  /** The end of a collection, which in flow style is behind its bracket. */
  private close(bracket: string | false): number {
    if (bracket) {
      this.done = this.past(',');
      this.done = this.past(bracket);
    }
    return this.done;
  }

  /** The offset behind such a character if it comes next. */
  private past(character: string): number {
    const next = afterGap(this.text, this.done);
    return this.text[next] === character ? next + 1 : this.done;
  }
}

/**
 * What is at a path in a tree, from the outside in: as many nodes as there are, the first being the tree itself.
 */
export function nodesOn(tree: TreeNode, path: readonly string[]): { readonly node: TreeNode; readonly entry?: TreeEntry }[] {
  const nodes: { node: TreeNode; entry?: TreeEntry }[] = [{ node: tree }];
  let at = tree;
  for (const segment of path) {
    const entry: TreeEntry | undefined = at.type === 'map' ? at.entries[indexOfEntry(at, segment)] : undefined;
    const node = entry?.value ?? (at.type === 'list' ? at.items[Number(segment)] : undefined);
    if (!node) {
      break;
    }
    nodes.push({ node, entry });
    at = node;
  }
  return nodes;
}

/**
 * Which entry of a map has such a key; of several, the last one counts. -1 if there is none.
 */
export function indexOfEntry({ entries }: TreeMap, key: string): number {
  return entries.map(({ name }) => name).lastIndexOf(key);
}

import { TreeList, TreeMap, TreeNode } from './document-tree';
import { jsonText, yamlText, YamlLayout } from './kubectl-yaml';
import { indented } from './text-lines';

/** That a patch cannot be written into a text. */
export class Unwritable extends Error {}

/** A collection of a tree. */
export type TreeCollection = TreeMap | TreeList;

/** An entry of a map without its key, or an item of a list, as it is written somewhere. */
export interface Excerpt {
  readonly from: 'entry' | 'item';
  readonly isFlow: boolean;
  /** An entry from behind its key on; an item with its dash, if it has one. As if it stood at the beginning of a line. */
  readonly text: string;
  /** The comments on the lines right above it. */
  readonly above: readonly string[];
  /** Whether there are comments in it, or above. */
  readonly hasComments: boolean;
}

/** What comes to a place. */
export interface Insertion {
  readonly value: unknown;
  /** The value as it is written elsewhere. */
  readonly excerpt?: Excerpt;
}

/**
 * Whether there are comments in a part of a text in which such nodes are, one after the other.
 */
export function hasComments(text: string, start: number, end: number, nodes: readonly TreeNode[]): boolean {
  let done = start;
  for (const scalar of nodes.flatMap(scalarsIn)) {
    if (isWithComment(text, done, scalar.start)) {
      return true;
    }
    done = scalar.end;
  }
  return isWithComment(text, done, end);
}

function isWithComment(text: string, start: number, end: number): boolean {
  return /(?:^|\s)#/.test(text.slice(start, end));
}

function scalarsIn(node: TreeNode): TreeNode[] {
  switch (node.type) {
    case 'map': return node.entries.flatMap(({ key, value }) => [...scalarsIn(key), ...scalarsIn(value)]);
    case 'list': return node.items.flatMap(scalarsIn);
    default: return [node];
  }
}

/**
 * Something as the entry of a map, or the item of a list, in block style: lines of YAML without the last line break.
 *
 * @param key that of the entry; undefined for an item
 */
export function blockLines({ value, excerpt }: Insertion, key: string | undefined, layout: YamlLayout): string {
  if (excerpt && !excerpt.isFlow && excerpt.from === (key === undefined ? 'item' : 'entry')) {
    return [...excerpt.above, key === undefined ? excerpt.text : blockKey(key) + excerpt.text].join('\n');
  }
  if (excerpt?.hasComments) {
    throw new Unwritable('Comments would be lost.');
  }
  return withoutLineBreak(yamlText(key === undefined ? [value] : { [key]: value }, layout));
}

/**
 * A key as YAML.
 */
export function blockKey(key: string): string {
  return withoutLineBreak(yamlText({ [key]: 0 })).slice(0, -': 0'.length);
}

/**
 * A map or a list as what comes behind the colon of a key, or the dash of an item, that stands at the beginning of a line.
 *
 * @param lines its only entry or item
 */
export function nestedLines(lines: string, isList: boolean, isItem: boolean, { indentSeq = true }: YamlLayout): string {
  if (isItem && !lines.startsWith('#')) {
    return ` ${indented(lines, '  ').slice(2)}`;
  }
  return `\n${indented(lines, isList && !isItem && !indentSeq ? '' : '  ')}`;
}

/**
 * A value as what comes behind the colon of a key, or the dash of an item, that stands at the beginning of a line.
 */
export function valueLines(value: unknown, isItem: boolean, layout: YamlLayout): string {
  return withoutLineBreak(isItem ? yamlText([value], layout).slice('-'.length) : yamlText({ k: value }, layout).slice('k:'.length));
}

/**
 * A text written as the one that is there: in the same quotes, or without any; undefined where it cannot be.
 */
export function similarScalar(text: string, { type, start }: TreeNode, value: unknown): string | undefined {
  if (typeof value !== 'string' || type !== 'scalar') {
    return undefined;
  }
  const first = text[start];
  return first === '"' ? jsonText(value)
    : first === "'" && /^[\x20-\x7e]*$/.test(value) ? `'${value.replace(/'/g, "''")}'`
      : /[A-Za-z]/.test(first) && isPlain(value) ? value : undefined;
}

/**
 * Whether a text can do without quotes everywhere.
 */
export function isPlain(text: string): boolean {
  return /^[A-Za-z][\w./-]*$/.test(text) && yamlText([text]) === `- ${text}\n`;
}

function withoutLineBreak(text: string): string {
  return text.replace(/\n$/, '');
}

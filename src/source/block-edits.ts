import { TreeNode } from './document-tree';
import { Excerpt, hasComments, TreeCollection } from './excerpt';
import { TextChange } from './text-edit';
import { columnOf, indented, indentOf, isFirstOfLine, lineEnd, lineStart, nextLine, outdented, restOfLine } from './text-lines';

/** Where the value of an entry or an item is written. */
export interface BlockPlace {
  /** The offset behind the colon or the dash. */
  readonly from: number;
  /** The column of the map or the list. */
  readonly column: number;
  readonly node: TreeNode;
}

/**
 * The changes by which an entry or an item gets into a collection in block style.
 *
 * @param index that which it is to have; an entry comes last
 * @param lines the entry or the item, as it stands at the beginning of a line
 */
export function blockInsertion(text: string, parent: TreeCollection, index: number, lines: string): TextChange[] {
  const indent = ' '.repeat(columnOf(text, parent.start));
  if (index > 0) {
    const at = unitEnd(text, parent, index - 1);
    return [{ start: at, end: at, replacement: `\n${indented(lines, indent)}` }];
  }
  const first = unitStart(text, parent, 0);
  const at = commentsAbove(text, parent, 0)?.start ?? lineStart(text, first);
  return [isFirstOfLine(text, first)
    ? { start: at, end: at, replacement: `${indented(lines, indent)}\n` }
    : { start: first, end: first, replacement: `${indented(lines, indent).slice(indent.length)}\n${indent}` }];
}

/**
 * The changes by which an entry or an item goes from a collection in block style in which there are others. Comments behind it and
 * below it, if they are indented deeper, go with it.
 *
 * @param withAbove whether comments right above it go too
 */
export function blockRemoval(text: string, parent: TreeCollection, index: number, withAbove: boolean): TextChange[] {
  const first = unitStart(text, parent, index);
  const end = unitEnd(text, parent, index);
  if (!isFirstOfLine(text, first)) {
    // What comes next moves up to the dash that this follows.
    const next = end + /^\s*/.exec(text.slice(end))![0].length;
    return [{ start: first, end: next, replacement: '' }];
  }
  const start = (withAbove ? commentsAbove(text, parent, index)?.start : undefined) ?? lineStart(text, first);
  return [end === text.length
    ? { start: start === 0 ? 0 : endOfLineBefore(text, start), end, replacement: '' }
    : { start, end: nextLine(text, end), replacement: '' }];
}

/**
 * The changes by which an entry or an item gets another value.
 *
 * @param lines what comes behind the colon or the dash, if that stands at the beginning of a line
 * @param keepAbove whether comments between the key and the value stay
 */
export function blockReplacement(text: string, { from, column, node }: BlockPlace, lines: string, keepAbove = false): TextChange[] {
  const [head, ...rest] = lines.split('\n');
  const tail = rest.length > 0 ? `\n${indented(rest.join('\n'), ' '.repeat(column))}` : '';
  if (!isBlock(node)) {
    const comment = restOfLine(text, node.end)?.trim() ?? '';
    return tail === ''
      ? [{ start: node.start, end: node.end, replacement: node.start === node.end ? head : head.trimStart() }]
      : [{ start: from, end: lineEnd(text, node.end), replacement: withComment(head, comment) + tail }];
  }
  const end = contentEnd(text, node, node.type === 'scalar' ? column : columnOf(text, node.start));
  const keyLine = lineEnd(text, from);
  if (node.start < keyLine) {
    return [{ start: from, end, replacement: head + tail }];
  }
  const comment = /(?:^|\s)(#.*)$/.exec(text.slice(from, keyLine))?.[1] ?? '';
  return [
    { start: from, end: keyLine, replacement: withComment(head, comment) },
    { start: keepAbove ? endOfLineBefore(text, lineStart(text, node.start)) : keyLine, end, replacement: tail },
  ];
}

/**
 * An entry without its key, or an item, of a collection in block style.
 */
export function blockExcerpt(text: string, parent: TreeCollection, index: number): Excerpt {
  const start = unitStart(text, parent, index);
  const end = unitEnd(text, parent, index);
  const above = commentsAbove(text, parent, index)?.comments ?? [];
  const lines = outdented(text.slice(start, end).replace(/\r\n/g, '\n'), columnOf(text, parent.start));
  if (parent.type === 'list') {
    return { from: 'item', isFlow: false, text: lines, above, hasComments: above.length > 0 || hasComments(text, start, end, [parent.items[index]]) };
  }
  const { key, value } = parent.entries[index];
  return {
    from: 'entry',
    isFlow: false,
    text: lines.slice(key.end - start),
    above,
    hasComments: above.length > 0 || hasComments(text, start, end, [key, value]),
  };
}

function isBlock(node: TreeNode): boolean {
  return node.type === 'scalar' ? node.isBlock : node.type !== 'alias' && !node.isFlow;
}

function withComment(head: string, comment: string): string {
  return comment === '' ? head : `${head} ${comment}`;
}

/** Where an entry or an item begins: with its key or its dash, and anchors and tags of a key. */
function unitStart(text: string, parent: TreeCollection, index: number): number {
  if (parent.type === 'list') {
    return parent.dashes[index];
  }
  const { start } = parent.entries[index].key;
  return index === 0 ? parent.start : lineStart(text, start) + indentOf(text, start).length;
}

function unitEnd(text: string, parent: TreeCollection, index: number): number {
  const node = parent.type === 'list' ? parent.items[index] : parent.entries[index].value;
  return contentEnd(text, node, columnOf(text, parent.start));
}

/** The end of the last line of an entry or an item in such a column, comments that are indented deeper included. */
function contentEnd(text: string, node: TreeNode, column: number): number {
  let end = lineEnd(text, node.end);
  for (let line = nextLine(text, end); line < text.length; line = nextLine(text, line)) {
    const isInside = isComment(text, line) && indentOf(text, line).length > column;
    if (!isInside && text.slice(line, lineEnd(text, line)).trim() !== '') {
      break;
    }
    end = isInside ? lineEnd(text, line) : end;
  }
  return end;
}

/** Comments on the lines right above an entry or an item, and where they begin; undefined if there are none. */
function commentsAbove(text: string, parent: TreeCollection, index: number): { readonly start: number; readonly comments: string[] } | undefined {
  const first = unitStart(text, parent, index);
  const top = index > 0 ? nextLine(text, unitEnd(text, parent, index - 1)) : 0;
  const comments: string[] = [];
  let start = lineStart(text, first);
  if (!isFirstOfLine(text, first)) {
    return undefined;
  }
  while (start > top) {
    const above = lineStart(text, start - 1);
    if (!isComment(text, above)) {
      break;
    }
    comments.unshift(text.slice(above, lineEnd(text, above)).trim());
    start = above;
  }
  return comments.length > 0 ? { start, comments } : undefined;
}

function isComment(text: string, offset: number): boolean {
  return text[lineStart(text, offset) + indentOf(text, offset).length] === '#';
}

function endOfLineBefore(text: string, start: number): number {
  return lineEnd(text, lineStart(text, start - 1));
}

import { TreeNode } from './document-tree';
import { Excerpt, hasComments, Insertion, similarScalar, TreeCollection, Unwritable } from './excerpt';
import { flowCollection, flowKey, FlowLayout, flowText } from './flow-text';
import { TextChange } from './text-edit';
import { afterGap, indented, indentOf, isFirstOfLine, lineEnd, lineStart, nextLine, outdented, restOfLine } from './text-lines';

interface Unit {
  readonly start: number;
  readonly end: number;
}

/**
 * The changes by which an entry or an item gets into a collection in flow style.
 *
 * @param nodes what is on the way to the collection, which is the last of them
 * @param index that which it is to have; an entry comes last
 * @param key that of the entry; undefined for an item
 */
export function flowInsertion(
  text: string, nodes: readonly TreeNode[], index: number, insertion: Insertion, key: string | undefined,
): TextChange[] {
  const parent = nodes.at(-1) as TreeCollection;
  const units = unitsOf(parent);
  const layout = layoutAt(text, nodes);
  const written = (indent: string, step = layout.step) => writtenUnit(insertion, key, { ...layout, step }, indent);
  if (units.length === 0) {
    const indent = indentOf(text, parent.start);
    return [{ ...bare(text, parent), replacement: flowCollection([written(indent + (layout.step ?? ''))], key === undefined, layout, indent) }];
  }
  const isSpread = isFirstOfLine(text, units[0].start);
  const indent = indentOf(text, isSpread ? units[0].start : units[0].end);
  const unit = written(indent, isSpread || text.slice(units[0].start, units[0].end).includes('\n') ? layout.step ?? '  ' : undefined);
  const gap = isSpread ? `\n${indent}` : layout.space;
  return index === 0 ? [insert(units[0].start, `${unit},${gap}`)] : behind(text, units[index - 1], gap, unit);
}

function behind(text: string, { end }: Unit, gap: string, unit: string): TextChange[] {
  const comma = afterGap(text, end);
  const hasComma = text[comma] === ',';
  const from = hasComma ? comma + 1 : end;
  const at = gap.startsWith('\n') && restOfLine(text, from) !== undefined ? lineEnd(text, from) : from;
  return hasComma ? [insert(at, `${gap}${unit},`)] : [insert(end, ','), insert(at, gap + unit)];
}

/**
 * The changes by which an entry or an item goes from a collection in flow style. A comment behind it goes with it.
 */
export function flowRemoval(text: string, parent: TreeCollection, index: number): TextChange[] {
  const units = unitsOf(parent);
  const { start, end } = units[index];
  if (units.length === 1) {
    return [{ ...bare(text, parent, units[0]), replacement: parent.type === 'list' ? '[]' : '{}' }];
  }
  const comma = afterGap(text, end);
  if (text[comma] === ',') {
    const blank = /[ \t]*/y.exec(text.slice(comma + 1))![0].length;
    const next = units[index + 1]?.start ?? Infinity;
    return [wholeLines(text, start, comma + 1)
      ?? { start, end: text.slice(comma + 1, next).trim() === '' && index + 1 < units.length ? next : comma + 1 + blank, replacement: '' }];
  }
  const before = afterGap(text, units[index - 1].end);
  const lines = wholeLines(text, start, end);
  return text.slice(before + 1, start).trim() === ''
    ? [{ start: units[index - 1].end, end: lines ? lineEnd(text, end) : end, replacement: '' }]
    : [{ start: before, end: before + 1, replacement: '' }, lines ?? { start, end, replacement: '' }];
}

/**
 * The changes by which a node of a collection in flow style becomes another value.
 *
 * @param nodes what is on the way to the node, which is the last of them
 */
export function flowReplacement(text: string, nodes: readonly TreeNode[], value: unknown): TextChange[] {
  const node = nodes.at(-1)!;
  const layout = layoutAt(text, nodes);
  const parent = nodes.at(-2) as TreeCollection;
  const isSpread = isFirstOfLine(text, unitsOf(parent)[0].start) || text.slice(node.start, node.end).includes('\n');
  const written = similarScalar(text, node, value)
    ?? flowText(value, { ...layout, step: isSpread ? layout.step : undefined }, indentOf(text, node.start));
  return [{ start: node.start, end: node.end, replacement: text[node.start - 1] === ':' && node.start === node.end ? ` ${written}` : written }];
}

/**
 * An entry without its key, or an item, of a collection in flow style.
 */
export function flowExcerpt(text: string, parent: TreeCollection, index: number): Excerpt {
  const { start, end } = unitsOf(parent)[index];
  const from = parent.type === 'map' ? parent.entries[index].behindColon : start;
  const written = text.slice(from, end).replace(/\r\n/g, '\n').trim();
  return {
    from: parent.type === 'map' ? 'entry' : 'item',
    isFlow: true,
    text: outdented(written, indentOf(text, start).length),
    above: [],
    hasComments: hasComments(text, from, end, [parent.type === 'map' ? parent.entries[index].value : parent.items[index]]),
  };
}

function writtenUnit({ value, excerpt }: Insertion, key: string | undefined, layout: FlowLayout, indent: string): string {
  const start = key === undefined ? '' : flowKey(key, layout);
  if (excerpt?.isFlow) {
    return start + indented(excerpt.text, indent).slice(indent.length);
  }
  if (excerpt?.hasComments) {
    throw new Unwritable('Comments would be lost.');
  }
  return start + flowText(value, layout, indent);
}

/** As what is around: the nearest map with entries, and the nearest collection on several lines. */
function layoutAt(text: string, nodes: readonly TreeNode[]): FlowLayout {
  const around = nodes.filter(node => (node.type === 'map' || node.type === 'list') && node.isFlow).reverse() as TreeCollection[];
  const entry = around.flatMap(node => node.type === 'map' ? node.entries.slice(0, 1) : [])[0];
  const spread = around.map(node => ({ node, units: unitsOf(node) })).find(({ units: [first] }) => first && isFirstOfLine(text, first.start));
  const last = spread?.units.at(-1);
  return {
    quotesKeys: !entry || text[entry.key.start] === '"',
    space: entry && /\S/.test(text[entry.behindColon]) ? '' : ' ',
    step: spread && indentOf(text, spread.units[0].start).slice(indentOf(text, spread.node.start).length),
    endsWithComma: last !== undefined && text[afterGap(text, last.end)] === ',',
  };
}

function unitsOf(parent: TreeCollection): Unit[] {
  return parent.type === 'list' ? [...parent.items] : parent.entries.map(({ key, value }) => ({ start: key.start, end: value.end }));
}

/** A collection with at most one unit, unless there are comments around that. */
function bare(text: string, { start, end }: TreeCollection, unit: Unit = { start: end, end }): Unit {
  if (hasComments(text, start, unit.start, []) || hasComments(text, unit.end, end, [])) {
    throw new Unwritable('Comments would be lost.');
  }
  return { start, end };
}

/** Undefined if there is anything else on the lines but a comment behind. */
function wholeLines(text: string, start: number, end: number): TextChange | undefined {
  return isFirstOfLine(text, start) && restOfLine(text, end) !== undefined
    ? { start: lineStart(text, start), end: nextLine(text, end), replacement: '' } : undefined;
}

function insert(at: number, replacement: string): TextChange {
  return { start: at, end: at, replacement };
}

import { diffLines, FILE_HEADERS_ONLY, formatPatch, StructuredPatchHunk } from 'diff';
import { splitStream } from './split-stream';
import { TextChange } from './text-edit';

/** Lines that do not change around those that do. */
const CONTEXT = 3;
const NO_LINE_BREAK = '\\ No newline at end of file';

/**
 * What changed in a file, as `diff -u` prints it; empty if nothing did.
 */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) {
    return '';
  }
  const patch = { oldFileName: `a/${file}`, newFileName: `b/${file}`, oldHeader: undefined, newHeader: undefined, hunks: hunksOf(linesBetween(before, after)) };
  const text = formatPatch(patch, FILE_HEADERS_ONLY);
  // A tab tells patch where a name with spaces ends.
  return file.includes(' ') ? text.replace(/^(--- a.*)\n(.*)/, '$1\t\n$2\t') : text;
}

/** A line of a diff; with its line break, unless the text ends without. */
interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** Document by document, if there are as many as before: to compare a long file as a whole takes for ever. */
function linesBetween(before: string, after: string): DiffLine[] {
  const [old, changed] = [before, after].map(splitStream);
  const isSplit = old.length === changed.length && [...old.slice(0, -1), ...changed.slice(0, -1)].every(text => text.endsWith('\n'));
  return (isSplit ? old : [before]).flatMap((text, i) => partsBetween(text, isSplit ? changed[i] : after))
    .flatMap(({ value, added, removed }) => (value.match(/[^\n]*\n|[^\n]+$/g) ?? [])
      .map((text): DiffLine => ({ mark: added ? '+' : removed ? '-' : ' ', text })));
}

function partsBetween(before: string, after: string): { value: string; added?: boolean; removed?: boolean }[] {
  return before === after ? [{ value: before }] : diffLines(before, after);
}

function hunksOf(lines: readonly DiffLine[]): StructuredPatchHunk[] {
  const hunks: StructuredPatchHunk[] = [];
  let [oldStart, newStart] = [1, 1];
  let from = 0;
  for (const { first, last } of stretchesOf(lines)) {
    const skipped = first - from;
    const shown = lines.slice(first, last);
    const count = (mark: DiffLine['mark']) => shown.filter(line => line.mark !== mark).length;
    hunks.push({
      oldStart: oldStart += skipped,
      oldLines: count('+'),
      newStart: newStart += skipped,
      newLines: count('-'),
      lines: shown.flatMap(({ mark, text }) => text.endsWith('\n') ? [mark + text.slice(0, -1)] : [mark + text, NO_LINE_BREAK]),
    });
    oldStart += count('+');
    newStart += count('-');
    from = last;
  }
  return hunks;
}

/** Which lines belong together: changes with what is around them, where that overlaps or touches. */
function stretchesOf(lines: readonly DiffLine[]): { first: number; last: number }[] {
  const stretches: { first: number; last: number }[] = [];
  lines.forEach(({ mark }, i) => {
    if (mark === ' ') {
      return;
    }
    const first = Math.max(0, i - CONTEXT);
    const last = Math.min(lines.length, i + CONTEXT + 1);
    const before = stretches.at(-1);
    if (before && first <= before.last) {
      before.last = last;
    } else {
      stretches.push({ first, last });
    }
  });
  return stretches;
}

/**
 * The changes by which one text becomes another: of each run of lines that differ, the part that does.
 */
export function changesBetween(before: string, after: string): TextChange[] {
  const changes: TextChange[] = [];
  let offset = 0;
  let removed = '';
  let added = '';
  const finish = () => {
    if (removed !== added) {
      changes.push(trimmed(offset - removed.length, removed, added));
    }
    removed = added = '';
  };
  for (const part of diffLines(before, after)) {
    if (part.added) {
      added += part.value;
    } else {
      if (!part.removed) {
        finish();
      }
      removed += part.removed ? part.value : '';
      offset += part.value.length;
    }
  }
  finish();
  return changes;
}

function trimmed(offset: number, removed: string, added: string): TextChange {
  const most = Math.min(removed.length, added.length);
  let start = 0;
  while (start < most && removed[start] === added[start]) {
    start++;
  }
  start -= splitsCharacter(removed, start) || splitsCharacter(added, start) ? 1 : 0;
  let end = 0;
  while (end < most - start && removed.at(-1 - end) === added.at(-1 - end)) {
    end++;
  }
  end -= splitsCharacter(removed, removed.length - end) || splitsCharacter(added, added.length - end) ? 1 : 0;
  return {
    start: offset + start,
    end: offset + removed.length - end,
    replacement: added.slice(start, added.length - end),
  };
}

/** Whether an offset lies within a character, or a line break, of two code units. */
function splitsCharacter(text: string, offset: number): boolean {
  return offset > 0 && /[\ud800-\udbff][\udc00-\udfff]|\r\n/.test(text.slice(offset - 1, offset + 1));
}

import { createTwoFilesPatch, diffLines, FILE_HEADERS_ONLY } from 'diff';
import { TextChange } from './text-edit';

/**
 * What changed in a file, as `diff -u` prints it; empty if nothing did.
 */
export function unifiedDiff(file: string, before: string, after: string): string {
  return before === after ? ''
    : createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { context: 3, headerOptions: FILE_HEADERS_ONLY });
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
  start -= isSplit(removed, start) || isSplit(added, start) ? 1 : 0;
  let end = 0;
  while (end < most - start && removed.at(-1 - end) === added.at(-1 - end)) {
    end++;
  }
  end -= isSplit(removed, removed.length - end) || isSplit(added, added.length - end) ? 1 : 0;
  return {
    start: offset + start,
    end: offset + removed.length - end,
    replacement: added.slice(start, added.length - end),
  };
}

/** Whether an offset lies within a character, or a line break, of two code units. */
function isSplit(text: string, offset: number): boolean {
  return offset > 0 && /[\ud800-\udbff][\udc00-\udfff]|\r\n/.test(text.slice(offset - 1, offset + 1));
}

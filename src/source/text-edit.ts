import { Position } from './position';

/**
 * A change of a text: what is from one character up to another is replaced.
 */
export interface TextChange {
  /** Offset of the first character. */
  readonly start: number;
  /** Offset of the character after the last one. */
  readonly end: number;
  readonly replacement: string;
}

/**
 * A change of the text of a file, and the lines and columns of it.
 */
export interface TextEdit extends TextChange {
  readonly from: Position;
  readonly to: Position;
}

/**
 * A text with changes made, which do not overlap.
 */
export function withEdits(text: string, edits: readonly TextChange[]): string {
  let done = 0;
  let output = '';
  for (const { start, end, replacement } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    output += text.slice(done, start) + replacement;
    done = end;
  }
  return output + text.slice(done);
}

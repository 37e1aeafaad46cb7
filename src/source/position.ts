import { LineCounter } from 'yaml';

/** Where something begins in a file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Tells where a character of a text is. A byte order mark is not counted.
 */
export function positionsIn(text: string): (offset: number) => Position {
  const lines = new LineCounter();
  lines.addNewLine(text.startsWith('\ufeff') ? 1 : 0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    lines.addNewLine(end + 1);
  }
  return offset => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

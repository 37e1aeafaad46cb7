/** Where something begins in a file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Tells where a character of a text is. A byte order mark is not counted.
 */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [text.startsWith('\ufeff') ? 1 : 0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    starts.push(end + 1);
  }
  return offset => {
    const line = Math.max(1, countUpTo(starts, offset));
    return { line, column: Math.max(1, offset - starts[line - 1] + 1) };
  };
}

/** How many of ascending numbers are not greater than a limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (numbers[middle] <= limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

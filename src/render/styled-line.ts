/** Names of styles as Node's `styleText` has them. */
export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'magenta' | 'red' | 'cyan';

export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** A line of a terminal. */
export type Line = readonly Span[];

/** Gives a text a style. */
export type Paint = (style: Style, text: string) => string;

/**
 * A text that a terminal shows as it is, one column a character. What is not ASCII has no business in names of Kubernetes.
 */
export function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}

/**
 * A text in one line, without characters that do something to a terminal instead of being shown.
 */
export function harmless(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '?');
}

export function widthOf(line: Line): number {
  return line.reduce((width, { text }) => width + text.length, 0);
}

export function printed(lines: readonly Line[], paint: Paint): string {
  return lines.map(line => withoutEnd(line).map(({ text, style }) => style ? paint(style, text) : text).join('') + '\n').join('');
}

function withoutEnd(line: Line): Line {
  const last = line.at(-1);
  const text = last?.text.trimEnd();
  return !last ? line : text === '' ? withoutEnd(line.slice(0, -1)) : [...line.slice(0, -1), { ...last, text: text! }];
}

/**
 * Blocks of lines, one beside the other.
 *
 * @param width of each of them
 */
export function beside(blocks: readonly (readonly Line[])[], width: number, gap: string): Line[] {
  const height = Math.max(...blocks.map(lines => lines.length));
  return Array.from({ length: height }, (_, i) => blocks.flatMap((lines, column): Line => {
    const line = lines[i] ?? [];
    return column === blocks.length - 1 ? line : [...line, { text: ' '.repeat(width - widthOf(line)) }, { text: gap }];
  }));
}

/**
 * Words in lines that are not too long; words that are longer than a line are broken.
 */
export function wrapped(words: readonly string[], width: number, gap: string = ' '): string[] {
  const lines: string[] = [];
  for (const word of words.flatMap(each => each.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + gap.length + word.length <= width) {
      lines[lines.length - 1] = `${last}${gap}${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/**
 * A text with something before its first line, under which the others are indented.
 */
export function hanging(before: Line, text: string, width: number, style?: Style): Line[] {
  const indent = widthOf(before);
  return wrapped(text.split(' '), Math.max(1, width - indent)).map((line, i): Line =>
    [...i === 0 ? before : [{ text: ' '.repeat(indent) }], { text: line, style }]);
}

/**
 * The offset of the next character that is neither space nor in a comment of YAML; the length of the text if there is none.
 */
export function afterGap(text: string, offset: number): number {
  let at = offset;
  while (at < text.length) {
    if (text[at] === '#' && (at === 0 || isSpace(text[at - 1]))) {
      at = lineEnd(text, at);
    } else if (isSpace(text[at])) {
      at++;
    } else {
      break;
    }
  }
  return at;
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t' || character === '\ufeff';
}

/**
 * The offset of the first character of a line.
 *
 * @param offset that of any character of the line
 */
export function lineStart(text: string, offset: number): number {
  const start = offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0;
  return start === 0 && text.startsWith('\ufeff') ? 1 : start;
}

/**
 * The offset of the line break of a line, or of the end of the text.
 */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/**
 * The offset of the first character of the next line, or of the end of the text.
 */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/**
 * How many characters come before one in its line.
 */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/**
 * The space at the beginning of a line.
 */
export function indentOf(text: string, offset: number): string {
  return /[ \t]*/y.exec(text.slice(lineStart(text, offset), lineEnd(text, offset)))![0];
}

/**
 * Whether there is only space before a character in its line.
 */
export function isFirstOfLine(text: string, offset: number): boolean {
  return indentOf(text, offset).length === columnOf(text, offset);
}

/**
 * What follows on the line, if that is only space or a comment.
 */
export function restOfLine(text: string, offset: number): string | undefined {
  const rest = text.slice(offset, lineEnd(text, offset));
  return /^(?:[ \t]*$|[ \t]+#)/.test(rest) ? rest : undefined;
}

/**
 * A text with its lines indented, except for those that are empty.
 */
export function indented(text: string, indent: string): string {
  return text.split('\n').map(line => line === '' ? '' : indent + line).join('\n');
}

/**
 * The lines of a text after the first with so many of the spaces at their beginnings less, or as many as there are.
 */
export function outdented(text: string, columns: number): string {
  const [first, ...rest] = text.split('\n');
  return [first, ...rest.map(line => line.slice(Math.min(columns, /^ */.exec(line)![0].length)))].join('\n');
}

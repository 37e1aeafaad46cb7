/**
 * Words as a shell reads them back.
 */
export function shellWords(words: readonly string[]): string {
  return words.map(word => `'${word.replace(/'/g, "'\\''")}'`).join(' ');
}

/**
 * The words that `shellWords` has made, out of a command that may have others before them.
 */
export function quotedWords(command: string): string[] {
  return [...command.matchAll(/'((?:[^']|'\\'')*)'/g)].map(([, word]) => word.replace(/'\\''/g, "'"));
}

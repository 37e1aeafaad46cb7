/**
 * Words as a shell reads them back.
 */
export function shellWords(words: readonly string[]): string {
  return words.map(word => `'${word.replace(/'/g, "'\\''")}'`).join(' ');
}

/**
 * A text that the kubelet, which expands `$(VARIABLE)` in commands and arguments and takes `$$` for `$`, leaves as it is.
 */
export function unexpanded(text: string): string {
  return text.replace(/\$(?=[$(])/g, '$$$$');
}

const IS_JSON = /^\s*\{/;
const IS_SEPARATED = /^---(\s|$)/;

/**
 * The streams of several files as one: YAML with lines that part the documents, or JSON, in which objects follow each other.
 */
export function joinedText(texts: readonly string[]): string {
  const streams = texts.filter(text => text !== '');
  if (streams.length < 2) {
    return streams.join('');
  }
  const json = streams.every(text => IS_JSON.test(text));
  return streams
    .map(text => text.replace(/^\ufeff/, ''))
    .map((text, i) => json || IS_SEPARATED.test(text) || (i === 0 && !IS_JSON.test(text)) ? text : `---\n${text}`)
    .map(text => text.endsWith('\n') ? text : `${text}\n`)
    .join('');
}

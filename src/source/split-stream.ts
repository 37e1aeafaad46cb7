/**
 * The documents of a stream, which together are the stream: of YAML, with the separators before them, and of JSON, in which objects
 * follow each other with or without anything between them, as jq prints them. A byte order mark is read only at the beginning.
 */
export function splitStream(stream: string): string[] {
  return jsonObjects(stream) ?? yamlDocuments(stream);
}

/** In large streams it takes a while to look at each line. */
function yamlDocuments(stream: string): string[] {
  const documents: string[] = [];
  let start = 0;
  for (let at = stream.indexOf('\n'); at >= 0; at = stream.indexOf('\n', at + 1)) {
    if (isSeparator(stream, at + 1)) {
      documents.push(stream.slice(start, at + 1));
      start = at + 1;
    }
  }
  return [...documents, stream.slice(start)];
}

function isSeparator(stream: string, at: number): boolean {
  return stream[at] === '\ufeff' || (stream.startsWith('---', at) && /^\s?$/.test(stream.slice(at + 3, at + 4)));
}

function jsonObjects(stream: string): string[] | undefined {
  if (!/^\s*\{/.test(stream)) {
    return undefined;
  }
  const objects: string[] = [];
  let quoted = false;
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of stream.matchAll(/["{}]|\\.|^---/gm)) {
    if (token === '"') {
      quoted = !quoted;
    } else if (!quoted && token === '---') {
      return undefined;
    } else if (!quoted && token === '{') {
      depth++;
    } else if (!quoted && token === '}' && --depth === 0) {
      objects.push(stream.slice(start, index + 1));
      start = index + 1;
    }
  }
  const rest = stream.slice(start);
  return rest.trim() === '' && objects.every(object => /^\s*\{/.test(object))
    ? [...objects.slice(0, -1), objects.at(-1) + rest] : undefined;
}

/**
 * The objects of a JSON stream, which may follow each other without anything between them, as jq prints them; YAML documents may
 * not. What is between two objects belongs to the second. Any other stream comes back in one piece.
 */
export function splitJsonStream(stream: string): string[] {
  if (!/^\s*\{/.test(stream)) {
    return [stream];
  }
  const objects: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of stream.matchAll(/"(?:[^"\\]|\\.)*"|[{}]|^---/gm)) {
    if (token === '---') {
      return [stream];
    }
    depth += token === '{' ? 1 : token === '}' ? -1 : 0;
    if (depth === 0 && token === '}') {
      objects.push(stream.slice(start, index + 1));
      start = index + 1;
    }
  }
  const rest = stream.slice(start);
  return rest.trim() === '' && objects.every(object => /^\s*\{/.test(object))
    ? [...objects.slice(0, -1), objects.at(-1) + rest]
    : [stream];
}

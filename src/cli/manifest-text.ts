import { Document, isNode, LineCounter, parseAllDocuments, ParsedNode, stringify } from 'yaml';
import { UnusableInput } from './unusable-input';
import { KubernetesObject } from '../manifest/types';

/**
 * YAML as kubectl reads it: version 1.1, in which `0644` is octal and `on` is true, but without its times and dates.
 */
const YAML_OPTIONS = {
  version: '1.1',
  customTags: (tags: any[]) => tags.filter(({ tag, format }) => format !== 'TIME' && !/:(timestamp|binary|omap|pairs|set)$/.test(tag ?? '')),
} as const;

/** Where something begins in a file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One object of a stream, and where its parts are. */
export interface SourceObject {
  readonly object: KubernetesObject;
  /** Where a field is, such as `spec.containers[0].image`; where it is missing, the nearest thing around it. */
  position(field: string): Position;
}

/**
 * A stream of YAML or JSON documents with some of its objects replaced. What is not replaced keeps its text.
 *
 * @param text the stream
 * @param file its name, for errors
 * @param change the object in place of another, or the same one
 * @throws UnusableInput with file, line and column
 */
export function mapManifestText(text: string, file: string, change: (source: SourceObject) => KubernetesObject): string {
  const parts = splitJson(text).map(part => mapPart(part.text, part.line, file, change));
  return parts.join('');
}

function mapPart(text: string, firstLine: number, file: string, change: (source: SourceObject) => KubernetesObject): string {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { ...YAML_OPTIONS, lineCounter });
  const positionAt = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: line + firstLine - 1, column: col };
  };
  const fail = (offset: number, message: string): never => {
    const { line, column } = positionAt(offset);
    throw new UnusableInput(`${file}:${line}:${column}: ${message}`);
  };
  let done = 0;
  let output = '';
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors;
    if (error) {
      fail(error.pos[0], error.message.replace(/ at line \d+, column \d+:[^]*$/, '.'));
    }
    const contents = document.contents as ParsedNode | null;
    const object: unknown = document.toJS();
    if (!contents || object === null) {
      continue;
    }
    const [start, end] = contents.range;
    if (typeof object !== 'object' || Array.isArray(object)) {
      fail(start, `this is not a Kubernetes object, but ${Array.isArray(object) ? 'a list' : `a ${typeof object}`}.`);
    }
    const changed = change({ object: object as KubernetesObject, position: field => positionAt(offsetOf(document, field) ?? start) });
    if (changed !== object) {
      output += text.slice(done, start) + print(changed, text.slice(start, end));
      done = end;
    }
  }
  return output + text.slice(done);
}

/** In the notation that the object had before. */
function print(object: KubernetesObject, before: string): string {
  const printed = before.startsWith('{')
    ? JSON.stringify(object, null, before.includes('\n') ? 2 : undefined)
    : stringify(object, { ...YAML_OPTIONS, aliasDuplicateObjects: false, lineWidth: 0 }).trimEnd();
  return `${printed}${/\s*$/.exec(before)![0]}`;
}

function offsetOf(document: Document, field: string): number | undefined {
  const path = field.split(/[.[\]]+/).filter(key => key !== '').map(key => /^\d+$/.test(key) ? Number(key) : key);
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      return node.range[0];
    }
  }
  return undefined;
}

/** JSON objects may follow each other without anything between them; YAML documents may not. */
function splitJson(text: string): { text: string; line: number }[] {
  if (!/^\s*\{/.test(text)) {
    return [{ text, line: 1 }];
  }
  const parts: { text: string; line: number }[] = [];
  let depth = 0;
  let start = 0;
  let line = 1;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]|^---/gm)) {
    if (token === '---') {
      return [{ text, line: 1 }];
    }
    depth += token === '{' ? 1 : token === '}' ? -1 : 0;
    if (depth === 0 && token === '}') {
      const part = text.slice(start, index + 1);
      parts.push({ text: part, line });
      line += part.split('\n').length - 1;
      start = index + 1;
    }
  }
  const rest = text.slice(start);
  return rest.trim() === '' && parts.length > 0
    ? [...parts.slice(0, -1), { ...parts.at(-1)!, text: parts.at(-1)!.text + rest }]
    : [{ text, line: 1 }];
}

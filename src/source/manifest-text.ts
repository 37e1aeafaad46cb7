import { Document, isNode, parseAllDocuments, ParsedNode } from 'yaml';
import { documentFault } from './document-fault';
import { jsonText, KUBECTL_YAML, yamlText } from './kubectl-yaml';
import { MOST_ALIASES } from './most-aliases';
import { Position, positionsIn } from './position';
import { splitStream } from './split-stream';
import { UnusableInput } from './unusable-input';
import { KubernetesObject } from '../manifest/types';

/** One object of a stream, and where its parts are. */
export interface SourceObject {
  readonly object: KubernetesObject;
  /** Where a field is, such as `spec.containers[0].image`; where it is missing, the nearest thing around it. */
  position(field: string): Position;
}

/** The object in place of another, or the same one. */
export type Change = (source: SourceObject) => KubernetesObject;

/**
 * A stream of YAML or JSON documents with some of its objects replaced. What is not replaced keeps its text.
 *
 * @param text the stream
 * @param file its name, for errors
 * @throws UnusableInput with file, line and column
 */
export function mapManifestText(text: string, file: string, change: Change): string {
  const positionAt = positionsIn(text);
  let offset = 0;
  return splitStream(text).map(part => {
    const start = offset;
    offset += part.length;
    return mapPart(part, file, at => positionAt(start + at), change);
  }).join('');
}

function mapPart(text: string, file: string, positionAt: (offset: number) => Position, change: Change): string {
  const fail = (offset: number, message: string): never => {
    const { line, column } = positionAt(offset);
    throw new UnusableInput(`${file}:${line}:${column}: ${message}`);
  };
  let done = 0;
  let output = '';
  for (const document of parseAllDocuments<ParsedNode>(text, KUBECTL_YAML)) {
    const fault = documentFault(document, text);
    if (fault?.harmless && !text.includes('initContainers')) {
      continue;
    }
    if (fault) {
      fail(fault.offset, fault.message);
    }
    const [start, end] = document.contents!.range;
    const object = objectIn(document, message => fail(start, message));
    const changed = object && change({ object, position: field => positionAt(offsetOf(document, field) ?? start) });
    if (changed && changed !== object) {
      output += text.slice(done, lineStart(text, start)) + printed(changed, text.slice(start, end));
      done = end;
    }
  }
  return output + text.slice(done);
}

/** Undefined if the document is empty. */
function objectIn(document: Document, fail: (message: string) => never): KubernetesObject | undefined {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES }) ?? undefined;
  } catch (error) {
    return fail(`${(error as Error).message}.`);
  }
}

/** In the notation, and with the line ends, that the object had before. */
function printed(object: KubernetesObject, before: string): string {
  const text = before.startsWith('{') ? jsonText(object, /\n([ \t]+)/.exec(before)?.[1]) : yamlText(object);
  return before.includes('\r\n') ? text.replace(/\n/g, '\r\n') : text;
}

/** Where the indentation of what begins at an offset begins. */
function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^ *$/.test(text.slice(start, offset)) ? start : offset;
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

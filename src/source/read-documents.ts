import {
  boolYaml11Tag, constructFromEvents, Event, EVENT_ID, floatCoreTag, intCoreTag, mapTag, mergeTag, nullYaml11Tag, parseEvents, Schema, seqTag,
  strTag, YAMLException,
} from 'js-yaml';
import { documentTree, TreeNode } from './document-tree';
import { Fault } from './fault-in-text';
import { MOST_ALIASES } from './most-aliases';
import { isPlainMap } from './plain-map';
import { Position, positionsIn } from './position';
import { splitStream } from './split-stream';

/** What matters of how kubectl reads YAML: words for true and false, merge keys, of equal keys the last one, no dates. */
const READING = {
  schema: new Schema([strTag, seqTag, mapTag, nullYaml11Tag, boolYaml11Tag, intCoreTag, floatCoreTag, mergeTag]),
  json: true,
  maxAliases: MOST_ALIASES,
};

/** Between `---`: comments and directives alone. There is one way to read each line, or many lines would take for ever. */
const EMPTY = /^\ufeff?(?:---)?(?:[^\S\r\n]*(?:[#%].*)?\r?\n)*[^\S\r\n]*(?:[#%].*)?$/;
const HELM_SOURCE = /^# Source: (\S.*?)\s*$/m;

/** A document of a stream that was read. */
export interface SourceDocument {
  /** Its value; anything, also what is no Kubernetes object. */
  readonly value: unknown;
  /** Its text, of the same length as in the stream. */
  readonly text: string;
  /** Offset of its text in the stream. */
  readonly offset: number;
  /** How many documents come before it in the stream, empty and unreadable ones included. */
  readonly index: number;
  /** Whether kubectl reads it, though it is no YAML strictly speaking; its text is not quite that of the stream then. */
  readonly isOdd?: boolean;
}

/** Where a document of a stream cannot be read, and why. */
export interface DocumentError extends Position {
  readonly message: string;
}

/** What is in a stream. */
export interface SourceStream {
  readonly documents: readonly SourceDocument[];
  readonly errors: readonly DocumentError[];
}

/**
 * The documents of a stream of YAML or JSON. One that cannot be read does not keep the others from it.
 *
 * @param isWanted tells by its text whether the value of a document is needed; else it is undefined where there is one
 */
export function readDocuments(text: string, isWanted: (document: string) => boolean = () => true): SourceStream {
  const documents: SourceDocument[] = [];
  const errors: DocumentError[] = [];
  let offset = 0;
  splitStream(text).forEach((part, index) => {
    if (!EMPTY.test(part)) {
      const read = readDocument(part, isWanted);
      if ('fault' in read) {
        errors.push({ ...positionsIn(text)(offset + read.fault.offset), message: read.fault.message });
      } else if (read.value !== null) {
        documents.push({ ...read, offset, index });
      }
    }
    offset += part.length;
  });
  return { documents, errors };
}

/**
 * The document as a tree that tells where its parts are.
 */
export function treeOf({ text }: Pick<SourceDocument, 'text'>): TreeNode | undefined {
  return documentTree(text, parseEvents(text, {}));
}

/**
 * The template of a chart that a document came from, where Helm says so: above its content.
 */
export function helmSource({ text }: Pick<SourceDocument, 'text'>): string | undefined {
  return HELM_SOURCE.exec(text.slice(0, beginOf(text)))?.[1];
}

type Read = Pick<SourceDocument, 'value' | 'text' | 'isOdd'> | { readonly fault: Fault };

/** Where it cannot be read, kubectl may not mind: it is tried again with what that may be about on one line. */
function readDocument(text: string, isWanted: (document: string) => boolean): Read {
  let flat = text;
  let firstFault: Fault | undefined;
  for (;;) {
    try {
      const read = readStrictly(flat, isWanted);
      return !firstFault ? read : 'fault' in read ? { fault: firstFault } : { ...read, isOdd: true };
    } catch (error) {
      const { lookedAt } = require('./fault-in-text') as typeof import('./fault-in-text');
      const { fault, flatter } = lookedAt(flat, error as YAMLException);
      firstFault ??= fault;
      if (flatter === flat) {
        return { fault: firstFault };
      }
      flat = flatter;
    }
  }
}

function readStrictly(text: string, isWanted: (document: string) => boolean): Read {
  // Only what is constructed shows that a template was not rendered: its braces are keys.
  const isNeeded = isWanted(text) || text.includes('{{');
  if (!isNeeded && isPlainMap(text)) {
    return { value: undefined, text };
  }
  const events = parseEvents(text, {});
  if (!isNeeded && isSoundMap(events)) {
    return { value: undefined, text };
  }
  const [value = null, ...others] = constructFromEvents(events, { source: text, ...READING });
  if (others.length > 0) {
    return { fault: { offset: text.search(/^\.\.\./m), message: 'another document begins without a line of three dashes before it.' } };
  }
  const wrong = Array.isArray(value) ? 'a list' : typeof value === 'object' ? undefined : 'a single value';
  return wrong ? { fault: { offset: beginOf(text), message: `this is not a Kubernetes object, but ${wrong}.` } } : { value, text };
}

/** Whether it is one map in which nothing is left that could be wrong, such as aliases and tags. */
function isSoundMap(events: readonly Event[]): boolean {
  return events[1]?.type === EVENT_ID.MAPPING && events.every((event, i) => (event.type !== EVENT_ID.DOCUMENT || i === 0)
    && event.type !== EVENT_ID.ALIAS && !('tagStart' in event && event.tagStart >= 0));
}

/** Where the content of a document begins, behind its separator and the lines with nothing in them. */
function beginOf(text: string): number {
  return /^\ufeff?(---.*\n)?(\s*(#.*)?\n)*\s*/.exec(text)![0].length;
}

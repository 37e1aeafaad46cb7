import {
  boolYaml11Tag, constructFromEvents, floatCoreTag, intCoreTag, mapTag, mergeTag, nullYaml11Tag, parseEvents, Schema, seqTag, strTag, YAMLException,
} from 'js-yaml';
import { parseDocument, ParsedNode } from 'yaml';
import { documentFault } from './document-fault';
import { documentTree, TreeNode } from './document-tree';
import { KUBECTL_YAML } from './kubectl-yaml';
import { Position, positionsIn } from './position';
import { splitStream } from './split-stream';
import { yamlTree } from './yaml-tree';

/** Enough for people; documents that a few aliases would blow up to gigabytes are beyond it. */
const MOST_ALIASES = 10_000;

/** What matters of how kubectl reads YAML: words for true and false, merge keys, of equal keys the last one, no dates. */
const READING = {
  schema: new Schema([strTag, seqTag, mapTag, nullYaml11Tag, boolYaml11Tag, intCoreTag, floatCoreTag, mergeTag]),
  json: true,
  maxAliases: MOST_ALIASES,
};

/** Between `---`: comments and directives alone. */
const EMPTY = /^\ufeff?(---)?(\s*(#.*|%.*)?(\r?\n|$))*$/;
const HELM_SOURCE = /^# Source: (\S.*?)\s*$/m;

/** A document of a stream that was read. */
export interface SourceDocument {
  /** Its value; anything, also what is no Kubernetes object. */
  readonly value: unknown;
  readonly text: string;
  /** Offset of its text in the stream. */
  readonly offset: number;
  /** Whether kubectl reads it, though it is no YAML strictly speaking. */
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
 */
export function readDocuments(text: string): SourceStream {
  const documents: SourceDocument[] = [];
  const errors: DocumentError[] = [];
  let offset = 0;
  for (const part of splitStream(text)) {
    if (!EMPTY.test(part)) {
      const read = readDocument(part);
      if ('fault' in read) {
        errors.push({ ...positionsIn(text)(offset + read.fault.offset), message: read.fault.message });
      } else if (read.value !== null && read.value !== undefined) {
        documents.push({ ...read, text: part, offset });
      }
    }
    offset += part.length;
  }
  return { documents, errors };
}

/**
 * The document as a tree that tells where its parts are.
 */
export function treeOf({ text, isOdd }: SourceDocument): TreeNode | undefined {
  return isOdd ? yamlTree(parseDocument<ParsedNode>(text, KUBECTL_YAML).contents!) : documentTree(text, parseEvents(text, {}));
}

/**
 * The template of a chart that a document came from, where Helm says so.
 */
export function helmSource({ text }: SourceDocument): string | undefined {
  return HELM_SOURCE.exec(text)?.[1];
}

type Fault = { readonly offset: number; readonly message: string };

function readDocument(text: string): Pick<SourceDocument, 'value' | 'isOdd'> | { readonly fault: Fault } {
  let values: unknown[];
  try {
    values = constructFromEvents(parseEvents(text, {}), { source: text, ...READING });
  } catch (error) {
    return readOdd(text, error as YAMLException);
  }
  const [value] = values;
  if (values.length > 1) {
    return { fault: { offset: text.search(/^\.\.\./m), message: 'another document begins without a line of three dashes before it.' } };
  }
  const wrong = Array.isArray(value) ? 'a list' : typeof value === 'object' ? undefined : 'a single value';
  return wrong ? { fault: { offset: text.search(/[^\s-]/), message: `this is not a Kubernetes object, but ${wrong}.` } } : { value };
}

/** The other parser says better what is wrong, and where it began; or that kubectl would not mind. */
function readOdd(text: string, { reason, mark }: YAMLException): ReturnType<typeof readDocument> {
  const document = parseDocument<ParsedNode>(text, KUBECTL_YAML);
  const fault = documentFault(document, text);
  if (fault && !fault.harmless) {
    return { fault };
  }
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }), isOdd: true };
  } catch {
    return { fault: { offset: mark?.position ?? 0, message: `${reason}.` } };
  }
}

import { Alias, Document, isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, Node, Pair, ParsedNode, visit, YAMLError } from 'yaml';

/** Why a document cannot be used, and the character at which that shows. */
export interface DocumentFault {
  readonly offset: number;
  readonly message: string;
  /** Whether kubectl does not mind. */
  readonly harmless?: boolean;
}

/** A quoted text, from where it is looked for on. */
export const QUOTED = /"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'(?!')/y;
const UNRENDERED = 'Is this a template that was not rendered?';

/**
 * Why a YAML document is no object; undefined if it is one, or empty.
 */
export function documentFault(document: Document.Parsed<ParsedNode>, text: string): DocumentFault | undefined {
  const { contents, errors: [error] } = document;
  if (error) {
    return error.message.startsWith('Missing closing') ? quoteFault(error, document, text) : syntaxFault(error, text);
  }
  if (!contents || isMap(contents)) {
    return contentFault(document);
  }
  return isScalar(contents) && contents.value === null ? undefined
    : { offset: contents.range[0], message: `this is not a Kubernetes object, but ${isSeq(contents) ? 'a list' : 'a single value'}.` };
}

function syntaxFault({ message, pos: [offset] }: YAMLError, text: string): DocumentFault {
  const before = offset >= text.trimEnd().length ? 'the document ends too early. ' : '';
  const after = text.startsWith('{{', offset) ? ` ${UNRENDERED}` : '';
  return { offset, message: `${before}${message}.${after}` };
}

/** Where the text begins says more than where its end is missed. */
function quoteFault({ pos: [end] }: YAMLError, document: Document, text: string): DocumentFault {
  let offset = end;
  visit(document, {
    Scalar: (_, { range }) => {
      offset = range && range[0] < end && range[1] >= end ? range[0] : offset;
    },
  });
  QUOTED.lastIndex = offset;
  return QUOTED.test(text)
    ? { offset, message: 'all lines of this quoted text must be indented deeper than the field that it belongs to.', harmless: true }
    : { offset, message: 'this quoted text has no end.' };
}

function contentFault(document: Document): DocumentFault | undefined {
  const anchors = new Set<string>();
  let fault: DocumentFault | undefined;
  visit(document, (_, node, path) => {
    fault = isPair(node) ? keyFault(node) : isAlias(node) ? aliasFault(node, anchors, path) : undefined;
    if (isNode(node) && !isAlias(node) && node.anchor) {
      anchors.add(node.anchor);
    }
    return fault && visit.BREAK;
  });
  return fault;
}

function keyFault({ key }: Pair): DocumentFault | undefined {
  return isCollection(key)
    ? { offset: key.range![0], message: `a key cannot be a map or a list. ${UNRENDERED}` } : undefined;
}

function aliasFault({ source, range }: Alias, anchors: ReadonlySet<string>, path: readonly (Document | Node | Pair)[]): DocumentFault | undefined {
  const fault = (message: string) => ({ offset: range![0], message });
  if (!anchors.has(source)) {
    return fault(`no anchor '&${source}' comes before the alias '*${source}'.`);
  }
  return path.some(around => isNode(around) && !isAlias(around) && around.anchor === source)
    ? fault(`the anchor '&${source}' contains itself.`) : undefined;
}

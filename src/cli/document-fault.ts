import { Document, isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, Node, Pair, ParsedNode, visit } from 'yaml';

/** Why a document cannot be used, and the character at which that shows. */
export interface DocumentFault {
  readonly offset: number;
  readonly message: string;
}

/**
 * Why kubectl would not read a document of a YAML stream as an object; undefined if it would, or if the document is empty.
 */
export function documentFault(document: Document.Parsed<ParsedNode>): DocumentFault | undefined {
  const { contents, errors: [error] } = document;
  if (error) {
    return syntaxFault(error, document);
  }
  if (isMap(contents)) {
    return referenceFault(document);
  }
  return isScalar(contents) && contents.value === null ? undefined
    : { offset: contents.range[0], message: `this is not a Kubernetes object, but ${isSeq(contents) ? 'a list' : 'a single value'}.` };
}

/** What lacks its closing quote is best told by where it begins. */
function syntaxFault({ message, pos: [end] }: Document['errors'][number], document: Document): DocumentFault {
  let offset = end;
  visit(document, {
    Scalar: (_, { range }) => {
      if (message.startsWith('Missing closing') && range && range[0] < end && range[1] >= end) {
        offset = range[0];
      }
    },
  });
  return { offset, message: `${message}.` };
}

function referenceFault(document: Document): DocumentFault | undefined {
  const anchors = new Set<string>();
  let fault: DocumentFault | undefined;
  visit(document, (_, node, path) => {
    const message = nodeFault(node, anchors, path);
    if (message !== undefined) {
      fault = { offset: (isPair(node) ? node.key as Node : node as Node).range![0], message };
      return visit.BREAK;
    }
    if (isNode(node) && !isAlias(node) && node.anchor) {
      anchors.add(node.anchor);
    }
    return undefined;
  });
  return fault;
}

function nodeFault(node: unknown, anchors: ReadonlySet<string>, path: readonly (Document | Node | Pair)[]): string | undefined {
  if (isPair(node) && isCollection(node.key)) {
    return 'a key cannot be a map or a list. Is this a template that was not rendered?';
  }
  if (!isAlias(node)) {
    return undefined;
  }
  if (!anchors.has(node.source)) {
    return `no anchor '&${node.source}' comes before the alias '*${node.source}'.`;
  }
  return path.some(around => isNode(around) && !isAlias(around) && around.anchor === node.source)
    ? `the anchor '&${node.source}' contains itself.` : undefined;
}

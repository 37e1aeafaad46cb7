import { YAMLException } from 'js-yaml';
import { parseDocument, ParsedNode } from 'yaml';
import { documentFault } from './document-fault';
import { withFlatCollections, withFlatQuote } from './flat-text';
import { KUBECTL_YAML } from './kubectl-yaml';

const TOO_DEEP = /maxDepth \((\d+)\)/;

/** Where the text of a document cannot be read, and why. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
}

/**
 * What is wrong with a text that one parser cannot read: the other says it better, and where it began.
 *
 * @returns the fault, and the text with what it may be about on one line: the text itself if there is no such thing
 */
export function lookedAt(text: string, { reason, mark }: YAMLException): { readonly fault: Fault; readonly flatter: string } {
  const offset = mark?.position ?? 0;
  const [, levels] = TOO_DEEP.exec(reason) ?? [];
  if (levels !== undefined) {
    return { fault: { offset, message: `this is more than ${levels} levels deep, which is not read here.` }, flatter: text };
  }
  const document = parseDocument<ParsedNode>(text, KUBECTL_YAML);
  const fault = documentFault(document, text);
  return {
    fault: fault ?? { offset, message: `${reason}.` },
    flatter: fault?.harmless ? withFlatQuote(text, fault.offset) : withFlatCollections(text, document),
  };
}

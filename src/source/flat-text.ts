import { Document, isNode, visit } from 'yaml';
import { QUOTED } from './document-fault';

const LINE_BREAK = /[\r\n]/g;
/** What may be in brackets and braces: quoted texts, comments, line breaks, and more of them. */
const FLOW_TOKENS = /(?<=[\s,[{:])(?:"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*')|(?<=\s)#.*|[\r\n[\]{}]/g;

// kubectl does not care how far quoted texts and what is in brackets are indented. Line breaks in them are as good as spaces.

/**
 * A document with the quoted text that begins at an offset on one line. No character moves.
 */
export function withFlatQuote(text: string, offset: number): string {
  QUOTED.lastIndex = offset;
  const [quoted = ''] = QUOTED.exec(text) ?? [];
  return `${text.slice(0, offset)}${flatQuote(quoted)}${text.slice(offset + quoted.length)}`;
}

/**
 * A document with all that is in brackets or braces on one line, without the comments in it. No character moves.
 */
export function withFlatCollections(text: string, document: Document): string {
  let flat = '';
  let done = 0;
  visit(document, {
    Collection: (_, node) => {
      if (node.flow && isNode(node) && node.range && node.range[0] >= done) {
        const [start] = node.range;
        const collection = flatCollection(text.slice(start));
        flat += text.slice(done, start) + collection;
        done = start + collection.length;
      }
    },
  });
  return flat + text.slice(done);
}

/** The collection with which a text begins. Where it ends is told by its brackets: parsers end it where it is not indented. */
function flatCollection(text: string): string {
  let flat = '';
  let done = 0;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(FLOW_TOKENS)) {
    const isComment = token.startsWith('#');
    flat += text.slice(done, index) + (isComment ? ' '.repeat(token.length) : flatQuote(token));
    done = index + token.length;
    depth += token === '[' || token === '{' ? 1 : token === ']' || token === '}' ? -1 : 0;
    if (depth === 0 && !isComment) {
      return flat;
    }
  }
  return flat + text.slice(done);
}

function flatQuote(quoted: string): string {
  return quoted.replace(LINE_BREAK, ' ');
}

import { Document, isNode, visit } from 'yaml';

const QUOTED = /"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'(?!')/y;
const LINE_BREAK = /[\r\n]/g;
/** What may be in brackets and braces: quoted texts, comments, and line breaks. */
const FLOW_TOKENS = /"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'|(?<=\s)#.*|[\r\n]/g;

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
  let flat = text;
  visit(document, {
    Collection: (_, node) => {
      if (!node.flow || !isNode(node) || !node.range) {
        return undefined;
      }
      const [start, end] = node.range;
      flat = `${flat.slice(0, start)}${flat.slice(start, end).replace(FLOW_TOKENS, flatToken)}${flat.slice(end)}`;
      return visit.SKIP;
    },
  });
  return flat;
}

function flatToken(token: string): string {
  return token.startsWith('#') ? ' '.repeat(token.length) : flatQuote(token);
}

function flatQuote(quoted: string): string {
  return quoted.replace(LINE_BREAK, ' ');
}

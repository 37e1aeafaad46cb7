import { acknowledgementFrom, AcknowledgementText } from '../manifest/acknowledgement-text';
import { positionsIn } from '../source/position';

/** An acknowledgement in a comment. */
export interface CommentAcknowledgement {
  readonly said: AcknowledgementText;
  /** The line that it is about, in the document. */
  readonly line: number;
  /** Offsets of the comment in the document. */
  readonly start: number;
  readonly end: number;
}

const COMMENT = /^(.*?)(#[ \t]*cdk8s-sidecars[ \t]+acknowledge\b(.*))$/gm;
const SAYS_NOTHING = /^\s*(#.*)?$/;

/**
 * The acknowledgements in the comments of a document. One at the end of a line is about what begins there, one on a line of its
 * own about what begins on the next line.
 */
export function commentAcknowledgements(text: string): CommentAcknowledgement[] {
  if (!text.includes('cdk8s-sidecars')) {
    return [];
  }
  const lines = text.split('\n');
  const positionAt = positionsIn(text);
  return [...text.matchAll(COMMENT)].filter(([, before]) => /(^|\s)$/.test(before)).map(({ 1: before, 2: comment, 3: said, index }) => {
    let { line } = positionAt(index);
    if (before.trim() === '') {
      do {
        line++;
      } while (line <= lines.length && SAYS_NOTHING.test(lines[line - 1]));
    }
    const start = index + before.length;
    return { said: acknowledgementFrom(said), line, start, end: start + comment.trimEnd().length };
  });
}

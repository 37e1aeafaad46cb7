/** A script that cannot be made out. */
export class Unreadable extends Error {}

/** A word or an operator of a shell script. */
export interface ShellToken {
  readonly text: string;
  /** Whether it is a word, and if so, whether it stands as it is, so that it may be a reserved one. */
  readonly kind: 'operator' | 'plain' | 'quoted';
  /** What `$(…)` and backquotes in it run. */
  readonly substitutions: readonly string[];
}

const BLANK = /(?:[ \t\r]|\\\n)+|#[^\n]*/y;
const REDIRECTION = /(?:\d+|&)?(?:<<<|<<-?|>>|>\||>&|<&|<>|[<>](?!\())/y;
const OPERATOR = /&&|\|\||;;|\|&|[;|&()\n]/y;
/** What is to be filled in by whoever takes over an example. */
const PLACEHOLDER = /<[A-Z][A-Z0-9_]*>/y;
/** Up to what must be looked at one by one. */
const PLAIN = /[^\s;&|()<>\\'"`$]+/y;
const ARITHMETIC = /\(\([^()]*\)\)/y;

/**
 * The words and operators of a shell script, without comments, redirections and here-documents.
 *
 * @throws Unreadable if there is something in it that is not understood
 */
export function tokensOf(text: string): ShellToken[] {
  const tokens: ShellToken[] = [];
  const documents: string[] = [];
  let redirection = '';
  let at = 0;
  const eat = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  while (at < text.length) {
    if (eat(BLANK) !== undefined) {
      continue;
    }
    const redirected = isAt(PLACEHOLDER, text, at) ? undefined : eat(REDIRECTION);
    if (redirected !== undefined) {
      redirection = redirected;
      continue;
    }
    const operator = eat(ARITHMETIC) ?? eat(OPERATOR);
    if (operator !== undefined) {
      tokens.push({ text: operator === '|&' ? '|' : operator, kind: operator.startsWith('((') ? 'plain' : 'operator', substitutions: [] });
      at = operator === '\n' ? documents.splice(0).reduce((from, end) => afterDocument(text, from, end), at) : at;
      continue;
    }
    const word = wordAt(text, at);
    at = word.end;
    if (redirection === '') {
      tokens.push(word);
    } else if (/^\d*<<-?$/.test(redirection)) {
      documents.push(word.text);
    }
    redirection = '';
  }
  if (documents.length > 0) {
    throw new Unreadable();
  }
  return tokens;
}

/** Where the text goes on after a here-document. */
function afterDocument(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length;) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    if (text.slice(at, stop).trim() === delimiter) {
      return Math.min(stop + 1, text.length);
    }
    at = stop + 1;
  }
  throw new Unreadable();
}

function wordAt(text: string, start: number): ShellToken & { end: number } {
  let word = '';
  let quoted = false;
  let inQuotes = false;
  const substitutions: string[] = [];
  let at = start;
  for (; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') {
      word += text[++at] ?? '';
      quoted = true;
    } else if (char === '"') {
      inQuotes = !inQuotes;
      quoted = true;
    } else if (char === "'" && !inQuotes) {
      const end = endOf(text, "'", at + 1);
      word += text.slice(at + 1, end);
      quoted = true;
      at = end;
    } else if (char === '`') {
      const end = endOf(text, '`', at + 1);
      substitutions.push(text.slice(at + 1, end));
      word += text.slice(at, end + 1);
      at = end;
    } else if (char === '$' && (text[at + 1] === '(' || text[at + 1] === '{')) {
      const end = closing(text, at + 1);
      if (text[at + 1] === '(' && text[at + 2] !== '(') {
        substitutions.push(text.slice(at + 2, end));
      }
      word += text.slice(at, end + 1);
      at = end;
    } else if (char === '<' && isAt(PLACEHOLDER, text, at)) {
      word += text.slice(at, PLACEHOLDER.lastIndex);
      at = PLACEHOLDER.lastIndex - 1;
    } else if (!inQuotes && /[\s;&|()<>]/.test(char)) {
      break;
    } else {
      PLAIN.lastIndex = at;
      const plain = PLAIN.exec(text)?.[0] ?? char;
      word += plain;
      at += plain.length - 1;
    }
  }
  if (inQuotes || at === start) {
    throw new Unreadable();
  }
  return { text: word, kind: quoted ? 'quoted' : 'plain', substitutions, end: at };
}

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function endOf(text: string, quote: string, from: number): number {
  const end = text.indexOf(quote, from);
  if (end < 0) {
    throw new Unreadable();
  }
  return end;
}

/** Where the bracket at a place is closed again. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') {
      at++;
    } else if (char === "'") {
      at = endOf(text, "'", at + 1);
    } else if (char === '(' || char === '{') {
      depth++;
    } else if ((char === ')' || char === '}') && --depth === 0) {
      return at;
    }
  }
  throw new Unreadable();
}

/** What has a meaning in no text, may end a line, or be a tab: the parser knows what to make of it. */
const UNUSUAL = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const FIRST_LINE = /^---\n/;
const KEY = /(?:\w[\w./-]*|"[^"\\\n]*"|'[^'\n]*'):(?=[ \n]|$)/y;
/** The rest of a line of text without quotes: neither a key nor a comment. */
const REST = /[^\n:#]*(?:(?::(?![ \n]|$)|(?<! )#)[^\n:#]*)*(?=\n|$)/y;
const UNQUOTED = /(?:[\w/.$(<=~^+]|-(?![ \n]|$))/y;
const SINGLE_QUOTED = /'[^']*(?:''[^']*)*' *(?=\n|$)/y;
const DOUBLE_QUOTED = /"[^"\\]*(?:\\["\\/bfnrt][^"\\]*)*" *(?=\n|$)/y;
const EMPTY_COLLECTION = /(?:\[\]|\{\}) *(?=\n|$)/y;
const BLOCK = /[|>][+-]? *(?=\n|$)/y;

const SPACE = 0x20;

/** Far fewer levels than are read. */
const MOST_LEVELS = 40;

/** What may follow in deeper lines: nothing, what belongs to a key, or the rest of a text without quotes. */
type Open = 'nothing' | 'value' | 'text';

/**
 * Whether a document is a map in a form so plain that it can be read for certain, and that has neither aliases nor tags in it. Long
 * documents that do not matter, such as definitions of custom resources, need not be parsed then to know that they are sound.
 */
export function isPlainMap(document: string): boolean {
  return !UNUSUAL.test(document) && new PlainMapReader(document).isRead();
}

/** Reads line by line. It gives up early, and never reads what the parser would not. */
class PlainMapReader {
  private at: number;
  /** The columns of the collections around, from the outside in; that of a list may be that of the key that it belongs to. */
  private readonly columns: number[] = [];
  private readonly lists: boolean[] = [];
  private open: Open = 'value';

  public constructor(private readonly text: string) {
    this.at = FIRST_LINE.test(text) ? 4 : 0;
  }

  public isRead(): boolean {
    while (this.at < this.text.length) {
      if (!this.line()) {
        return false;
      }
      this.at++;
    }
    return this.columns.length > 0;
  }

  /** Up to its line break. */
  private line(): boolean {
    const column = this.skipSpaces();
    switch (this.text[this.at]) {
      case '\n':
      case undefined:
        return true;
      case '#':
        this.open = this.open === 'text' ? 'nothing' : this.open;
        this.at = this.lineEnd();
        return true;
      default:
        return this.open === 'text' && column > this.innermost() ? this.skip(REST) : this.node(column);
    }
  }

  /** A key, an item, or both. */
  private node(column: number): boolean {
    const isItem = this.text[this.at] === '-' && this.text[this.at + 1] === ' ';
    if (!this.enter(column, isItem)) {
      return false;
    }
    if (!isItem) {
      return this.skip(KEY) && this.value();
    }
    this.at++;
    const inside = column + 1 + this.skipSpaces();
    if (!this.skip(KEY)) {
      return this.text[this.at] !== '\n' && this.value();
    }
    this.push(inside, false);
    return this.value();
  }

  /** Whether there can be a key, or an item, at a column. Collections that are deeper in end here. */
  private enter(column: number, isItem: boolean): boolean {
    if (this.columns.length === 0) {
      this.push(column, isItem);
      return column === 0 && !isItem;
    }
    if (this.open === 'value' && (column > this.innermost() || (column === this.innermost() && isItem && !this.lists.at(-1)))) {
      this.push(column, isItem);
      return this.columns.length <= MOST_LEVELS;
    }
    while (this.columns.length > 0 && (this.innermost() > column || (this.innermost() === column && this.lists.at(-1) && !isItem))) {
      this.columns.pop();
      this.lists.pop();
    }
    return this.columns.length > 0 && this.innermost() === column && this.lists.at(-1) === isItem;
  }

  private value(): boolean {
    this.skipSpaces();
    this.open = 'nothing';
    switch (this.text[this.at]) {
      case '\n':
      case undefined:
        this.open = 'value';
        return true;
      case '\'': return this.quoted(SINGLE_QUOTED);
      case '"': return this.quoted(DOUBLE_QUOTED);
      case '[':
      case '{':
        return this.skip(EMPTY_COLLECTION);
      case '|':
      case '>':
        return this.skip(BLOCK) && this.block();
      default:
        this.open = 'text';
        return this.skip(UNQUOTED) && this.skip(REST);
    }
  }

  /** All its lines have to be deeper in than what it belongs to. */
  private quoted(pattern: RegExp): boolean {
    const end = this.at;
    if (!this.skip(pattern)) {
      return false;
    }
    for (let at = this.text.indexOf('\n', end); at >= 0 && at < this.at; at = this.text.indexOf('\n', at + 1)) {
      const first = this.afterSpaces(at + 1);
      if (this.text[first] !== '\n' && first - at - 1 <= this.innermost()) {
        return false;
      }
    }
    return true;
  }

  /** Lines as deep in as the first one, or empty. */
  private block(): boolean {
    let least: number | undefined;
    for (; this.at < this.text.length; this.at = this.lineEnd()) {
      const first = this.afterSpaces(this.at + 1);
      const column = first - this.at - 1;
      if (first >= this.text.length || (this.text[first] === '\n' && (least !== undefined || column === 0))) {
        continue;
      }
      if (column <= this.innermost()) {
        return true;
      }
      if (column < (least ??= column) || this.text[first] === '\n') {
        return false;
      }
    }
    return true;
  }

  private push(column: number, isList: boolean): void {
    this.columns.push(column);
    this.lists.push(isList);
  }

  private innermost(): number {
    return this.columns[this.columns.length - 1];
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const isThere = pattern.test(this.text);
    this.at = isThere ? pattern.lastIndex : this.at;
    return isThere;
  }

  /** How many there are. */
  private skipSpaces(): number {
    const start = this.at;
    this.at = this.afterSpaces(start);
    return this.at - start;
  }

  private afterSpaces(offset: number): number {
    let at = offset;
    while (this.text.charCodeAt(at) === SPACE) {
      at++;
    }
    return at;
  }

  private lineEnd(): number {
    const end = this.text.indexOf('\n', this.at + 1);
    return end < 0 ? this.text.length : end;
  }
}

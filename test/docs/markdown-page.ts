import { Node, Parser } from 'commonmark';
import { headingAnchor } from '../../site/heading-anchor';

export interface Link {
  readonly destination: string;
  readonly isImage: boolean;
  /** The first line of the paragraph, list item or table that it is in. */
  readonly line: number;
}

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly line: number;
}

export interface Fence {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

/** What is asked of a page of Markdown. */
export interface MarkdownPage {
  readonly links: readonly Link[];
  readonly headings: readonly Heading[];
  readonly fences: readonly Fence[];
  /** What stands after # in links to its sections. */
  readonly anchors: ReadonlySet<string>;
}

const parser = new Parser();

export function markdownPage(text: string): MarkdownPage {
  const links: Link[] = [];
  const headings: Heading[] = [];
  const fences: Fence[] = [];
  const html: string[] = [];
  const walker = parser.parse(text).walker();
  for (let step = walker.next(); step; step = walker.next()) {
    const { node, entering } = step;
    if (entering) {
      switch (node.type) {
        case 'link':
        case 'image':
          links.push({ destination: node.destination!, isImage: node.type === 'image', line: lineOf(node) });
          break;
        case 'heading':
          headings.push({ level: node.level, text: textOf(node), line: lineOf(node) });
          break;
        case 'code_block':
          fences.push({ language: node.info ?? '', text: node.literal!, line: lineOf(node) });
          break;
        case 'html_block':
        case 'html_inline':
          html.push(node.literal!);
          break;
      }
    }
  }
  return { links, headings, fences, anchors: new Set([...anchorsOf(headings), ...idsOf(html)]) };
}

/** Headings of the same text are numbered from the second on. */
function anchorsOf(headings: readonly Heading[]): string[] {
  const seen = new Map<string, number>();
  return headings.map(({ text }) => {
    const anchor = headingAnchor(text);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

function idsOf(html: readonly string[]): string[] {
  return html.flatMap(tag => [...tag.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, id]) => id));
}

function textOf(node: Node): string {
  const walker = node.walker();
  let text = '';
  for (let step = walker.next(); step; step = walker.next()) {
    text += step.node.type === 'text' || step.node.type === 'code' ? step.node.literal : '';
  }
  return text;
}

/** Only blocks know where they are. */
function lineOf(node: Node): number {
  let block = node;
  while (!block.sourcepos) {
    block = block.parent!;
  }
  return block.sourcepos[0][0];
}

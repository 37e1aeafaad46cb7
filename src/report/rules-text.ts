import { BASES } from './rule-bases';
import { ruleTitle } from './rule-reference';
import { SEVERITY_STYLES } from './severity-styles';
import { sourceUrl } from './source-link';
import { Rule } from '../checks/rule';
import { hanging, Line, Paint, printed, widthOf } from '../render/styled-line';

/** In fewer columns, a summary stands under the name of the rule and not beside it. */
const LEAST_BESIDE = 40;

const INDENT: Line = [{ text: '  ' }];

/**
 * Rules as a table for a terminal, which has no line wider than that.
 */
export function rulesTable(rules: readonly Rule[], width: number, paint: Paint): string {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(({ length }) => length));
  const severityWidth = widest(rules.map(({ severity }) => severity));
  const slugWidth = widest(rules.map(({ slug }) => slug));
  return printed(rules.flatMap(({ id, severity, slug, text }): Line[] => {
    const name: Line = [
      { text: `${id}  ` },
      { text: severity.padEnd(severityWidth), style: SEVERITY_STYLES[severity] },
      { text: `  ${slug.padEnd(slugWidth)}  `, style: 'bold' },
    ];
    return width - widthOf(name) >= LEAST_BESIDE ? hanging(name, text.summary, width) : [name, ...hanging([{ text: '       ' }], text.summary, width)];
  }), paint);
}

/**
 * All that is to be read about rules, for a terminal. YAML is as wide as it is.
 */
export function rulesText(rules: readonly Rule[], width: number, paint: Paint): string {
  return printed(rules.flatMap((rule, i) => [...i === 0 ? [] : [[], []], ...ruleLines(rule, width)]), paint);
}

function ruleLines(rule: Rule, width: number): Line[] {
  const { severity, basis, text: { summary, details, versions, sources, example, exampleTarget, corrected } } = rule;
  const target = exampleTarget === undefined ? '' : ` for Kubernetes ${exampleTarget}`;
  return [
    [{ text: ruleTitle(rule), style: 'bold' }, { text: '  ' }, { text: severity, style: SEVERITY_STYLES[severity] }],
    ...hanging([], summary, width),
    [],
    ...markdownLines(details.trim(), width),
    [],
    ...hanging([{ text: 'Kubernetes: ', style: 'bold' }], versions, width),
    ...hanging([{ text: 'Basis:      ', style: 'bold' }], BASES[basis], width),
    [{ text: 'Sources:', style: 'bold' }],
    ...sources.flatMap(source => hanging(INDENT, sourceText(source), width)),
    [],
    ...hanging([], `It is found here${target}:`, width, 'bold'),
    [],
    ...yamlLines(example),
    [],
    ...hanging([], 'And not here:', width, 'bold'),
    [],
    ...yamlLines(corrected),
  ];
}

function sourceText(source: string): string {
  const url = sourceUrl(source);
  return url === undefined || url === source ? source : `${source} ${url}`;
}

function yamlLines(yaml: string): Line[] {
  return yaml.trim().split('\n').map((text): Line => [...INDENT, { text }]);
}

/** Paragraphs and the points of lists are wrapped, and code is left as it is. */
function markdownLines(markdown: string, width: number): Line[] {
  return markdown.split(/^(```[^]*?^```)$/m).filter(Boolean).flatMap(part => part.startsWith('```') ? part.split('\n').map((text): Line => [{ text }])
    : blocksOf(part).flatMap(([mark, text]) => text === '' ? [[]] : hanging([{ text: mark }], text, width)));
}

/** Paragraphs and points, each with the mark before it, and empty lines between them. */
function blocksOf(text: string): [mark: string, text: string][] {
  const blocks: [string, string][] = [];
  for (const line of text.replace(/^\n|\n$/g, '').split('\n')) {
    const [, mark, content] = /^(\s*(?:[-*]|\d+\.)\s+)?(.*)$/.exec(line)!;
    const last = blocks.at(-1);
    if (mark === undefined && content !== '' && last !== undefined && last[1] !== '') {
      last[1] += ` ${content.trim()}`;
    } else {
      blocks.push([mark ?? '', content.trim()]);
    }
  }
  return blocks;
}

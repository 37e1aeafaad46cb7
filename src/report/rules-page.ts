import { BASES } from './rule-bases';
import { ruleAnchor, ruleTitle } from './rule-reference';
import { sourceLink } from './source-link';
import { Rule } from '../checks/rule';

const INTRODUCTION = `\
<!-- Made of the rules in src/checks by: npx projen docs:rules -->

# Rules

This is what \`cdk8s-sidecars check\` looks for, and what the constructs look for at synthesis. \`cdk8s-sidecars rules SC301\` prints what
stands here about one rule.

An **error** would be refused by the API server, or would not do what it says. A **warning** works, but probably not as meant. An **info** is
worth knowing. That is what a rule usually finds; in some cases it finds more or less.`;

/**
 * A page of Markdown on all rules.
 */
export function rulesPage(rules: readonly Rule[]): string {
  const table = [
    '| rule | severity | what is wrong |',
    '|---|---|---|',
    ...rules.map(rule => `| [${ruleTitle(rule)}](#${ruleAnchor(rule)}) | ${rule.severity} | ${rule.text.summary.replace(/\|/g, '\\|')} |`),
  ].join('\n');
  return `${[INTRODUCTION, table, ...rules.map(section)].join('\n\n')}\n`;
}

function section(rule: Rule): string {
  const { severity, basis, text: { summary, details, versions, sources, example, exampleTarget, corrected } } = rule;
  const target = exampleTarget === undefined ? '' : ` for Kubernetes ${exampleTarget}`;
  return [
    `## ${ruleTitle(rule)}`,
    summary,
    `- Severity: ${severity}\n- Basis: ${BASES[basis]}\n- Kubernetes: ${versions}`,
    details.trim(),
    `It is found here${target}:`,
    yaml(example),
    'And not here:',
    yaml(corrected),
    `Sources: ${sources.map(sourceLink).join(', ')}`,
  ].join('\n\n');
}

function yaml(text: string): string {
  return `\`\`\`yaml\n${text.trim()}\n\`\`\``;
}

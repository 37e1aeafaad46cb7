import { ExplainedRule } from './explained-rule';
import { ruleUrl } from './rule-reference';

/**
 * Rules with all that is to be read about them, as JSON.
 */
export function rulesJson(rules: readonly ExplainedRule[]): string {
  return `${JSON.stringify(rules.map(ruleJson), null, 2)}\n`;
}

function ruleJson(rule: ExplainedRule): object {
  const { id, slug, severity, basis, text: { summary, details, versions, sources, example, corrected, exampleTarget } } = rule;
  return { id, slug, severity, basis, summary, details: details.trim(), versions, sources, example, exampleTarget, corrected, url: ruleUrl(rule) };
}

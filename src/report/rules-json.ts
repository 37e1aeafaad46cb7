import { ruleUrl } from './rule-reference';
import { Rule } from '../checks/rule';

/**
 * Rules with all that is to be read about them, as JSON.
 */
export function rulesJson(rules: readonly Rule[]): string {
  return `${JSON.stringify(rules.map(ruleJson), null, 2)}\n`;
}

function ruleJson(rule: Rule): object {
  const { id, slug, severity, basis, text: { summary, details, versions, sources, example, corrected, exampleTarget } } = rule;
  return {
    id,
    slug,
    severity,
    basis,
    summary,
    details: details.trim(),
    versions,
    sources,
    example: example.trimStart(),
    exampleTarget,
    corrected: corrected.trimStart(),
    url: ruleUrl(rule),
  };
}

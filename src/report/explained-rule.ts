import { Rule, RuleText } from '../checks/rule';

/** A rule about which there is something to read. */
export interface ExplainedRule extends Rule {
  readonly text: RuleText;
}

/**
 * The rules about which there is something to read.
 */
export function explainedRules(rules: readonly Rule[]): ExplainedRule[] {
  return rules.filter((rule): rule is ExplainedRule => rule.text !== undefined);
}

/** What the basis of a rule means. */
export const BASES: { readonly [basis in Rule['basis']]: string } = {
  api: 'the API server refuses it',
  judgement: 'a judgement of what images, commands and names are known to mean',
};

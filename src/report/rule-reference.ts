import { Rule } from '../checks/rule';

/** Where this project is at home. */
export const PROJECT_URL = 'https://github.com/cdk8s-sidecars/cdk8s-sidecars';

/**
 * A rule as it is called, such as `SC301 no-start-gate`.
 */
export function ruleTitle({ id, slug }: Pick<Rule, 'id' | 'slug'>): string {
  return `${id} ${slug}`;
}

/**
 * The anchor of the heading that GitHub makes of the title of a rule.
 */
export function ruleAnchor(rule: Pick<Rule, 'id' | 'slug'>): string {
  return ruleTitle(rule).toLowerCase().replace(' ', '-');
}

/**
 * Where a rule is explained.
 */
export function ruleUrl(rule: Pick<Rule, 'id' | 'slug'>): string {
  return `${PROJECT_URL}/blob/main/docs/rules.md#${ruleAnchor(rule)}`;
}

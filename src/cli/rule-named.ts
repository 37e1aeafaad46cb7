import { isCalled } from '../checks/catalogue';
import { ruleTitle } from '../report/rule-reference';
import { UnusableInput } from '../source/unusable-input';

interface Named {
  readonly id: string;
  readonly slug: string;
}

/** More of them are no help. */
const MOST_SUGGESTIONS = 3;

/**
 * The rule with an id or a slug, in capitals or not.
 *
 * @throws UnusableInput if there is none; it names those that may have been meant
 */
export function ruleNamed<R extends Named>(name: string, rules: readonly R[]): R {
  const rule = rules.find(known => isCalled(known, name));
  if (!rule) {
    const near = rulesNear(name.toLowerCase(), rules).map(ruleTitle);
    throw new UnusableInput(`There is no rule '${name}'. ${near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'cdk8s-sidecars rules lists all.'}`);
  }
  return rule;
}

function rulesNear<R extends Named>(name: string, rules: readonly R[]): R[] {
  return rules
    .map(rule => ({ rule, distance: Math.min(distanceTo(rule.id.toLowerCase(), name), distanceTo(rule.slug, name)) }))
    .filter(({ distance }) => distance <= Math.floor(name.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ rule }) => rule);
}

/** How many characters are missing, too many or wrong. A slug may also be cut short, or lack its beginning. */
function distanceTo(known: string, name: string): number {
  if (name.length >= 3 && known.includes(name)) {
    return 0;
  }
  let row = Array.from({ length: name.length + 1 }, (_, i) => i);
  [...known].forEach((character, above) => {
    const next = [above + 1];
    for (let i = 1; i <= name.length; i++) {
      next[i] = Math.min(next[i - 1] + 1, row[i] + 1, row[i - 1] + (name[i - 1] === character ? 0 : 1));
    }
    row = next;
  });
  return row[name.length];
}

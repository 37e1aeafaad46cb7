import { ruleNamed } from './rule-named';
import { RulesOptions } from './rules-command';
import { painter, widthFrom } from './terminal-output';
import { CATALOGUE } from '../checks/catalogue';
import { rulesJson } from '../report/rules-json';
import { rulesTable, rulesText } from '../report/rules-text';

/**
 * What `rules` does.
 *
 * @param names ids or slugs; all rules if there are none
 */
export function showRules(names: readonly string[], options: RulesOptions): void {
  const rules = CATALOGUE;
  const named = [...new Set(names.map(name => ruleNamed(name, rules)))];
  const width = widthFrom(options.width);
  process.stdout.write(options.output === 'json' ? rulesJson(named.length > 0 ? named : rules)
    : named.length > 0 ? rulesText(named, width, painter()) : rulesTable(rules, width, painter()));
}

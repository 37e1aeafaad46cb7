import { Command, Option } from 'commander';
import { USUAL_WIDTH } from '../render/columns';

const HELP = `
Examples:
  cdk8s-sidecars rules
  cdk8s-sidecars rules SC301 port-conflict
  cdk8s-sidecars rules -o json | jq -r '.[] | select(.basis == "api") | .id'

Exit codes: 0 fine, 2 there is no such rule.`;

/** The options of `rules`. */
export interface RulesOptions {
  readonly output: 'text' | 'json';
  readonly width?: string;
}

/**
 * `rules`: what is checked, and what is to be read about it.
 */
export function rulesCommand(): Command {
  return new Command('rules')
    .description('List what is checked, or explain rules: what they find, why that is wrong, an example, and the same without the fault.')
    .argument('[RULE...]', 'ids or slugs of rules, such as SC301 or no-start-gate')
    .addOption(new Option('-o, --output <FORMAT>', 'form of the output; json has all about each rule').choices(['text', 'json']).default('text'))
    .option('--width <COLUMNS>', `columns of the form text (default: those of the terminal, else ${USUAL_WIDTH})`)
    .addHelpText('after', HELP)
    .exitOverride()
    .action((names: string[], options: RulesOptions) => {
      const { showRules } = require('./rules') as typeof import('./rules');
      showRules(names, options);
    });
}

import { ruleNamed } from '../../src/cli/rule-named';
import { UnusableInput } from '../../src/source/unusable-input';

const RULES = [
  { id: 'SC101', slug: 'probe-on-init' },
  { id: 'SC102', slug: 'init-forever' },
  { id: 'SC301', slug: 'no-start-gate' },
  { id: 'SC401', slug: 'port-conflict' },
];

test.each(['SC301', 'sc301', 'no-start-gate', 'No-Start-Gate'])('%s is a rule', name => {
  expect(ruleNamed(name, RULES)).toBe(RULES[2]);
});

test.each([
  ['SC302', 'Did you mean SC102 init-forever or SC301 no-start-gate?'],
  ['no-start-gat', 'Did you mean SC301 no-start-gate?'],
  ['port', 'Did you mean SC401 port-conflict?'],
  ['prot-conflict', 'Did you mean SC401 port-conflict?'],
  ['SC10', 'Did you mean SC101 probe-on-init or SC102 init-forever?'],
  ['sc', 'cdk8s-sidecars rules lists all.'],
  ['', 'cdk8s-sidecars rules lists all.'],
  ['image-missing', 'cdk8s-sidecars rules lists all.'],
])('%s is no rule: %s', (name, rest) => {
  expect(() => ruleNamed(name, RULES)).toThrow(new UnusableInput(`There is no rule '${name}'. ${rest}`));
});

import fc from 'fast-check';
import { expand } from './expand';
import { expandedInProbe, unexpanded } from '../../../src/lowering/supervised/expansion';

/** Texts of the characters that mean something to a shell or to the kubelet, or of any at all. */
const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom('$', '(', ')', '{', '}', "'", '"', '\\', '`', '\n', ' ', '-', '~', '*', '#', '!', 'A', 'B', 'é') }),
  fc.string({ unit: 'binary' }),
);

test.each([
  ['a plain text', {}, 'a plain text'],
  ['$', {}, '$'],
  ['$$', {}, '$'],
  ['$$$', {}, '$$'],
  ['$A ${A} $', { A: 'x' }, '$A ${A} $'],
  ['$(A)$(B)', { A: 'x' }, 'x$(B)'],
  ['$$(A) $$$(A)', { A: 'x' }, '$(A) $x'],
  ['$(A', { A: 'x' }, '$(A'],
  ['$($(A)', { A: 'x' }, '$($(A)'],
  ['$()', { '': 'x' }, 'x'],
])('the kubelet makes of %s with %j this: %s', (text, variables, expected) => {
  expect(expand(text, variables)).toBe(expected);
});

test.each([
  ['', ''],
  ['$A ${A} 5$', '$A ${A} 5$'],
  ['$(A)', '$$(A)'],
  ['$((1 + $(A)))', '$$((1 + $$(A)))'],
  ['kill $$', 'kill $$$'],
  ['$$(A)', '$$$$(A)'],
])('%s is written as %s, so that the kubelet leaves it as it is', (text, expected) => {
  expect(unexpanded(text)).toBe(expected);
});

test('whatever the variables are, the kubelet leaves a text as it is', () => {
  const variables = fc.dictionary(fc.oneof(fc.constantFrom('A', 'B', 'AB', ''), texts), texts);
  fc.assert(fc.property(texts, variables, (text, known) => {
    expect(expand(unexpanded(text), known)).toBe(text);
  }), { numRuns: 1000, examples: [['$é', {}], ['$€', { A: 'x' }]] });
});

test.each([
  ['a plain word', 'a plain word'],
  ['$(URL)/$(URL)', 'http://x/http://x'],
  ['$$(URL) $$', '$(URL) $'],
  ['$(SECRET)', ''],
  ['$(PATH) $(date) $(', '$(PATH) $(date) $('],
])('in a probe, the kubelet makes of %s this: %s', (word, expected) => {
  const env = [{ name: 'URL', value: 'http://x' }, { name: 'SECRET', valueFrom: { secretKeyRef: { key: 'k' } } }];
  expect(expandedInProbe(word, { name: 'proxy', env })).toBe(expected);
});

test('in a probe, the kubelet makes of a word what it makes of one in a command, with the values in env', () => {
  const names = fc.constantFrom('A', 'B', 'AB');
  fc.assert(fc.property(texts.map(text => text.replace(/[^\0-\x7f]/g, '')), fc.dictionary(names, fc.constantFrom('', 'x', '$(A)')), (word, known) => {
    const env = Object.entries(known).map(([name, value]) => ({ name, value }));
    expect(expandedInProbe(word, { name: 'proxy', env })).toBe(expand(word, known));
  }), { numRuns: 1000 });
});

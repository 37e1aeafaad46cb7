import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expand } from './expand';
import { shellWords, unexpanded } from '../../../src/lowering/supervised/shell';

test.each([
  [[], ''],
  [['a', 'b c', ''], "'a' 'b c' ''"],
  [["it's", "''"], "'it'\\''s' ''\\'''\\'''"],
  [['$HOME `id` "x" \\ \n'], "'$HOME `id` \"x\" \\ \n'"],
])('the words %j are %s to a shell', (words, text) => {
  expect(shellWords(words)).toBe(text);
});

/** Texts of the characters that mean something to a shell or to the kubelet, or of any at all. */
const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom('$', '(', ')', '{', '}', "'", '"', '\\', '`', '\n', ' ', '-', '~', '*', '#', '!', 'A', 'B', 'é') }),
  fc.string({ unit: 'binary' }),
);

test('a shell reads back the words that were written', () => {
  fc.assert(fc.property(fc.array(texts.map(word => word.replaceAll('\0', '')), { minLength: 1 }), words => {
    const output = execFileSync('sh', ['-c', `printf '%s\\0' ${shellWords(words)}`], { encoding: 'utf8' });
    expect(output.split('\0').slice(0, -1)).toEqual(words);
  }));
});

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

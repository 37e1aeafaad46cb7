import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { shellWords } from '../../../src/lowering/supervised/shell';

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

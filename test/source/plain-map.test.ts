import fc from 'fast-check';
import { EVENT_ID, parseEvents } from 'js-yaml';
import { isPlainMap } from '../../src/source/plain-map';

const PLAIN = `---
# Source: shop/crds/shop.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations: {}
  name: shops.example.com
  'quoted': it's
spec:
  group: example.com
  names:
    - shop

    - a text
      on two lines
  versions:
  - name: v1
    short: []
    # why
    schema:
      description: A text that

        goes on
      type: object
    "served": "a \\"quote\\"\\n"
    nothing:
  - description: |-
      A block: of
        lines # all of it

      ends
    other: 'single, it''s

      on lines'
  - >
    folded
  last: -1
`;

/** What the parser says of it. */
function isSound(text: string): boolean {
  try {
    const events = parseEvents(text, {});
    return events[1]?.type === EVENT_ID.MAPPING && events.filter(({ type }) => type === EVENT_ID.DOCUMENT).length === 1
      && events.every(event => event.type !== EVENT_ID.ALIAS && !('tagStart' in event && event.tagStart >= 0));
  } catch {
    return false;
  }
}

test('what is written as most manifests are is a plain map', () => {
  expect(isPlainMap(PLAIN)).toBe(true);
  expect(isSound(PLAIN)).toBe(true);
});

test.each<[string, string]>([
  ['nothing', ''],
  ['comments only', '# a\n'],
  ['a list', '- a\n'],
  ['a text', 'a\n'],
  ['an alias', 'a: *b\n'],
  ['a tag', 'a: !b c\n'],
  ['a tab', 'a:\n\tb: 1\n'],
  ['a second document', 'a: 1\n---\nb: 2\n'],
  ['the end of the document', 'a: 1\n...\n'],
  ['a key that is not at the column of the others', 'a:\n    b: 1\n  c: 2\n'],
  ['a key deeper than a text', 'a: b\n  c: 2\n'],
  ['a key on the line of another one', 'a: b: c\n'],
  ['an item among keys', 'a: 1\n- b\n'],
  ['a text that goes on after a comment', 'a: b\n  # c\n  d\n'],
  ['a quoted text without an end', 'a: "b\n'],
  ['a quoted text with more behind it', 'a: "b" c\n'],
  ['a quoted text that is not indented', 'a:\n  b: "c\n  d"\n'],
  ['an escape that is none', 'a: "\\q"\n'],
  ['a block whose first line is deeper than the others', 'a: |\n    b\n  c\n'],
  ['a block with a deeper empty line before it', 'a: |\n    \n  c\n'],
  ['more levels than there are', Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
])('%s is none', (_, text) => {
  expect(isPlainMap(text)).toBe(false);
});

const BITS = ['', '', ' ', '  ', '\n', '\n  ', '- ', '---\n', '...\n', ':', ': ', '#', ' #', '"', '\'', '|', '>+', '[', '}', '&a ', '*a', '!t ', '? ', ',', '%', '@',
  '`', '\t', '\r', '\\', 'a', 'k: ', 'k:\n', '\u0085', '\ufeff', '<<: ', '    '];
const CHANGES = fc.array(fc.record({ at: fc.nat(PLAIN.length), without: fc.nat(2), bit: fc.constantFrom(...BITS) }), { minLength: 1, maxLength: 4 });

test('whatever is changed in it, it is none where the parser reads no such map', () => {
  let plain = 0;
  fc.assert(fc.property(CHANGES, changes => {
    const text = changes.reduce((changed, { at, without, bit }) => changed.slice(0, at) + bit + changed.slice(at + without), PLAIN);
    const isPlain = isPlainMap(text);
    plain += Number(isPlain);
    expect(isPlain && !isSound(text)).toBe(false);
  }), { numRuns: 5000 });
  expect(plain).toBeGreaterThan(500);
});

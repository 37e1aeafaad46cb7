import fc from 'fast-check';
import { parse, parseDocument } from 'yaml';
import { jsonText, KUBECTL_YAML, yamlText } from '../../src/source/kubectl-yaml';

const read = (text: string) => parseDocument(text, KUBECTL_YAML).toJS();

/** As Go reads them: https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go */
test.each<[string, unknown]>([
  ['yes', true],
  ['Y', true],
  ['on', true],
  ['True', true],
  ['no', false],
  ['OFF', false],
  ['n', false],
  ['~', null],
  ['', null],
  ['NULL', null],
  ['5', 5],
  ['-5', -5],
  ['+5', 5],
  ['0644', 420],
  ['-0644', -420],
  ['0o644', 420],
  ['0b11', 3],
  ['0x1F', 31],
  ['-0X1f', -31],
  ['1_000', 1000],
  ['08', 8],
  ['0', 0],
  ['1e3', 1000],
  ['1.', 1],
  ['.5', 0.5],
  ['-1.5e+3', -1500],
  ['1_0.5', 10.5],
  ['1e999', '1e999'],
  ['0x_', '0x_'],
  ['e5', 'e5'],
  ['.', '.'],
  ['1.2.3', '1.2.3'],
  ['1:20', '1:20'],
  ['1:20.5', '1:20.5'],
  ['2020-01-01', '2020-01-01'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
  ['yEs', 'yEs'],
  ['=', '='],
  ['"0644"', '0644'],
  ["'yes'", 'yes'],
  ['!!str 0644', '0644'],
  ['!!int "5"', 5],
  ['!!float 5', 5],
  ['!custom 5', '5'],
])('a: %s is read as %j', (text, value) => {
  expect(read(`a: ${text}`)).toEqual({ a: value });
});

test('of equal keys the last one counts, and merged keys count less than one\'s own', () => {
  expect(read('a: 1\na: 2\nb: &b {c: 1, d: 1}\ne: {<<: *b, c: 2}\n')).toEqual({ a: 2, b: { c: 1, d: 1 }, e: { c: 2, d: 1 } });
});

test('a directive does not change how the text is read', () => {
  expect(read('%YAML 1.2\n---\na: 0644\nb: yes\n')).toEqual({ a: 420, b: true });
});

test.each([
  ['yes', '"yes"'],
  ['Off', '"Off"'],
  ['y', '"y"'],
  ['null', '"null"'],
  ['~', '"~"'],
  ['', '""'],
  ['0644', '"0644"'],
  ['0o644', '"0o644"'],
  ['1e3', '"1e3"'],
  ['1_000', '"1_000"'],
  ['1:20', '"1:20"'],
  ['2020-01-01', '"2020-01-01"'],
  ['.', '"."'],
  ['e5', '"e5"'],
  ['=', '"="'],
  ['<<', '"<<"'],
  ['.inf', '".inf"'],
  ['a: b', '"a: b"'],
  ['# a', '"# a"'],
  ['- a', '"- a"'],
  ['a\tb', '"a\\tb"'],
  ['$(A) "b"', '$(A) "b"'],
  ['1.2.3', '1.2.3'],
  ['on-call', 'on-call'],
  ['a\r\nb', '"a\\r\\nb"'],
  ['\u0085\u2028\ufeff\u0007', '"\\u0085\\u2028\\ufeff\\u0007"'],
  ['é 😀', 'é 😀'],
  ['a\nb', '|-\n  a\n  b'],
  ['#!/bin/sh\nif true; then\n\techo\nfi\n', '|\n  #!/bin/sh\n  if true; then\n  \techo\n  fi'],
  ['  a\nb\n', '|2\n    a\n  b'],
  ['a\n\n', '"a\\n\\n"'],
  [' \n', '" \\n"'],
  ['\ta\nb\n', '"\\ta\\nb\\n"'],
])('the text %j is written as %s', (value, text) => {
  expect(yamlText({ a: value })).toBe(`a: ${text}\n`);
});

test('an object is written in its own order, without anchors and without what is undefined', () => {
  const shared = { 'x': 1.5, '0644': true, 'yes': null };
  expect(yamlText({ b: [shared, shared], a: {}, c: undefined, d: [], e: -0 })).toBe(`\
b:
  - x: 1.5
    "0644": true
    "yes": null
  - x: 1.5
    "0644": true
    "yes": null
a: {}
d: []
e: 0
`);
});

test('long lines stay lines', () => {
  const long = 'word '.repeat(50).trim();
  expect(yamlText({ a: long, b: `${long}\n${long}` })).toBe(`a: ${long}\nb: |-\n  ${long}\n  ${long}\n`);
});

const PIECES = ['\n', ' ', '\t', 'a', ':', '#', '-', '"', "'", '\\', '|', '>', '{', ']', ',', '?', '&', '*', '!', '%', '@', '---', '\r', '\u0085', '\u2028', 'é',
  'yes', 'null', '0', '0644', '1e3', '1:20', '.', '~', '=', '<<', '2020-01-01'];
const text = fc.oneof(fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 8 }), fc.string());
const { value } = fc.letrec(tie => ({
  value: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true })),
}));

test('whatever is written is read as the same, as YAML of both versions and as JSON', () => {
  fc.assert(fc.property(value, before => {
    const object = { a: before };
    expect(read(yamlText(object))).toEqual(object);
    expect(parse(yamlText(object), { version: '1.1' })).toEqual(object);
    expect(parse(yamlText(object), { version: '1.2' })).toEqual(object);
    for (const indent of [undefined, '  ', '\t']) {
      expect(read(jsonText(object, indent))).toEqual(object);
      expect(JSON.parse(jsonText(object, indent))).toEqual(object);
    }
  }), { numRuns: 500 });
});

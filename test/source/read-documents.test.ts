import { helmSource, readDocuments, treeOf } from '../../src/source/read-documents';

function valuesIn(text: string): unknown[] {
  const { documents, errors } = readDocuments(text);
  expect(errors).toEqual([]);
  return documents.map(({ value }) => value);
}

test.each<[string, string, unknown[]]>([
  ['one document', 'kind: Job\n', [{ kind: 'Job' }]],
  ['several documents', 'a: 1\n---\nb: 2\n--- # next\nc: 3\n', [{ a: 1 }, { b: 2 }, { c: 3 }]],
  ['documents with nothing in them', '---\n# only a comment\n---\n\n---\na: 1\n---\n', [{ a: 1 }]],
  ['directives and a byte order mark', '\ufeff%YAML 1.1\n---\na: 1\n', [{ a: 1 }]],
  ['JSON', '{"a": [1, null]}', [{ a: [1, null] }]],
  ['JSON objects one after the other', '{"a": 1}\n{"b": 2}', [{ a: 1 }, { b: 2 }]],
  ['KYAML', '---\n{\n  kind: "Job",\n  spec: {\n    list: [\n      "a",\n    ],\n  },\n}\n', [{ kind: 'Job', spec: { list: ['a'] } }]],
  ['words for true and false', 'a: yes\nb: off\nc: "no"\n', [{ a: true, b: false, c: 'no' }]],
  ['dates and times of day as texts', 'a: 2026-11-24\nb: 12:30\n', [{ a: '2026-11-24', b: '12:30' }]],
  ['nothing, said in several ways', 'a:\nb: null\nc: ~\n', [{ a: null, b: null, c: null }]],
  ['anchors and merge keys', 'a: &x {k: 1}\nb: {<<: *x, l: 2}\n', [{ a: { k: 1 }, b: { k: 1, l: 2 } }]],
  ['a key twice, of which the last one counts', 'a: 1\na: 2\n', [{ a: 2 }]],
  ['a quoted text that is not indented, which kubectl reads', 'kind: A\nspec:\n  args: ["\n    x\n  "]\n', [{ kind: 'A', spec: { args: ['     x   '] } }]],
  ['a list in brackets that ends where its key begins, which kubectl reads', 'spec:\n  args: [\n  "a", # first\n  b\n  ]\n  c: {\n  d: "#\n  e" }\n',
    [{ spec: { args: ['a', 'b'], c: { d: '#   e' } } }]],
  ['Windows line ends', 'a: 1\r\n---\r\nb: |\r\n  x\r\n', [{ a: 1 }, { b: 'x\n' }]],
])('reads %s', (_, text, expected) => {
  expect(valuesIn(text)).toEqual(expected);
});

test('a document that cannot be read is told with its place, and the others are read', () => {
  const { documents, errors } = readDocuments('a: 1\n---\nb: [1\n---\nc: 3\n---\na: {{ .x }}\n---\n- e\n---\nf\n');
  expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { c: 3 }]);
  expect(errors).toEqual([
    { line: 4, column: 1, message: expect.stringMatching(/^the document ends too early\./) },
    { line: 7, column: 5, message: expect.stringContaining('Is this a template that was not rendered?') },
    { line: 9, column: 1, message: 'this is not a Kubernetes object, but a list.' },
    { line: 11, column: 1, message: 'this is not a Kubernetes object, but a single value.' },
  ]);
});

test('another document that begins after three dots alone is told', () => {
  expect(readDocuments('a: 1\n...\nb: 2\n').errors).toEqual([
    { line: 2, column: 1, message: 'another document begins without a line of three dashes before it.' },
  ]);
});

test('the template of a chart is known where Helm says it', () => {
  const [first, second] = readDocuments('---\n# Source: shop/templates/web.yaml\na: 1\n---\nb: 2\n').documents;
  expect([first, second].map(helmSource)).toEqual(['shop/templates/web.yaml', undefined]);
});

test('documents with more aliases than people write are not read', () => {
  const bomb = ['a0: &a0 [x]', ...Array.from({ length: 20_000 }, (_, i) => `b${i}: *a0`)].join('\n');
  expect(readDocuments(bomb).errors.length).toBe(1);
});

test('a document that only kubectl reads has a tree of the same offsets', () => {
  const [document] = readDocuments('a:\n- k: v\n  e:\nb:\n  args: ["\n    x\n  "]\n').documents;
  expect(treeOf(document)).toMatchObject({
    type: 'map',
    entries: [{ name: 'a' }, { name: 'b', value: { type: 'map', entries: [{ name: 'args', key: { start: 20, end: 24 }, value: { start: 26, end: 39 } }] } }],
  });
});

test('a comment in the content of a document is not taken for one of Helm', () => {
  expect(helmSource(readDocuments('a: |\n  x\n# Source: shop/templates/web.yaml\nb: 2\n').documents[0])).toBeUndefined();
});

test('it is told how many documents come before, those without content included', () => {
  expect(readDocuments('a: 1\n---\n# Nothing.\n---\n- x\n---\nb: 2\n').documents.map(({ index }) => index)).toEqual([0, 3]);
});

test.each<[string, string, unknown[]]>([
  ['blank lines between comments', `${'# a\n\n'.repeat(1000)}a: 1\n`, [{ a: 1 }]],
  ['Windows line ends', `${'\r\n'.repeat(1000)}a: 1\r\n`, [{ a: 1 }]],
  ['nothing else', '# a\n \t\n%YAML 1.1\r\n\r\n'.repeat(1000), []],
])('thousands of lines of %s are read in no time', (_, text, expected) => {
  const begun = performance.now();
  expect(valuesIn(text)).toEqual(expected);
  expect(performance.now() - begun).toBeLessThan(2000);
});

test('thousands of lines in brackets that are not indented, which kubectl reads, are read in no time', () => {
  const begun = performance.now();
  expect(valuesIn(`a: [\n${'b,\n'.repeat(3000)}]\n`)).toEqual([{ a: Array(3000).fill('b') }]);
  expect(performance.now() - begun).toBeLessThan(5000);
});

test.each([['brackets', `a: ${'['.repeat(50_000)}`, 103], ['lines', Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), 100]])(
  'what is too deep in %s is told to be so', (_, text, column) => {
    const { documents, errors: [{ message, ...position }] } = readDocuments(text);
    expect(documents).toEqual([]);
    expect(message).toBe('this is more than 100 levels deep, which is not read here.');
    expect(position.column).toBe(column);
  });

import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { KubernetesObject } from '../../src/manifest/types';
import { KUBECTL_YAML, yamlText } from '../../src/source/kubectl-yaml';
import { mapManifestText } from '../../src/source/manifest-text';
import { UnusableInput } from '../../src/source/unusable-input';

const mark = (object: KubernetesObject): KubernetesObject => 'touch' in object ? { ...object, touch: 'done' } : object;
const marked = (text: string) => mapManifestText(text, 'file.yaml', ({ object }) => mark(object));
const objectsIn = (text: string) => {
  const objects: KubernetesObject[] = [];
  mapManifestText(text, 'file.yaml', ({ object }) => {
    objects.push(object);
    return object;
  });
  return objects;
};
const positionsOf = (field: string, text: string) => {
  const positions: string[] = [];
  mapManifestText(text, 'file.yaml', ({ object, position }) => {
    const { line, column } = position(field);
    positions.push(`${line}:${column}`);
    return object;
  });
  return positions;
};

test.each<[string, string, string]>([
  ['a document', 'touch: me\na:\n- 1 # one\n', 'touch: done\na:\n  - 1\n'],
  ['one of several documents', '---\n# Source: a\na: [1,  2]\n---\n# Source: b\ntouch: me\n# end of b\n\n---\n---\nc:   1\n',
    '---\n# Source: a\na: [1,  2]\n---\n# Source: b\ntouch: done\n# end of b\n\n---\n---\nc:   1\n'],
  ['neighbours', 'touch: me\n---\ntouch: me\n---\ntouch: me\n', 'touch: done\n---\ntouch: done\n---\ntouch: done\n'],
  ['a document after a directive', '%YAML 1.2\n--- # c\ntouch: me\n...\n# d\n---\na: 1\n', '%YAML 1.2\n--- # c\ntouch: done\n...\n# d\n---\na: 1\n'],
  ['a document with an anchor', '--- &x !!map\ntouch: me\n---\na: 1\n', '--- &x !!map\ntouch: done\n---\na: 1\n'],
  ['aliases', 'a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 1}\ntouch: me\n', 'a:\n  b: 1\nc:\n  b: 1\nd:\n  b: 1\n  e: 1\ntouch: done\n'],
  ['an indented document', '---\n  touch: me\n  a: 1\n---\n  b: 1\n', '---\ntouch: done\na: 1\n---\n  b: 1\n'],
  ['a document without a line end', 'touch: me', 'touch: done\n'],
  ['Windows line ends', '# c\r\ntouch: me\r\na: |\r\n  x\r\n  y\r\n---\r\nb: 1\r\n', '# c\r\ntouch: done\r\na: |\r\n  x\r\n  y\r\n---\r\nb: 1\r\n'],
  ['a Windows document among others', 'a: 1\n---\r\ntouch: me\r\n---\nb: 1\n', 'a: 1\n---\r\ntouch: done\r\n---\nb: 1\n'],
  ['a byte order mark', '\ufefftouch: me\n', '\ufefftouch: done\n'],
  ['a byte order mark after a separator', 'a: 1\n---\n\ufefftouch: me\n', 'a: 1\n---\n\ufefftouch: done\n'],
  ['a flow map', '--- {touch: me, a: [1]} # c\n---\nb: 1\n', '--- {"touch":"done","a":[1]} # c\n---\nb: 1\n'],
  ['a text at the end that keeps its line ends', 'touch: me\na: |+\n  x\n\n---\nb: 1\n', 'touch: done\na: "x\\n\\n"\n---\nb: 1\n'],
  ['a text at the end of the input', 'touch: me\na: |\n  x', 'touch: done\na: |\n  x\n'],
  ['JSON on one line', '{"touch":"me","a":1}', '{"touch":"done","a":1}'],
  ['JSON on several lines', '{\n    "touch": "me",\n    "a": [1]\n}\n', '{\n    "touch": "done",\n    "a": [\n        1\n    ]\n}\n'],
  ['JSON with tabs and Windows line ends', '{\r\n\t"touch": "me"\r\n}\r\n', '{\r\n\t"touch": "done"\r\n}\r\n'],
  ['JSON lines', '{"a": 1}\n{"touch": "me"}\n{"b": 1}\n', '{"a": 1}\n{"touch":"done"}\n{"b": 1}\n'],
  ['JSON objects side by side', '{"a": 1}{"touch": "me"} {"b": 1}', '{"a": 1}{"touch":"done"} {"b": 1}'],
])('an object is replaced in %s', (_, before, after) => {
  expect(marked(before)).toBe(after);
});

test('what is replaced is read and written as kubectl understands it', () => {
  expect(marked('touch: me\na: 0644\nb: yes\nc: "yes"\nd: "0644"\ne: 1e3\nf: 1:20\n'))
    .toBe('touch: done\na: 420\nb: true\nc: "yes"\nd: "0644"\ne: 1000\nf: "1:20"\n');
});

test.each<[string, string, KubernetesObject[]]>([
  ['nothing', '', []],
  ['empty documents', '---\n# a\n---\nnull\n---\n', []],
  ['equal keys', 'a: 1\na: 2\n', [{ a: 2 }]],
  ['nulls', 'a:\nb: [null]\n', [{ a: null, b: [null] }]],
  ['many aliases', `a: &x 1\nb: [${'*x, '.repeat(200)}]\n`, [{ a: 1, b: Array(200).fill(1) }]],
  ['JSON', '{"a":"\\u00e9\\/\\ud83d\\ude00"}\n{"b":"0644"}\n', [{ a: 'é/😀' }, { b: '0644' }]],
])('the objects of %s are: %j', (_, text, objects) => {
  expect(objectsIn(text)).toEqual(objects);
});

test.each([
  ['spec.containers[1].image', '8:12'],
  ['spec.containers[1]', '7:5'],
  ['spec.containers[1].command', '7:5'],
  ['spec.containers[7].image', '6:3'],
  ['spec.copy.b', '10:9'],
  ['status.phase', '3:1'],
  ['', '3:1'],
])('%s is at %s', (field, expected) => {
  const text = '# c\n---\nkind: Pod\nspec:\n  containers:\n  - name: a\n  - name: b\n    image: "b"\n  origin: &o {b: 1}\n  copy: *o\n';
  expect(positionsOf(field, text)).toEqual([expected]);
});

test('positions count from the beginning of the file, in every document and JSON object', () => {
  expect(positionsOf('a', 'a: 1\n---\n# c\na: 1\r\n---\r\nb: 1\r\na: 2\n')).toEqual(['1:4', '4:4', '7:4']);
  expect(positionsOf('a', '{"a": 1} {"a": 1}\n{\n "a": 1}{"a": 1}')).toEqual(['1:7', '1:16', '3:7', '3:15']);
});

test.each([
  ['a fault in the second document', 'a: 1\n---\nb: "c\n', 'file.yaml:3:4: this quoted text has no end.'],
  ['a quote that would end in the next document', 'a: "b\n---\nc: "d"\n', 'file.yaml:1:4: this quoted text has no end.'],
  ['an alias of the document before', 'a: &x 1\n---\nb: *x\n', "file.yaml:3:4: no anchor '&x' comes before the alias '*x'."],
  ['a fault in the second JSON object', '{"a": 1} {"b" 1}', 'file.yaml:1:15: Missing , or : between flow map items.'],
  ['a merge of what is no map', '---\na: {<<: 1}\n', 'file.yaml:2:1: Merge sources must be maps or map aliases.'],
  ['few aliases that make gigabytes', [...'abcdefgh'].reduce((text, name, i) => `${text}${'bcdefghi'[i]}: &${'bcdefghi'[i]} [${Array(9).fill(`*${name}`)}]\n`,
    'a: &a [1]\n'), 'file.yaml:1:1: Excessive alias count indicates a resource exhaustion attack.'],
  ['quotes that only kubectl understands, where there may be sidecars', 'initContainers:\n  b: "c\nd"\n',
    'file.yaml:2:6: all lines of this quoted text must be indented deeper than the field that it belongs to.'],
])('%s makes the input unusable', (_, text, message) => {
  expect(() => marked(text)).toThrow(new UnusableInput(message));
});

test('quotes that only kubectl understands pass where there are no sidecars', () => {
  const text = 'touch: me\n---\na:\n  b: ["\n  c\n"]\n  d: 1\n---\ntouch: me\n';
  expect(marked(text)).toBe(text.replace(/me/g, 'done'));
});

const name = fc.string({ unit: 'grapheme-ascii', minLength: 1 });
/** To YAML 1.1, the key << is none, but merges what is there. */
const object = fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true })
  .filter(fields => !JSON.stringify(fields).includes('"<<"'))
  .map((fields): KubernetesObject => JSON.parse(JSON.stringify({ ...fields, kind: 'ConfigMap' })));
const yamlDocument = fc.tuple(object, fc.constantFrom(0, 80), fc.constantFrom('', '# Source: a.yaml\n', '\n\n'))
  .map(([fields, lineWidth, before]) => `${before}${stringify(fields, { version: '1.1', lineWidth })}`);
const flowDocument = object.map(fields => `${JSON.stringify(fields)}\n`);
const yamlStream = fc.tuple(
  fc.constantFrom('', '---\n', '\ufeff'),
  fc.array(fc.oneof(yamlDocument, flowDocument, fc.constantFrom('', '# nothing\n')), { maxLength: 5 }),
  fc.constantFrom('---\n', '--- # next\n', '...\n---\n', '---\n---\n'),
  fc.constantFrom('\n', '\r\n'),
).map(([before, documents, separator, lineEnd]) => `${before}${documents.join(separator)}`.replace(/\n/g, lineEnd));
const jsonStream = fc.tuple(fc.array(object), fc.constantFrom('', '\n', '\r\n'), fc.constantFrom(undefined, 2, '\t'))
  .map(([objects, gap, indent]) => objects.map(fields => JSON.stringify(fields, null, indent)).join(gap));

test('whatever the stream is, all of it passes unless an object changes', () => {
  fc.assert(fc.property(fc.oneof(yamlStream, jsonStream), text => {
    expect(marked(text)).toBe(text);
  }), { numRuns: 500 });
});

test('whatever the stream is, the objects that change do so, and no others', () => {
  fc.assert(fc.property(fc.array(fc.tuple(object, fc.boolean()), { minLength: 1 }), documents => {
    const before = documents.map(([fields, touched]) => touched ? { ...fields, touch: 'me' } : fields);
    const after = documents.map(([fields, touched]) => touched ? { ...fields, touch: 'done' } : fields);
    const text = marked(before.map(fields => yamlText(fields)).join('---\n'));
    expect(parseAllDocuments(text, KUBECTL_YAML).map(document => document.toJS())).toEqual(after);
  }));
});

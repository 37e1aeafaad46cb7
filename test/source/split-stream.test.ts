import fc from 'fast-check';
import { splitStream } from '../../src/source/split-stream';

test.each([
  ['nothing', ['']],
  ['one document', ['a: 1\n']],
  ['documents', ['a: 1\n', '---\nb: 1\n', '--- # c\nc: 1\n', '---']],
  ['separators at the beginning and next to each other', ['---\n', '---\na: 1\n', '---\n', '---\n']],
  ['Windows line ends', ['a: 1\r\n', '---\r\nb: 1\r\n', '---\r\n']],
  ['directives', ['%YAML 1.1\n', '---\na: 1\n...\n%YAML 1.1\n', '---\nb: 1\n']],
  ['byte order marks', ['\ufeff---\na: 1\n', '---\n', '\ufeffb: 1\n']],
  ['dashes that separate nothing', ['----\na: |\n ---\n', '--- a\n']],
  ['YAML documents that are JSON', ['{"a":1}\n', '---\n{"b":2}\n']],
])('YAML with %s is split into its documents: %j', (_, parts) => {
  expect(splitStream(parts.join(''))).toEqual(parts);
});

test.each([
  ['one object', ['{"a":1}']],
  ['an object and a line end', ['{"a":1}\n']],
  ['objects on one line', ['{"a":1}', ' {"b":2}', '{"c":3}']],
  ['objects on a line each', ['{"a":1}', '\n{"b":2}\n']],
  ['objects on several lines', ['\n{\n  "a": {}\n}', '\n\n{\n  "b": {}\n}\n\n']],
  ['braces and quotes in texts', ['{"a":"}{\\"}\\\\"}', '{"}":"{"}']],
  ['a byte order mark', ['\ufeff{"a":1}', '\n{"b":2}']],
])('JSON with %s is split into its objects: %j', (_, parts) => {
  expect(splitStream(parts.join(''))).toEqual(parts);
});

test.each([
  ['a list', '[{}]'],
  ['YAML that looks like JSON at first', "{a: '}', b: '{'}\n"],
  ['an object that is cut off', '{"a":1}\n{"b":{'],
  ['an object that is cut off in a text', '{"a":1}\n{"b":"}\\"'],
  ['a comma between objects', '{"a":1},\n{"b":2}'],
  ['a brace too many', '{"a":1}}\n'],
  ['more after the objects', '{"a":1}\n# end\n'],
])('a stream with %s stays in one piece: %j', (_, stream) => {
  expect(splitStream(stream)).toEqual([stream]);
});

test('whatever the objects are, each comes back as it is', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
  fc.assert(fc.property(fc.array(object, { minLength: 1 }), fc.constantFrom('', '\n', ' '), fc.constantFrom(undefined, 2), (objects, gap, indent) => {
    const parts = splitStream(objects.map(value => JSON.stringify(value, null, indent)).join(gap));
    expect(parts.map(part => JSON.parse(part))).toEqual(JSON.parse(JSON.stringify(objects)));
  }));
});

test('long texts take no long time', () => {
  const long = `{"a":"${'\\"'.repeat(1_000_000)}"}`;
  expect(splitStream(`${long}${long}`)).toEqual([long, long]);
  expect(splitStream(long.slice(0, -2))).toHaveLength(1);
});

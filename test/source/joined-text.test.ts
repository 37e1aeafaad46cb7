import { joinedText } from '../../src/source/joined-text';

test.each<[string, string[], string]>([
  ['no files', [], ''],
  ['empty files', ['', ''], ''],
  ['one file', ['a: 1'], 'a: 1'],
  ['one file among empty ones', ['', '\ufeffa: 1', ''], '\ufeffa: 1'],
  ['YAML files', ['a: 1\n', 'b: 1\n'], 'a: 1\n---\nb: 1\n'],
  ['a file without a line end', ['a: 1', 'b: 1'], 'a: 1\n---\nb: 1\n'],
  ['files that begin with a separator', ['---\na: 1\n', '---\nb: 1\n', '--- # c\nc: 1\n'], '---\na: 1\n---\nb: 1\n--- # c\nc: 1\n'],
  ['a file that begins with more than three dashes', ['a: 1\n', '----: 1\n'], 'a: 1\n---\n----: 1\n'],
  ['a file that begins with a comment', ['a: 1\n', '# b\n---\nb: 1\n'], 'a: 1\n---\n# b\n---\nb: 1\n'],
  ['files with byte order marks', ['\ufeffa: 1\n', '\ufeffb: 1\n', '\ufeff---\nc: 1\n'], 'a: 1\n---\nb: 1\n---\nc: 1\n'],
  ['JSON files', ['{"a":1}', '\n{"b":1}\n', '{"c":1}'], '{"a":1}\n\n{"b":1}\n{"c":1}\n'],
  ['a JSON file before a YAML file', ['{"a":1}\n', 'b: 1\n'], '---\n{"a":1}\n---\nb: 1\n'],
  ['a JSON file after a YAML file', ['a: 1\n', '{"b":1}'], 'a: 1\n---\n{"b":1}\n'],
])('%s are one stream: %j', (_, texts, stream) => {
  expect(joinedText(texts)).toBe(stream);
});

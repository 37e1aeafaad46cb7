import { LineCounter, parseAllDocuments, ParsedNode } from 'yaml';
import { documentFault } from '../../src/source/document-fault';
import { KUBECTL_YAML } from '../../src/source/kubectl-yaml';

function faultsIn(text: string): { at: string; message: string; harmless?: boolean }[] {
  const lineCounter = new LineCounter();
  return [...parseAllDocuments<ParsedNode>(text, { ...KUBECTL_YAML, lineCounter })].flatMap(document => {
    const fault = documentFault(document, text);
    if (!fault) {
      return [];
    }
    const { offset, ...rest } = fault;
    const { line, col } = lineCounter.linePos(offset);
    return [{ at: `${line}:${col}`, ...rest }];
  });
}

test.each([
  ['nothing', ''],
  ['comments and separators', '# a\n---\n---\n# b\n...\n'],
  ['null', 'null\n---\n~\n'],
  ['maps', 'a: 1\n---\n{b: 1}\n--- &x !!map\nc: 1\n'],
  ['equal keys', 'a: 1\na: 2\n'],
  ['unknown tags', 'a: !x 1\n'],
  ['anchors and aliases', 'a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: &x 1\n'],
  ['an anchor that is given anew within itself', 'a: &x {b: &y 1, c: *y}\n'],
  ['a tab after a colon', 'a:\tb\n'],
])('%s is no fault', (_, text) => {
  expect(faultsIn(text)).toEqual([]);
});

test.each([
  ['a text', 'just a text\n', '1:1', 'this is not a Kubernetes object, but a single value.'],
  ['a number', '# a\n\n  5\n', '3:3', 'this is not a Kubernetes object, but a single value.'],
  ['a list', '---\n- a: 1\n', '2:1', 'this is not a Kubernetes object, but a list.'],
  ['an alias before its anchor', 'a: *x\nb: &x 1\n', '1:4', "no anchor '&x' comes before the alias '*x'."],
  ['an alias of another document', 'a: &x 1\n...\nb: *x\n', '3:4', "no anchor '&x' comes before the alias '*x'."],
  ['an anchor around its alias', 'a: &x\n  b: [*x]\n', '2:7', "the anchor '&x' contains itself."],
  ['a map as a key', 'a:\n  {b: 1}: c\n', '2:3', 'a key cannot be a map or a list. Is this a template that was not rendered?'],
  ['a placeholder of a template', 'a:\n  b: {{ .Values.b }}\n', '2:7', 'a key cannot be a map or a list. Is this a template that was not rendered?'],
  ['a condition of a template', 'a:\n{{- if .b }}\n  b: 1\n', '2:1', 'Implicit keys need to be on a single line. Is this a template that was not rendered?'],
  ['a tab as indentation', 'a:\n\tb: 1\n', '2:1', 'Tabs are not allowed as indentation.'],
  ['a colon in a plain text', 'a: 1\nb: c: d\n', '2:4', 'Nested mappings are not allowed in compact mappings.'],
  ['a key that stands too far left', 'a:\n  b:\n    c: 1\n   d: 1\n', '4:1', 'All mapping items must start at the same column.'],
  ['a key without a colon', 'a:\n- b\nc\n', '3:1', 'Implicit map keys need to be followed by map values.'],
  ['a reserved character', 'a: @b\n', '1:4', 'Plain value cannot start with reserved character @.'],
  ['a brace too many', '{"a": 1}}\n', '1:9', 'Unexpected flow-map-end token in YAML stream: "}".'],
  ['a missing comma', '{"a": "1"\n"b": 2}\n', '2:1', 'Missing , between flow map items.'],
  ['JSON that is cut off', '{"a": {"b": 1}\n', '2:1', 'the document ends too early. Flow map must end with a }.'],
  ['a double quote without an end', 'a: 1\nb: "c\nd: 1\n', '2:4', 'this quoted text has no end.'],
  ['a single quote without an end', "a:\n- 'b''\n- c\n", '2:3', 'this quoted text has no end.'],
  ['JSON that is cut off in a text', '{"a": 1,\n "b": "c', '2:7', 'this quoted text has no end.'],
])('%s is a fault: %j', (_, text, at, message) => {
  expect(faultsIn(text)).toContainEqual({ at, message });
});

test.each([
  ['double', 'a:\n  b: ["\n  c \\" d\n"]\n', '2:7'],
  ['single', "a:\n  b: 'c\nit''s'\n", '2:6'],
])('%s quotes whose lines are not indented are a fault that kubectl does not mind', (_, text, at) => {
  expect(faultsIn(text)).toEqual([
    { at, message: 'all lines of this quoted text must be indented deeper than the field that it belongs to.', harmless: true },
  ]);
});

import { parseDocument } from 'yaml';
import { withFlatCollections, withFlatQuote } from '../../src/source/flat-text';
import { KUBECTL_YAML } from '../../src/source/kubectl-yaml';

test.each<[string, string, string]>([
  ['in double quotes', 'a: "x\n  y\r\n z" # "\n', 'a: "x   y   z" # "\n'],
  ['in single quotes, with one in it', "a: 'x''\ny'\nb: 1\n", "a: 'x'' y'\nb: 1\n"],
  ['with a quote that is escaped', 'a: "x\\"\ny\\\\"\nb: "1\n"\n', 'a: "x\\" y\\\\"\nb: "1\n"\n'],
  ['with a line break that is escaped', 'a: "x\\\ny"\n', 'a: "x\\ y"\n'],
  ['on one line', 'a: "x"\nb: 1\n', 'a: "x"\nb: 1\n'],
  ['without an end', 'a: "x\ny\n', 'a: "x\ny\n'],
])('a quoted text %s comes onto one line, and nothing moves', (_, text, flat) => {
  expect(withFlatQuote(text, 3)).toBe(flat);
  expect(flat).toHaveLength(text.length);
});

test.each<[string, string, string]>([
  ['a list', 'a: [\nb,\n  c\n]\nd: 1\n', 'a: [ b,   c ]\nd: 1\n'],
  ['a map', 'a: {\r\nb: 1,\r\n}\r\n', 'a: {  b: 1,  }\r\n'],
  ['one in the other', 'a: [{\n  b: [\n1]\n}]\nc: {\n}\n', 'a: [{   b: [ 1] }]\nc: { }\n'],
  ['comments in it', 'a: [ # x ]\n  b, # "\n]\n', 'a: [         b,     ]\n'],
  ['quoted texts in it, which keep what looks like a comment', 'a: ["x # y\n z", \'# ]\', b#c,\n]\n', 'a: ["x # y  z", \'# ]\', b#c, ]\n'],
  ['brackets in texts', 'a: [ "]\n", it\'s,\n  ]\n', 'a: [ "] ", it\'s,   ]\n'],
  ['several', 'a: [\nb ]\nc: {\nd: e\n}\nf: 1\n', 'a: [ b ]\nc: { d: e }\nf: 1\n'],
  ['without an end, of which all is in it', 'a: [\nb: 1\n', 'a: [ b: 1 '],
  ['nothing in it', 'a: 1\nb:\n- c # [\n', 'a: 1\nb:\n- c # [\n'],
])('what is in brackets comes onto one line: %s', (_, text, flat) => {
  expect(withFlatCollections(text, parseDocument(text, KUBECTL_YAML))).toBe(flat);
  expect(flat).toHaveLength(text.length);
});

import { parseEvents } from 'js-yaml';
import { documentTree, indexOfEntry, nodesOn, TreeMap, TreeNode } from '../../src/source/document-tree';

const treeOf = (text: string) => documentTree(text, parseEvents(text, {}));

/** The texts of all nodes; keys are in front of `=`, and dashes are as far from their items as they are written. */
function shown(text: string, node = treeOf(text)!): unknown {
  const written = text.slice(node.start, node.end);
  switch (node.type) {
    case 'map': return {
      [node.isFlow ? 'flow' : 'block']: node.entries.map(({ name, key, behindColon, value }) => [
        name, text.slice(key.start, behindColon), shown(text, value),
      ]),
      written,
    };
    case 'list': return {
      [node.isFlow ? 'flow' : 'block']: node.items.map(item => shown(text, item)),
      written,
      ...node.isFlow ? {} : { dashes: node.dashes },
    };
    case 'scalar': return node.isBlock ? { lines: written } : written;
    case 'alias': return { alias: written };
  }
}

test.each<[string, unknown]>([
  ['a: 1\nb: c d # e\n', { block: [['a', 'a:', '1'], ['b', 'b:', 'c d']], written: 'a: 1\nb: c d' }],
  ['a : 1\n"b" : \'2\'\n', { block: [['a', 'a :', '1'], ['b', '"b" :', "'2'"]], written: 'a : 1\n"b" : \'2\'' }],
  ['a:\n  b:\n\n  # c: 1\nd:', { block: [['a', 'a:', { block: [['b', 'b:', '']], written: 'b:' }], ['d', 'd:', '']], written: 'a:\n  b:\n\n  # c: 1\nd:' }],
  ['a: "b\n  c" # d\n', { block: [['a', 'a:', '"b\n  c"']], written: 'a: "b\n  c"' }],
  ['a: b\n  c # d\ne: f#g\n', { block: [['a', 'a:', 'b\n  c'], ['e', 'e:', 'f#g']], written: 'a: b\n  c # d\ne: f#g' }],
  ['- a\n-\n# - b\n- - c\n  - d\n', {
    block: ['a', '', { block: ['c', 'd'], written: '- c\n  - d', dashes: [14, 20] }], written: '- a\n-\n# - b\n- - c\n  - d', dashes: [0, 4, 12],
  }],
  ['- a: b-c # - d\n  e: 1\n-\tf\n', {
    block: [{ block: [['a', 'a:', 'b-c'], ['e', 'e:', '1']], written: 'a: b-c # - d\n  e: 1' }, 'f'], written: '- a: b-c # - d\n  e: 1\n-\tf', dashes: [0, 22],
  }],
  ['a:\n- &b-c\n- d\n', { block: [['a', 'a:', { block: ['', 'd'], written: '- &b-c\n- d', dashes: [3, 10] }]], written: 'a:\n- &b-c\n- d' }],
  ['{a: 1, "b":[c, {}], d: , }', {
    flow: [['a', 'a:', '1'], ['b', '"b":', { flow: ['c', { flow: [], written: '{}' }], written: '[c, {}]' }], ['d', 'd:', '']],
    written: '{a: 1, "b":[c, {}], d: , }',
  }],
  ['{a, b: 1}', { flow: [['a', 'a', ''], ['b', 'b:', '1']], written: '{a, b: 1}' }],
  ['[a: 1, {b: 2}]', { flow: [{ flow: [['a', 'a:', '1']], written: 'a: 1' }, { flow: [['b', 'b:', '2']], written: '{b: 2}' }], written: '[a: 1, {b: 2}]' }],
  ['---\n{\n  a: "}", # }\n  b: [ # ]\n  ],\n} # end\n', {
    flow: [['a', 'a:', '"}"'], ['b', 'b:', { flow: [], written: '[ # ]\n  ]' }]], written: '{\n  a: "}", # }\n  b: [ # ]\n  ],\n}',
  }],
  ['{"a":{"b":"c\\"}"},\t"d":null}', {
    flow: [['a', '"a":', { flow: [['b', '"b":', '"c\\"}"']], written: '{"b":"c\\"}"}' }], ['d', '"d":', 'null']], written: '{"a":{"b":"c\\"}"},\t"d":null}',
  }],
  ['a: | # b\n  c\n   d\n\ne: >-\n  f\n', {
    block: [['a', 'a:', { lines: '  c\n   d' }], ['e', 'e:', { lines: '  f' }]], written: 'a: | # b\n  c\n   d\n\ne: >-\n  f',
  }],
  ['a: |+\n  b\n\nc: 1\n', { block: [['a', 'a:', { lines: '  b\n' }], ['c', 'c:', '1']], written: 'a: |+\n  b\n\nc: 1' }],
  ['a: |\nb: |+\n\nc: 1\n', { block: [['a', 'a:', { lines: '' }], ['b', 'b:', { lines: '' }], ['c', 'c:', '1']], written: 'a: |\nb: |+\n\nc: 1' }],
  ['a: |', { block: [['a', 'a:', { lines: '' }]], written: 'a: |' }],
  ['a: &x b\nc: *x\nd: &y !!str\ne: !!map\n  f: 1\n', {
    block: [['a', 'a:', 'b'], ['c', 'c:', { alias: '*x' }], ['d', 'd:', ''], ['e', 'e:', { block: [['f', 'f:', '1']], written: 'f: 1' }]],
    written: 'a: &x b\nc: *x\nd: &y !!str\ne: !!map\n  f: 1',
  }],
  ['? a\n: b\n? c\n', { block: [['a', 'a\n:', 'b'], ['c', 'c', '']], written: '? a\n: b\n? c' }],
  ['a: 1\r\nb:\r\n- |\r\n  c\r\n', {
    block: [['a', 'a:', '1'], ['b', 'b:', { block: [{ lines: '  c' }], written: '- |\r\n  c', dashes: [10] }]], written: 'a: 1\r\nb:\r\n- |\r\n  c',
  }],
  ['\ufeff# a\nb: 1\n', { block: [['b', 'b:', '1']], written: 'b: 1' }],
  ['# a\n---\n"b"\n...\n', '"b"'],
])('%j is a tree', (text, tree) => {
  expect(shown(text)).toEqual(tree);
});

test.each(['', '# a\n', '\n\n'])('%j is no tree', text => {
  expect(treeOf(text)).toBeUndefined();
});

test.each(['---\n', '--- # a\n'])('%j is a tree with nothing in it', text => {
  expect(treeOf(text)).toMatchObject({ type: 'scalar', start: expect.any(Number) });
});

test('what is on a path is told from the outside in, as far as there is anything', () => {
  const text = 'a:\n- b: 1\n- b: 2\n  b: 3\n';
  const written = (path: string[]) => nodesOn(treeOf(text)!, path).map(({ node, entry }) => [entry?.name, text.slice(node.start, node.end)]);
  expect(written(['a', '1', 'b'])).toEqual([
    [undefined, text.trim()], ['a', '- b: 1\n- b: 2\n  b: 3'], [undefined, 'b: 2\n  b: 3'], ['b', '3'],
  ]);
  expect(written(['a', '2', 'b'])).toHaveLength(2);
  expect(written(['b'])).toHaveLength(1);
  expect(written(['a', '0', 'b', 'c'])).toHaveLength(4);
});

test('of equal keys the last one counts', () => {
  const map = treeOf('a: 1\nb: 2\na: 3\n') as TreeNode as TreeMap;
  expect(['a', 'b', 'c'].map(key => indexOfEntry(map, key))).toEqual([2, 1, -1]);
});

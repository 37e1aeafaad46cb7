import { parseEvents } from 'js-yaml';
import { PatchOperation } from '../../src/manifest/json-patch';
import { documentTree } from '../../src/source/document-tree';
import { patchEdits } from '../../src/source/patch-edits';
import { withEdits } from '../../src/source/text-edit';

const edits = (text: string, patch: readonly PatchOperation[]) => patchEdits(text, documentTree(text, parseEvents(text, {}))!, patch);

function patched(text: string, ...patch: readonly PatchOperation[]): string | undefined {
  const changes = edits(text, patch);
  return changes && withEdits(text, changes);
}

/** The lines of a template with the indentation of the first one taken away. */
function lines(template: string): string {
  const [, indent] = /^\n( *)/.exec(template)!;
  return template.split('\n').slice(1).map(line => line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()).join('\n');
}

interface Case {
  readonly title: string;
  readonly before: string;
  readonly patch: readonly PatchOperation[];
  readonly after: string;
}

const add = (path: string, value: unknown): PatchOperation => ({ op: 'add', path, value });
const replace = (path: string, value: unknown): PatchOperation => ({ op: 'replace', path, value });
const remove = (path: string): PatchOperation => ({ op: 'remove', path });
const copy = (from: string, path: string): PatchOperation => ({ op: 'copy', from, path });
const move = (from: string, path: string): PatchOperation => ({ op: 'move', from, path });

describe('a value is replaced', () => {
  test.each<[string, PatchOperation, string]>([
    ['a: 5 # five\n', replace('/a', 6), 'a: 6 # five\n'],
    ['a:   5\nb: 1\n', add('/a', 6), 'a:   6\nb: 1\n'],
    ['a: x\n', replace('/a', 'yes'), 'a: "yes"\n'],
    ['a: "x"\n', replace('/a', 'y'), 'a: "y"\n'],
    ["a: 'x'\n", replace('/a', "it's"), "a: 'it''s'\n"],
    ["a: 'x'\n", replace('/a', 'é'), 'a: é\n'],
    ['a: "x"\n', replace('/a', 1), 'a: 1\n'],
    ['a: x\n', replace('/a', 'b\nc\n'), 'a: |\n  b\n  c\n'],
    ['a: x # why\nb: 1\n', replace('/a', { c: 1 }), 'a: # why\n  c: 1\nb: 1\n'],
    ['a: x # why\nb: 1\n', replace('/a', 'c\nd\n'), 'a: | # why\n  c\n  d\nb: 1\n'],
    ['a:\nb: 1\n', add('/a', 2), 'a: 2\nb: 1\n'],
    ['a: # why\nb: 1\n', add('/a', 2), 'a: 2 # why\nb: 1\n'],
    ['a: # why\nb: 1\n', add('/a', [2]), 'a: # why\n  - 2\nb: 1\n'],
    ['a:', add('/a', { c: 2 }), 'a:\n  c: 2'],
    ['a:\n  b: 1\n  c: 2\nd: 3\n', replace('/a', 4), 'a: 4\nd: 3\n'],
    ['a: # why\n  b: 1\nd: 3\n', replace('/a', 4), 'a: 4 # why\nd: 3\n'],
    ['a:\n  b: 1\n  # end\n# next\nd: 3\n', replace('/a', [4]), 'a:\n  - 4\n  # end\n# next\nd: 3\n'],
    ['a: |\n  b\n  c\n\nd: 3\n', replace('/a', 'e'), 'a: e\n\nd: 3\n'],
    ['a: >- # why\n  b\n  c\nd: 3\n', replace('/a', 'e'), 'a: e # why\nd: 3\n'],
    ['a: |\nb: 1\n', replace('/a', 'e'), 'a: e\nb: 1\n'],
    ['a: "b\n  c"\nd: 3\n', replace('/a', 'e'), 'a: "e"\nd: 3\n'],
    ['a:\n  "b" # why\nd: 3\n', replace('/a', 'e'), 'a:\n  "e" # why\nd: 3\n'],
    ['a: {b: 1, c: 2}\n', replace('/a', { d: 1 }), 'a:\n  d: 1\n'],
    ['a: {b: 1, c: 2}\n', replace('/a/b', 'x y'), 'a: {b: "x y", c: 2}\n'],
    ['a: {b: x, c: 2}\n', replace('/a/b', 'z'), 'a: {b: z, c: 2}\n'],
    ['a: {b: , c: 2}\n', add('/a/b', [1, { d: 2 }]), 'a: {b: [1, {d: 2}] , c: 2}\n'],
    ['- a\n- b # why\n', replace('/1', { c: 1, d: [2] }), '- a\n- c: 1 # why\n  d:\n    - 2\n'],
    ['- a: 1\n  b: 2\n- c\n', replace('/0', 5), '- 5\n- c\n'],
    ['- - a\n  - b\n', replace('/0/0', 'c'), '- - c\n  - b\n'],
    ['-\n- b\n', replace('/0', 'c'), '- c\n- b\n'],
    ['a: &x b\n', replace('/a', 'c'), 'a: &x c\n'],
    ['? a\n: b\n', replace('/a', 'c'), '? a\n: c\n'],
    ['a: 1\na: 2\n', replace('/a', 3), 'a: 1\na: 3\n'],
    ['{"a":1,"b":"x"}', replace('/b', 'y'), '{"a":1,"b":"y"}'],
    ['{"a":1,"b":"x"}', replace('/a', { c: [1, 2] }), '{"a":{"c":[1,2]},"b":"x"}'],
    ['{\n  "a": 1\n}\n', replace('/a', { c: [1, {}], d: [] }), '{\n  "a": {\n    "c": [\n      1,\n      {}\n    ],\n    "d": []\n  }\n}\n'],
  ])('%j, %j', (before, operation, after) => {
    expect(patched(before, operation)).toBe(after);
  });
});

describe('something is added', () => {
  test.each<[string, PatchOperation, string]>([
    ['a: 1\n', add('/b', 'x'), 'a: 1\nb: x\n'],
    ['a: 1', add('/b', 'x'), 'a: 1\nb: x'],
    ['a: 1 # one\n\n# end\n', add('/b', 'x'), 'a: 1 # one\nb: x\n\n# end\n'],
    ['# top\n---\na: 1\n...\n', add('/b', 'x'), '# top\n---\na: 1\nb: x\n...\n'],
    ['\ufeffa: 1\n', add('/b', { c: 1 }), '\ufeffa: 1\nb:\n  c: 1\n'],
    ['a: 1\r\nc: 2\r\n', add('/b', { d: [1] }), 'a: 1\r\nc: 2\r\nb:\r\n  d:\r\n    - 1\r\n'],
    ['a:\n  b: 1\n  # end of b\nc: 2\n', add('/a/d', 1), 'a:\n  b: 1\n  d: 1\n  # end of b\nc: 2\n'],
    ['a:\n  b: 1\n    # deeper\nc: 2\n', add('/a/d', 1), 'a:\n  b: 1\n    # deeper\n  d: 1\nc: 2\n'],
    ['a:\n  b: |+\n    c\n\nd: 2\n', add('/a/e', 1), 'a:\n  b: |+\n    c\n\n  e: 1\nd: 2\n'],
    ['a:\n  b: |\n    c\n\nd: 2\n', add('/a/e', 1), 'a:\n  b: |\n    c\n  e: 1\n\nd: 2\n'],
    ['a:\n  b:\nd: 2\n', add('/a/e', 1), 'a:\n  b:\n  e: 1\nd: 2\n'],
    ['a:\n- b: 1\n', add('/a/0/x', { z: [1, [2]] }), 'a:\n- b: 1\n  x:\n    z:\n    - 1\n    - - 2\n'],
    ['a:\n  - b: 1\n', add('/a/0/x', { z: [1, [2]] }), 'a:\n  - b: 1\n    x:\n      z:\n        - 1\n        - - 2\n'],
    ['a: {} # none\nb: 1\n', add('/a/x.y~1z', 'true'), 'a: # none\n  x.y/z: "true"\nb: 1\n'],
    ['- {}\n', add('/0/a', { b: 1 }), '- a:\n    b: 1\n'],
    ['- []\n', add('/0/-', { b: 1, c: 1 }), '- - b: 1\n    c: 1\n'],
    ['a: []\nb:\n- 1\n', add('/a/-', 2), 'a:\n- 2\nb:\n- 1\n'],
    ['a: []\n', add('/a/0', { b: 1 }), 'a:\n  - b: 1\n'],
    ['a: { b: 1 }\n', add('/a/c', { d: 'x' }), 'a: { b: 1, c: {d: "x"} }\n'],
    ['a: [x, y] # two\n', add('/a/-', 'z'), 'a: [x, y, "z"] # two\n'],
    ['a: [x, y]\n', add('/a/0', 'z'), 'a: ["z", x, y]\n'],
    ['a: [x, y]\n', add('/a/1', 'z'), 'a: [x, "z", y]\n'],
    ['a: [{}]\n', add('/a/0/b', []), 'a: [{"b": []}]\n'],
    ['a: [\n  x, # first\n  y # second\n  ]\n', add('/a/-', 'z'), 'a: [\n  x, # first\n  y, # second\n  "z"\n  ]\n'],
    ['a: [\n  x, # first\n  y\n  ]\n', add('/a/1', 'z'), 'a: [\n  x, # first\n  "z",\n  y\n  ]\n'],
    ['a: [\n  x,\n  y, # second\n  ]\n', add('/a/-', 'z'), 'a: [\n  x,\n  y, # second\n  "z",\n  ]\n'],
    ['a:\n# one\n- x\n# two\n- y\n# end\nb: 1\n', add('/a/0', 'z'), 'a:\n- z\n# one\n- x\n# two\n- y\n# end\nb: 1\n'],
    ['a:\n# one\n- x\n# two\n- y\n# end\nb: 1\n', add('/a/1', 'z'), 'a:\n# one\n- x\n- z\n# two\n- y\n# end\nb: 1\n'],
    ['a:\n# one\n- x\n# two\n- y\n# end\nb: 1\n', add('/a/-', 'z'), 'a:\n# one\n- x\n# two\n- y\n- z\n# end\nb: 1\n'],
    ['- - x\n', add('/0/0', { a: 1, b: 2 }), '- - a: 1\n    b: 2\n  - x\n'],
    ['a:\n  - x\n', add('/a/-', 'b\nc\n'), 'a:\n  - x\n  - |\n    b\n    c\n'],
    ['{"a":1}', add('/b', { c: [1, 'x, y'] }), '{"a":1,"b":{"c":[1,"x, y"]}}'],
    ['{}', add('/b', 1), '{"b": 1}'],
    ['{\n\t"a": {}\n}\n', add('/a/b', [1]), '{\n\t"a": {\n\t\t"b": [\n\t\t\t1\n\t\t]\n\t}\n}\n'],
    ['{\n  "a": [\n    1\n  ]\n}\n', add('/a/-', {}), '{\n  "a": [\n    1,\n    {}\n  ]\n}\n'],
    ['---\n{\n  a: [{\n    b: "x",\n  }],\n}\n', add('/a/-', { b: 1 }), '---\n{\n  a: [{\n    b: "x",\n  }, {\n    b: 1,\n  }],\n}\n'],
    ['---\n{\n  a: "x", # why\n}\n', add('/on', [1]), '---\n{\n  a: "x", # why\n  "on": [\n    1,\n  ],\n}\n'],
    ['a: &x\n  b: 1\n', add('/a/c', 2), 'a: &x\n  b: 1\n  c: 2\n'],
    ['a: !!map\n  b: 1\n', add('/a/c', 2), 'a: !!map\n  b: 1\n  c: 2\n'],
  ])('%j, %j', (before, operation, after) => {
    expect(patched(before, operation)).toBe(after);
  });
});

describe('something is removed', () => {
  test.each<[string, string, string]>([
    ['a: 1\nb: 2\n', '/a', 'b: 2\n'],
    ['a: 1\nb: 2\n', '/b', 'a: 1\n'],
    ['a: 1\nb: 2', '/b', 'a: 1'],
    ['a: 1\r\nb: 2\r\nc: 3\r\n', '/b', 'a: 1\r\nc: 3\r\n'],
    ['\ufeffa: 1\nb: 2\n', '/a', '\ufeffb: 2\n'],
    ['---\na: 1\nb: 2\n', '/a', '---\nb: 2\n'],
    ['# a\na: 1 # one\n# b\nb: 2\n', '/a', '# a\n# b\nb: 2\n'],
    ['a:\n  c: 1\n  # inside\n\n  # too\n\n# b\nb: 2\n', '/a', '\n# b\nb: 2\n'],
    ['- restartPolicy: Always\n  name: x\n', '/0/restartPolicy', '- name: x\n'],
    ['- restartPolicy: Always # ever\n  # of x\n  name: x\n', '/0/restartPolicy', '- # of x\n  name: x\n'],
    ['-\n  restartPolicy: Always\n  name: x\n', '/0/restartPolicy', '-\n  name: x\n'],
    ['- name: x\n  restartPolicy: Always # ever\n- name: y\n', '/0/restartPolicy', '- name: x\n- name: y\n'],
    ['- name: x\n', '/0/name', '- {}\n'],
    ['# top\na: # why\n  b: 1 # end\n', '/a', '# top\n{} # end\n'],
    ['a: # why\n  b: 1\nc: 2\n', '/a/b', 'a: {} # why\nc: 2\n'],
    ['a:\n  # of b\n  b: 1\n  # end\nc: 2\n', '/a/b', 'a: {}\n  # of b\n  # end\nc: 2\n'],
    ['a:\n- 1\nc: 2\n', '/a/0', 'a: []\nc: 2\n'],
    ['- - 1\n', '/0/0', '- []\n'],
    ['- - 1\n  - 2\n', '/0/0', '- - 2\n'],
    ['- - 1\n  - 2\n', '/0/1', '- - 1\n'],
    ['a:\n  - x: 1\n    y: 2\n    # of y\n  # of z\n  - z\n', '/a/0', 'a:\n  # of z\n  - z\n'],
    ['a:\n- x\n- |\n  # text\n\nb: 1\n', '/a/1', 'a:\n- x\n\nb: 1\n'],
    ['a: {b: 1, c: 2}\n', '/a/b', 'a: {c: 2}\n'],
    ['a: {b: 1, c: 2}\n', '/a/c', 'a: {b: 1}\n'],
    ['a: { b: 1 }\n', '/a/b', 'a: {}\n'],
    ['a: [x, y, ]\n', '/a/1', 'a: [x, ]\n'],
    ['a: [x, y, z]\n', '/a/1', 'a: [x, z]\n'],
    ['a: [\n  x, # first\n  # of y\n  y # second\n  ]\n', '/a/1', 'a: [\n  x # first\n  # of y\n  ]\n'],
    ['a: [\n  x, # first\n  # of y\n  y # second\n  ]\n', '/a/0', 'a: [\n  # of y\n  y # second\n  ]\n'],
    ['a: [\n  x,\n  y # second\n  ]\n', '/a/1', 'a: [\n  x\n  ]\n'],
    ['a: [\n  x,\n  y, # second\n  ]\n', '/a/1', 'a: [\n  x,\n  ]\n'],
    ['{"a":1,"b":2,"c":3}', '/b', '{"a":1,"c":3}'],
    ['{"a":1,"b":2,"c":3}', '/c', '{"a":1,"b":2}'],
    ['{\n  "a": 1,\n  "b": {\n    "c": 1\n  }\n}\n', '/b', '{\n  "a": 1\n}\n'],
    ['{\n  "a": 1,\n  "b": {\n    "c": 1\n  }\n}\n', '/b/c', '{\n  "a": 1,\n  "b": {}\n}\n'],
    ['{"a": 1,\n "b": 2}\n', '/a', '{"b": 2}\n'],
    ['a: 1\nb: &x 1\n', '/b', 'a: 1\n'],
    ['&x a: 1\n&y b: 1\n', '/b', '&x a: 1\n'],
  ])('%j, %s', (before, path, after) => {
    expect(patched(before, remove(path))).toBe(after);
  });
});

describe('something is copied or moved', () => {
  test.each<[string, PatchOperation, string]>([
    ['a: "x" # why\nb: 1\n', move('/a', '/c'), 'c: "x" # why\nb: 1\n'],
    ['a:\n  # inside\n  x: 1\nb: 1\n', move('/a', '/c d'), 'c d:\n  # inside\n  x: 1\nb: 1\n'],
    ['{"a": 1, "b": 2}', move('/a', '/c'), '{"c": 1, "b": 2}'],
    ['{a: 1, b: 2}', move('/a', '/c'), '{c: 1, b: 2}'],
    ['a: "x"\nb: 1\nc: 3\n', move('/a', '/b'), 'c: 3\nb: "x"\n'],
    ['a: "x"\nb: 1\n', copy('/a', '/c'), 'a: "x"\nb: 1\nc: "x"\n'],
    ['a: \'x\' # why\nb: 1\n', copy('/a', '/c'), 'a: \'x\' # why\nb: 1\nc: x\n'],
    ['a:\n    x: {y: 1}\nb: {}\n', copy('/a', '/b/c'), 'a:\n    x: {y: 1}\nb:\n  c:\n      x: {y: 1}\n'],
    ['a:\n  # of x\n  x: # why\n    - 1 # one\n  y: 1\nb:\n  - c: 1\n', move('/a/x', '/b/0/x'), 'a:\n  y: 1\nb:\n  - c: 1\n    # of x\n    x: # why\n      - 1 # one\n'],
    ['a:\n- 1 # one\n# two\n- 2\n- 3\n', move('/a/1', '/a/0'), 'a:\n# two\n- 2\n- 1 # one\n- 3\n'],
    ['a:\n- 1 # one\n# two\n- 2\n- 3\n', move('/a/0', '/a/2'), 'a:\n# two\n- 2\n- 3\n- 1 # one\n'],
    ['a:\n- |2\n    x\n   y\n- 2\nb:\n    c:\n        - 1\n', move('/a/0', '/b/c/-'), 'a:\n- 2\nb:\n    c:\n        - 1\n        - |2\n            x\n           y\n'],
    ['b:\n    c:\n        - "x\n            y"\n        - 1\na: []\n', move('/b/c/0', '/a/0'), 'b:\n    c:\n        - 1\na:\n  - "x\n      y"\n'],
    ['a:\n- 1\nb:\n- 2\n', move('/a/0', '/b/0'), 'a: []\nb:\n- 1\n- 2\n'],
    ['a: [1, {b: "x"}]\n', move('/a/1', '/a/0'), 'a: [{b: "x"}, 1]\n'],
    ['a: [x, 1]\nb:\n  - 2\n', move('/a/0', '/b/-'), 'a: [1]\nb:\n  - 2\n  - x\n'],
    ['a: [1]\nb:\n  - c: x\n  - 2\n', move('/b/0', '/a/-'), 'a: [1, {"c": "x"}]\nb:\n  - 2\n'],
    ['a: [1]\nb:\n  - c: x\n  - 2\n', move('/b/0/c', '/d'), 'a: [1]\nb:\n  - {}\n  - 2\nd: x\n'],
    ['a:\r\n- 1\r\n- b: 1 # b\r\n  c: |\r\n    d\r\n', move('/a/1', '/a/0'), 'a:\r\n- b: 1 # b\r\n  c: |\r\n    d\r\n- 1\r\n'],
    ['{\n  "a": [\n    {\n      "x": 1\n    }\n  ],\n  "b": {\n    "c": []\n  }\n}\n', move('/a/0', '/b/c/-'),
      '{\n  "a": [],\n  "b": {\n    "c": [\n      {\n        "x": 1\n      }\n    ]\n  }\n}\n'],
  ])('%j, %j', (before, operation, after) => {
    expect(patched(before, operation)).toBe(after);
  });
});

describe('manifests', () => {
  const CASES: readonly Case[] = [
    {
      title: 'a container becomes a sidecar, with its comments',
      before: `
        spec:
          # Who works.
          containers:
          - name: main
            image: 'main:1'   # pinned
          # The proxy.
          - name: proxy
            image: "proxy:1"
            args:
            - |
              # no comment
              run

            # resources: {}
          volumes: []
        `,
      patch: [add('/spec/initContainers', []), move('/spec/containers/1', '/spec/initContainers/-'), add('/spec/initContainers/0/restartPolicy', 'Always')],
      after: `
        spec:
          # Who works.
          containers:
          - name: main
            image: 'main:1'   # pinned
          volumes: []
          initContainers:
          # The proxy.
          - name: proxy
            image: "proxy:1"
            args:
            - |
              # no comment
              run
            restartPolicy: Always

            # resources: {}
        `,
    },
    {
      title: 'a container goes to a list at another depth',
      before: `
        spec:
            containers:
                - name: main
                - name: proxy # sidecar
                  command: [ "sh",
                    "-c" ]
                  env:
                  -   name: A
                      value: 1
                # The last one.
            initContainers:
            - name: first
        `,
      patch: [move('/spec/containers/1', '/spec/initContainers/0')],
      after: `
        spec:
            containers:
                - name: main
                # The last one.
            initContainers:
            - name: proxy # sidecar
              command: [ "sh",
                "-c" ]
              env:
              -   name: A
                  value: 1
            - name: first
        `,
    },
    {
      title: 'dashes on lines of their own',
      before: `
        containers :
          -
            name : a
            image : b
          -
            name : c
        `,
      patch: [add('/containers/0/restartPolicy', 'Always'), remove('/containers/1'), remove('/containers/0/name')],
      after: `
        containers :
          -
            image : b
            restartPolicy: Always
        `,
    },
    {
      title: 'several operations',
      before: `
        a: 1 # one
        b:
          - 1
          - 2
        c: {d: 1}
        `,
      patch: [remove('/a'), add('/b/0', 0), replace('/b/2', 3), add('/c/e', 2), add('/f', { g: [] }), add('/f/g/-', 'x')],
      after: `
        b:
          - 0
          - 1
          - 3
        c: {d: 1, e: 2}
        f:
          g:
            - x
        `,
    },
  ];

  test.each(CASES)('$title', ({ before, patch, after }) => {
    expect(patched(lines(before), ...patch)).toBe(lines(after));
  });
});

test('edits are as small as can be', () => {
  const text = 'a: 1 # one\nb: "x"\nc:\n- 1\n- 2\n';
  expect(edits(text, [replace('/b', 'y'), remove('/c/0'), add('/d', 1)])).toEqual([
    { start: 15, end: 16, replacement: 'y' },
    { start: 21, end: 25, replacement: '' },
    { start: 29, end: 29, replacement: 'd: 1\n' },
  ]);
  expect(edits(text, [])).toEqual([]);
  expect(edits(text, [replace('/a', 1)])).toEqual([]);
});

test.each<[string, string, PatchOperation[]]>([
  ['it does not fit', 'a: 1\n', [remove('/b')]],
  ['it does not fit', 'a: 1\n', [add('/b/c', 1)]],
  ['it does not fit', 'a:\n- 1\n', [add('/a/3', 1)]],
  ['it does not fit', 'a:\n- 1\n', [add('/a/x', 1)]],
  ['it does not fit', 'a: 1\n', [add('/a/x', 1)]],
  ['it is about the whole document', 'a: 1\n', [replace('', { b: 1 })]],
  ['the way leads through an alias', 'a: &x {b: 1}\nc: *x\n', [replace('/c/b', 2)]],
  ['what an alias stands for would change', 'a: &x {b: 1}\nc: *x\n', [replace('/a/b', 2)]],
  ['what an alias stands for would change', 'a: &x 1\nc: *x\n', [replace('/a', 2)]],
  ['what an alias stands for would change', 'a: &x\n  b: 1\nc: *x\n', [add('/a/d', 2)]],
  ['what an alias stands for would go', 'a: &x {b: 1}\nc: *x\n', [remove('/a')]],
  ['what an alias stands for would come after it', 'a:\n- &x {b: 1}\n- *x\n', [move('/a/0', '/a/1')]],
  ['a merged key cannot be removed', 'a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n', [remove('/c/b')]],
  ['of equal keys the one before would count', 'a: 1\na: 2\nb: 1\n', [remove('/a')]],
  ['it has a tag', 'a: !!str 5\n', [replace('/a', 6)]],
  ['a comment would be lost', 'a: [1]\nb:\n- c: 1 # one\n- 2\n', [move('/b/0', '/a/0')]],
  ['a comment would be lost', 'a: [ # none\n  1 ]\n', [remove('/a/0')]],
  ['a comment would be lost', 'a: [ # none\n  ]\n', [add('/a/-', 1)]],
])('no edits where %s: %j, %j', (_, text, patch) => {
  expect(edits(text, patch)).toBeUndefined();
});

test('what stands on its own next to an alias or a merged key can be changed', () => {
  expect(patched('a: &x {b: 1}\nc: *x\nd: 1\n', replace('/d', 2))).toBe('a: &x {b: 1}\nc: *x\nd: 2\n');
  expect(patched('a: &x {b: 1}\nc: *x\n', replace('/c', 2))).toBe('a: &x {b: 1}\nc: 2\n');
  expect(patched('a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n', add('/c/b', 2))).toBe('a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n  b: 2\n');
});

import fc from 'fast-check';
import { applyPatch, PatchOperation } from '../../src/manifest/json-patch';
import { itemEdits } from '../../src/source/item-edits';
import { patchEdits } from '../../src/source/patch-edits';
import { readDocuments, treeOf } from '../../src/source/read-documents';
import { withEdits } from '../../src/source/text-edit';

/** A document with an item of a list patched, for which nothing else is read; undefined if that does not do. */
function edited(text: string, path: readonly string[], ...patch: readonly PatchOperation[]): string | undefined {
  const changes = itemEdits(text, treeOf({ text })!, path, patch);
  return changes && withEdits(text, changes);
}

const second = ['items', '1'];

test.each<[string, string, PatchOperation, string]>([
  ['in block style', 'items:\n- a: 1\n  b: 2 # b\n- a: 1\n  b: 2 # b\n- a: 1\n', { op: 'replace', path: '/b', value: 3 },
    'items:\n- a: 1\n  b: 2 # b\n- a: 1\n  b: 3 # b\n- a: 1\n'],
  ['of which something is added at the end', 'items:\n  - a: 1\n  - a:\n      - x # x\n\n    # About c.\n  - c: 1\n', { op: 'add', path: '/b', value: { c: [1] } },
    'items:\n  - a: 1\n  - a:\n      - x # x\n    b:\n      c:\n        - 1\n\n    # About c.\n  - c: 1\n'],
  ['that is the last one, with something behind the list', 'items:\n- a: 1\n- a: |\n    x\nkind: List\n', { op: 'add', path: '/b', value: 2 },
    'items:\n- a: 1\n- a: |\n    x\n  b: 2\nkind: List\n'],
  ['that is the last one of a text without its last line break', 'items:\n- a: 1\n- a: 1', { op: 'add', path: '/b', value: 2 }, 'items:\n- a: 1\n- a: 1\n  b: 2'],
  ['in braces', 'items: [{a: 1}, {a: 1, b: 2}]\n', { op: 'replace', path: '/a', value: 'x' }, 'items: [{a: 1}, {a: "x", b: 2}]\n'],
  ['in braces of its own', 'items:\n- {a: 1}\n- {a: 1} # a\n', { op: 'add', path: '/b', value: 2 }, 'items:\n- {a: 1}\n- {a: 1, b: 2} # a\n'],
  ['in JSON', '{\n  "items": [\n    {\n      "a": 1\n    },\n    {\n      "a": 1\n    }\n  ]\n}\n', { op: 'add', path: '/b', value: 2 },
    '{\n  "items": [\n    {\n      "a": 1\n    },\n    {\n      "a": 1,\n      "b": 2\n    }\n  ]\n}\n'],
  ['with Windows line ends', 'items:\r\n- a: 1\r\n- a: 1\r\n  b: 2\r\n', { op: 'add', path: '/c', value: 3 }, 'items:\r\n- a: 1\r\n- a: 1\r\n  b: 2\r\n  c: 3\r\n'],
])('an item %s is patched', (_, text, operation, expected) => {
  const whole = patchEdits(text, treeOf({ text })!, [{ ...operation, path: `/items/1${operation.path}` }]);
  expect([edited(text, second, operation), withEdits(text, whole!)]).toEqual([expected, expected]);
});

test.each<[string, string, readonly string[]]>([
  ['the document itself', 'items:\n- a: 1\n- a: 1\n', []],
  ['an item that is not there', 'items:\n- a: 1\n', second],
  ['an item that is no map', 'items:\n- a: 1\n- x\n', second],
  ['a document with aliases', 'items:\n- &x {a: 1}\n- a: 1\n  b: *x\n', second],
  ['the first field of an item, before which there is more on its line', 'items:\n- a: 1\n- a: 1\n  b: 2\n', second],
])('%s is left to others', (_, text, path) => {
  expect(edited(text, path, { op: 'remove', path: '/a' })).toBeUndefined();
});

test('an item that is patched by itself is what it is when it is patched in the document, or is left to others', () => {
  const item = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.integer(), fc.constantFrom('x', 'x: y', '- x', ''), fc.array(fc.constant('x')), fc.constant({ d: 1 })), { minKeys: 1 });
  const operation = fc.oneof(
    fc.record({ op: fc.constant('add' as const), path: fc.constantFrom('/a', '/d'), value: fc.constantFrom<unknown>(1, 'x', ['x'], { y: [{ z: 1 }] }) }),
    fc.record({ op: fc.constant('remove' as const), path: fc.constantFrom('/a', '/b') }),
  );
  fc.assert(fc.property(fc.array(item, { minLength: 2, maxLength: 4 }), operation, fc.boolean(), (items, change, indents) => {
    const text = yaml({ kind: 'List', items, metadata: {} }, indents);
    const result = edited(text, second, change);
    if (result !== undefined) {
      expect(valueOf(result)).toEqual(applyPatch(valueOf(text), [{ ...change, path: `/items/1${change.path}` } as PatchOperation]));
    }
  }));
});

function yaml({ kind, items, metadata }: { kind: string; items: object[]; metadata: object }, indents: boolean): string {
  const text = (item: object) => Object.entries(item).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join('\n').replace(/\n/g, indents ? '\n    ' : '\n  ');
  return `kind: ${kind}\nitems:\n${items.map(item => `${indents ? '  ' : ''}- ${text(item)}\n`).join('')}metadata: ${JSON.stringify(metadata)}\n`;
}

function valueOf(text: string): unknown {
  const { documents: [{ value }], errors } = readDocuments(text);
  expect(errors).toEqual([]);
  return value;
}

import { applyPatch, PatchOperation, pointerSegments, pointerTo } from '../../src/manifest/json-patch';
import { deepFreeze } from '../deep-freeze';

test.each<[string, string[], string]>([
  ['spec.containers[0].image', [], '/spec/containers/0/image'],
  ['', [], ''],
  ['metadata.annotations', ['a.b/c~d'], '/metadata/annotations/a.b~1c~0d'],
])('the pointer to %j and %j is %s', (field, keys, pointer) => {
  expect(pointerTo(field, ...keys)).toBe(pointer);
});

test.each<[string, string[]]>([
  ['', []],
  ['/', ['']],
  ['/spec/containers/0', ['spec', 'containers', '0']],
  ['/a.b~1c~0d/~01', ['a.b/c~d', '~1']],
])('the keys of %j are %j', (pointer, segments) => {
  expect(pointerSegments(pointer)).toEqual(segments);
});

const VALUE = deepFreeze({ 'a': 1, 'b': [1, { c: 2 }], 'd/e': {} });

test.each<[PatchOperation, unknown]>([
  [{ op: 'add', path: '/f', value: [1] }, { ...VALUE, f: [1] }],
  [{ op: 'add', path: '/a', value: 2 }, { ...VALUE, a: 2 }],
  [{ op: 'add', path: '/b/0', value: 0 }, { ...VALUE, b: [0, 1, { c: 2 }] }],
  [{ op: 'add', path: '/b/2', value: 0 }, { ...VALUE, b: [1, { c: 2 }, 0] }],
  [{ op: 'add', path: '/b/-', value: 0 }, { ...VALUE, b: [1, { c: 2 }, 0] }],
  [{ op: 'add', path: '/d~1e/f', value: null }, { ...VALUE, 'd/e': { f: null } }],
  [{ op: 'add', path: '', value: 1 }, 1],
  [{ op: 'replace', path: '/b/1/c', value: 3 }, { ...VALUE, b: [1, { c: 3 }] }],
  [{ op: 'replace', path: '/b/0', value: 3 }, { ...VALUE, b: [3, { c: 2 }] }],
  [{ op: 'replace', path: '', value: {} }, {}],
  [{ op: 'remove', path: '/a' }, { 'b': VALUE.b, 'd/e': {} }],
  [{ op: 'remove', path: '/b/0' }, { ...VALUE, b: [{ c: 2 }] }],
  [{ op: 'copy', from: '/b/1', path: '/a' }, { ...VALUE, a: { c: 2 } }],
  [{ op: 'move', from: '/b/1', path: '/b/0' }, { ...VALUE, b: [{ c: 2 }, 1] }],
  [{ op: 'move', from: '/b/0', path: '/b/-' }, { ...VALUE, b: [{ c: 2 }, 1] }],
  [{ op: 'move', from: '/a', path: '/d~1e/g' }, { 'b': VALUE.b, 'd/e': { g: 1 } }],
])('%j is done, and the original stays as it is', (operation, result) => {
  expect(applyPatch<unknown>(VALUE, [operation])).toEqual(result);
});

test('operations follow one another, and do not share what they add', () => {
  const value = { x: {} };
  const patched = applyPatch<unknown>({}, [
    { op: 'add', path: '/a', value },
    { op: 'copy', from: '/a', path: '/b' },
    { op: 'add', path: '/a/x/y', value: 1 },
    { op: 'remove', path: '/b/x' },
  ]);
  expect(patched).toEqual({ a: { x: { y: 1 } }, b: {} });
  expect(value).toEqual({ x: {} });
});

test.each<PatchOperation>([
  { op: 'add', path: '/c/d', value: 1 },
  { op: 'add', path: '/a/d', value: 1 },
  { op: 'add', path: '/b/3', value: 1 },
  { op: 'add', path: '/b/x', value: 1 },
  { op: 'replace', path: '/c', value: 1 },
  { op: 'remove', path: '/c' },
  { op: 'remove', path: '/b/-' },
  { op: 'remove', path: '/toString' },
  { op: 'copy', from: '/c', path: '/d' },
  { op: 'move', from: '/c', path: '/d' },
])('%j does not fit', operation => {
  expect(() => applyPatch<unknown>(VALUE, [operation])).toThrow(/^There is no .* in it\.$/);
});

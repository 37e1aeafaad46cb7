import { fieldAt, pathSegments, pathText, withFieldAt, withoutNulls, withSortedKeys, withSortedKeysDeep } from '../../src/manifest/fields';
import { deepFreeze } from '../deep-freeze';

test.each<[unknown, string[], unknown]>([
  [{ a: { b: 1 } }, ['a', 'b'], 1],
  [{ a: { b: 1 } }, ['a', 'c'], undefined],
  [{ a: { b: 1 } }, ['c', 'b', 'a'], undefined],
  [{ a: null }, ['a', 'b'], undefined],
  [{ a: null }, ['a'], null],
  [{ a: ['x', 'y'] }, ['a', '1'], 'y'],
  [undefined, ['a'], undefined],
  [{ a: 1 }, [], { a: 1 }],
])('in %j, the value at %j is %j', (value, path, expected) => {
  expect(fieldAt(value, path)).toEqual(expected);
});

test('a field is replaced in a copy, which shares all that is not on the path', () => {
  const before = deepFreeze({ a: { b: 1, beside: { x: 1 } }, aside: { y: 2 } });
  const after = withFieldAt(before, ['a', 'b'], { c: 3 });
  expect(after).toEqual({ a: { b: { c: 3 }, beside: { x: 1 } }, aside: { y: 2 } });
  expect(after.a.beside).toBe(before.a.beside);
  expect(after.aside).toBe(before.aside);
});

test('at the empty path is the whole value', () => {
  expect(withFieldAt({ a: 1 }, [], { b: 2 })).toEqual({ b: 2 });
});

const unsorted = deepFreeze({ b: [{ z: 1, y: undefined, x: null }, 'text', null], a: { d: 0, c: false }, e: undefined });

test('the keys of an object are sorted, those without a value left out, and what is in it stays as it is', () => {
  expect(JSON.stringify(withSortedKeys(unsorted))).toBe('{"a":{"d":0,"c":false},"b":[{"z":1,"x":null},"text",null]}');
  expect(Object.keys(withSortedKeys(unsorted))).toEqual(['a', 'b']);
  expect(withSortedKeys(unsorted).b).toBe(unsorted.b);
});

test('keys are sorted in objects and lists however deep, and those without a value left out', () => {
  expect(JSON.stringify(withSortedKeysDeep(unsorted))).toBe('{"a":{"c":false,"d":0},"b":[{"x":null,"z":1},"text",null]}');
});

test('fields that are null are left out of objects however deep, and null stays in lists', () => {
  const value = deepFreeze({ a: null, b: { c: null, d: 0 }, e: [{ f: null }, null, 'text', [{ g: null, h: false }]], i: { j: null } });
  expect(JSON.stringify(withoutNulls(value))).toBe('{"b":{"d":0},"e":[{},null,"text",[{"h":false}]],"i":{}}');
});

test('what has no field that is null is the same, and so is every part that has none', () => {
  const kept = deepFreeze({ a: [1, { b: 'text' }, []], c: undefined });
  expect(withoutNulls(kept)).toBe(kept);
  const list = deepFreeze([kept, null]);
  expect(withoutNulls(list)).toBe(list);
  const after = withoutNulls(deepFreeze({ kept, list, gone: null }));
  expect(after.kept).toBe(kept);
  expect(after.list).toBe(list);
});

test.each([null, undefined, 0, '', false, 'text'])('%j is no object and stays', value => {
  expect(withoutNulls(value)).toBe(value);
});

test('an item of a list is replaced in a copy of the list', () => {
  const before = deepFreeze({ list: [{ a: 1 }, { a: 2 }] });
  const after = withFieldAt(before, ['list', '1', 'a'], 3);
  expect(after).toEqual({ list: [{ a: 1 }, { a: 3 }] });
  expect(after.list[0]).toBe(before.list[0]);
});

test.each([
  ['', []],
  ['spec', ['spec']],
  ['spec.jobs[0].template', ['spec', 'jobs', '0', 'template']],
  ['spec.jobs[*].tasks[*].template', ['spec', 'jobs', '*', 'tasks', '*', 'template']],
])('the path %j and the keys %j are the same', (path, segments) => {
  expect(pathSegments(path)).toEqual(segments);
  expect(pathText(segments)).toBe(path);
});

import { hasLabels, isPickedBy } from '../../src/manifest/label-selector';

const LABELS = { app: 'web', tier: 'front' };

test.each<[object, boolean]>([
  [{}, true],
  [{ app: 'web' }, true],
  [{ app: 'web', tier: 'front' }, true],
  [{ app: 'api' }, false],
  [{ app: 'web', zone: 'a' }, false],
])('labels that are wanted are there or not: %j', (wanted, expected) => {
  expect(hasLabels(LABELS, wanted)).toBe(expected);
  expect(isPickedBy({ matchLabels: wanted }, LABELS)).toBe(expected);
});

test.each<[string, string, unknown, boolean]>([
  ['app', 'In', ['web', 'api'], true],
  ['app', 'In', ['api'], false],
  ['app', 'NotIn', ['api'], true],
  ['app', 'NotIn', ['web'], false],
  ['zone', 'NotIn', ['a'], true],
  ['app', 'Exists', undefined, true],
  ['zone', 'Exists', undefined, false],
  ['zone', 'DoesNotExist', undefined, true],
  ['app', 'DoesNotExist', undefined, false],
  ['app', 'Like', ['web'], false],
])('the expression %s %s %j holds or not', (key, operator, values, expected) => {
  expect(isPickedBy({ matchExpressions: [{ key, operator, values }] }, LABELS)).toBe(expected);
});

test('an expression that there is not holds only where that is wanted', () => {
  const selector = { matchExpressions: [{ key: 'app', operator: 'Like' }, { key: 'app', operator: 'Exists' }] };
  expect([isPickedBy(selector, LABELS), isPickedBy(selector, LABELS, true), isPickedBy(selector, {}, true)]).toEqual([false, true, false]);
});

test('an empty selector, and one that is not there, pick everything', () => {
  expect([isPickedBy({}, LABELS), isPickedBy(undefined, LABELS)]).toEqual([true, true]);
});

import { solveOrder } from '../../src/placement/order';

const named = (names: readonly string[]) => names.map(name => ({ name, reason: 'a link' }));
const step = (name: string, { after = [], before = [] }: { after?: string[]; before?: string[] } = {}) =>
  ({ name, value: name.toUpperCase(), after: named(after), before: named(before) });

test.each([
  ['nothing', [], []],
  ['steps without links', [step('b'), step('a'), step('c')], ['B', 'A', 'C']],
  ['a step after a later one', [step('a', { after: ['b'] }), step('b'), step('c')], ['B', 'A', 'C']],
  ['a step before an earlier one', [step('a'), step('b'), step('c', { before: ['a'] })], ['B', 'C', 'A']],
  ['links that the order keeps anyway', [step('a', { before: ['c'] }), step('b'), step('c', { after: ['a'] })], ['A', 'B', 'C']],
  ['a chain the wrong way round', [step('a', { after: ['b'] }), step('b', { after: ['c'] }), step('c')], ['C', 'B', 'A']],
  ['links to what is not there', [step('a', { after: ['x'], before: ['y'] }), step('b')], ['A', 'B']],
  ['the same link twice', [step('a', { after: ['b', 'b'] }), step('b', { before: ['a'] })], ['B', 'A']],
])('%s can be put in order', (_, steps, solved) => {
  expect(solveOrder(steps)).toEqual({ solved });
});

test.each([
  ['a step after itself', [step('a', { after: ['a'] })], 'a', '\'a\' waits for \'a\' (a link)'],
  ['two steps after each other', [step('a', { after: ['b'] }), step('b', { after: ['a'] })], 'a',
    '\'a\' waits for \'b\' (a link), \'b\' waits for \'a\' (a link)'],
  ['a step after and before another', [step('b'), step('a', { after: ['b'], before: ['b'] })], 'b',
    '\'b\' waits for \'a\' (a link), \'a\' waits for \'b\' (a link)'],
  ['steps that only wait for those of a circle',
    [step('z', { after: ['c'] }), step('a'), step('b', { after: ['a', 'c'] }), step('c', { after: ['b'] })], 'c',
    '\'c\' waits for \'b\' (a link), \'b\' waits for \'c\' (a link)'],
])('there is no order for %s, and only the circle is told', (_, steps, first, chain) => {
  expect(solveOrder(steps)).toEqual({ cycle: { first, chain } });
});

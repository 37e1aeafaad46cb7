import { positionsIn } from '../../src/source/position';

test.each([
  ['abc', 0, 1, 1],
  ['abc', 2, 1, 3],
  ['abc', 3, 1, 4],
  ['a\nbc\n', 1, 1, 2],
  ['a\nbc\n', 2, 2, 1],
  ['a\nbc\n', 3, 2, 2],
  ['a\nbc\n', 5, 3, 1],
  ['\n\nx', 1, 2, 1],
  ['a\r\nbc', 3, 2, 1],
  ['', 0, 1, 1],
  ['\ufeffabc', 0, 1, 1],
  ['\ufeffabc', 1, 1, 1],
  ['\ufeffa\nbc', 4, 2, 2],
])('in %j, character %i is in line %i, column %i', (text, offset, line, column) => {
  expect(positionsIn(text)(offset)).toEqual({ line, column });
});

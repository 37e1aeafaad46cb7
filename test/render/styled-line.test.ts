import { beside, hanging, printed, wrapped } from '../../src/render/styled-line';

test('words are wrapped, and broken if they are too long for a line', () => {
  expect(wrapped(['a', 'bc', 'defghij', 'k'], 4)).toEqual(['a bc', 'defg', 'hij', 'k']);
  expect(wrapped(['a', 'b', 'c'], 4, '  ')).toEqual(['a  b', 'c']);
});

test('what hangs is indented under its first line', () => {
  expect(printed(hanging([{ text: '1 s  ' }], 'one two', 9), (_, text) => text)).toBe('1 s  one\n     two\n');
});

test('blocks of different height stand beside each other, and lines have no blanks at their end', () => {
  const line = (text: string) => [{ text }];
  expect(printed(beside([[line('a'), line('b ')], [line('c')]], 3, ' | '), (_, text) => text)).toBe('a   | c\nb   |\n');
});

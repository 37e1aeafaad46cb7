import { beside, hanging, harmless, printed, wrapped } from '../../src/render/styled-line';

test('words are wrapped, and broken if they are too long for a line', () => {
  expect(wrapped(['a', 'bc', 'defghij', 'k'], 4)).toEqual(['a bc', 'defg', 'hij', 'k']);
  expect(wrapped(['a', 'b', 'c'], 4, '  ')).toEqual(['a  b', 'c']);
  expect(wrapped(['\u{1f680}'.repeat(3)], 2)).toEqual(['\u{1f680}'.repeat(2), '\u{1f680}']);
});

test('a harmless text is one line, and has nothing that a terminal would obey', () => {
  expect(harmless('a\r\n b\u001b[2J\u009b\u202e\ud800 \u{1f680} \u00fc')).toBe('a b?[2J??? \u{1f680} \u00fc');
});

test('what hangs is indented under its first line', () => {
  expect(printed(hanging([{ text: '1 s  ' }], 'one two', 9), (_, text) => text)).toBe('1 s  one\n     two\n');
});

test('blocks of different height stand beside each other, and lines have no blanks at their end', () => {
  const line = (text: string) => [{ text }];
  expect(printed(beside([[line('a'), line('b ')], [line('c')]], 3, ' | '), (_, text) => text)).toBe('a   | c\nb   |\n');
});

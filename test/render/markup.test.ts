import { element, escaped } from '../../src/render/markup';

test('texts are escaped for elements and attributes, and lose what XML cannot have', () => {
  expect(escaped('<a b="c">&\'\u0000\u001b\ud800')).toBe('&#60;a b=&#34;c&#34;&#62;&#38;&#39;\ufffd\ufffd\ufffd');
  expect(escaped('a \u{1f680} b')).toBe('a \u{1f680} b');
});

test('elements have attributes, and content in one line or several', () => {
  expect(element('path', { d: '"' })).toBe('<path d="&#34;"/>');
  expect(element('text', { x: 1 }, 'a')).toBe('<text x="1">a</text>');
  expect(element('g', {}, ['a', 'b'])).toBe('<g>\na\nb\n</g>');
});

import { applyPatch } from 'diff';
import fc from 'fast-check';
import { withEdits } from '../../src/source/text-edit';
import { changesBetween, unifiedDiff } from '../../src/source/unified-diff';

const emptyPatch = '--- a\n+++ a\n';

test('a diff is as diff -u prints it', () => {
  expect(unifiedDiff('a/b.yaml', '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n', '1\n2\n3\n4\nfive\n6\n7\n8\n9\n10')).toBe(
    '--- a/a/b.yaml\n+++ b/a/b.yaml\n@@ -2,9 +2,9 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n-10\n+10\n\\ No newline at end of file\n',
  );
  expect(unifiedDiff('a', '1\n2\n3\n4\n5\n', '1\n2\n3\n4\n5\n6\n')).toBe('--- a/a\n+++ b/a\n@@ -3,3 +3,4 @@\n 3\n 4\n 5\n+6\n');
});

test('a name with spaces ends with a tab, which patch needs', () => {
  expect(unifiedDiff('a b', '1\n', '2\n')).toBe('--- a/a b\t\n+++ b/a b\t\n@@ -1,1 +1,1 @@\n-1\n+2\n');
});

test('a diff, which is made document by document, makes the one stream the other', () => {
  const line = fc.constantFrom('a', 'b', 'c', '---', '{"a": 1}', '{', '}');
  const stream = fc.tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('', '\n')).map(([lines, end]) => lines.join('\n') + end);
  fc.assert(fc.property(stream, stream, (before, after) => {
    expect(applyPatch(before, unifiedDiff('a', before, after) || emptyPatch)).toBe(after);
  }));
});

test('thousands of changes in one stream are compared in no time', () => {
  const stream = (value: number) => Array.from({ length: 5000 }, (_, i) => `---\nkind: A\nname: ${i}\n# ${'x'.repeat(40)}\nvalue: ${value}\n`).join('');
  const begun = performance.now();
  expect(unifiedDiff('a', stream(1), stream(2)).match(/^\+value: 2$/gm)).toHaveLength(5000);
  expect(performance.now() - begun).toBeLessThan(5000);
});

test('there is no diff where nothing changed', () => {
  expect(unifiedDiff('a', '1\n', '1\n')).toBe('');
});

test.each([
  ['a\nb\nc\n', 'a\nbd\nc\n', [{ start: 3, end: 3, replacement: 'd' }]],
  ['a\nb\nc\n', 'a\nc\n', [{ start: 2, end: 4, replacement: '' }]],
  ['a\nb\nc\n', 'a\nx\nb\nc', [{ start: 2, end: 2, replacement: 'x\n' }, { start: 5, end: 6, replacement: '' }]],
  ['a: 1\n', 'a: 1\nb: 2\n', [{ start: 5, end: 5, replacement: 'b: 2\n' }]],
  ['a: 1', 'a: 1\nb: 2', [{ start: 4, end: 4, replacement: '\nb: 2' }]],
  ['aaa\n', 'aa\n', [{ start: 2, end: 3, replacement: '' }]],
  ['a\r\n', 'b\r\n', [{ start: 0, end: 1, replacement: 'b' }]],
  ['a\r\n', 'a\n', [{ start: 1, end: 3, replacement: '\n' }]],
  ['x😀\n', 'x😁\n', [{ start: 1, end: 3, replacement: '😁' }]],
  ['', 'a', [{ start: 0, end: 0, replacement: 'a' }]],
  ['a', 'a', []],
])('%j becomes %j by %j', (before, after, changes) => {
  expect(changesBetween(before, after)).toEqual(changes);
});

test('the changes make the one text the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '\n', '\r\n', '😀', '😁')).map(parts => parts.join(''));
  fc.assert(fc.property(text, text, (before, after) => {
    expect(withEdits(before, changesBetween(before, after))).toBe(after);
  }));
});

import { mkdirSync } from 'node:fs';
import { inEmptyFolder, runWith, write } from './running';
import { SourceFiles } from '../../src/cli/source-files';
import { UnusableInput } from '../../src/source/unusable-input';

inEmptyFolder();

const MANIFEST = 'apiVersion: v1\nkind: Pod\n';
const groupsOf = (files: SourceFiles) => [...files.groups()].map(group => group.map(({ name, text }) => `${name}: ${text.split('\n')[0]}`));

test('the files of a folder come together, by whichever name of the folder', () => {
  ['a.yaml', 'dist/b.yaml', 'dist/c.yaml', 'dist/deep/d.yaml'].forEach(name => write(name, MANIFEST));
  const files = new SourceFiles(['dist/b.yaml', './a.yaml', 'dist/deep/d.yaml', './dist/c.yaml', `${process.cwd()}/a.yaml`]);
  expect(groupsOf(files)).toEqual([
    ['dist/b.yaml: apiVersion: v1', './dist/c.yaml: apiVersion: v1'],
    ['./a.yaml: apiVersion: v1', `${process.cwd()}/a.yaml: apiVersion: v1`],
    ['dist/deep/d.yaml: apiVersion: v1'],
  ]);
  expect(files.unreadable).toEqual([]);
});

test('there are no groups of no files', () => {
  expect(groupsOf(new SourceFiles([]))).toEqual([]);
});

test('files that cannot be read are remembered with their place, and do not keep the others from it', () => {
  write('a.yaml', Buffer.from('a: 1\nb: \xe9\n', 'latin1'));
  write('b.yaml', MANIFEST);
  mkdirSync('c.yaml');
  const files = new SourceFiles(['a.yaml', 'b.yaml', 'c.yaml', 'd.yaml']);
  const unreadable = [
    { file: 'a.yaml', line: 2, column: 4, message: 'this is not text in UTF-8.' },
    { file: 'c.yaml', line: 1, column: 1, message: 'cannot be read: it is a folder; name the files in it.' },
    { file: 'd.yaml', line: 1, column: 1, message: "cannot be read: ENOENT: no such file or directory, stat 'd.yaml'" },
  ];
  for (let times = 0; times < 2; times++) {
    expect(groupsOf(files)).toEqual([['b.yaml: apiVersion: v1']]);
    expect(files.unreadable).toEqual(unreadable);
  }
});

test('what nobody named and is no manifest is as good as empty', () => {
  write('a.yaml', '- a\n');
  write('b.yaml', MANIFEST);
  expect(groupsOf(new SourceFiles(['a.yaml', 'b.yaml'], new Set(['a.yaml', 'b.yaml'])))).toEqual([['a.yaml: ', 'b.yaml: apiVersion: v1']]);
  expect(groupsOf(new SourceFiles(['a.yaml', 'b.yaml'], new Set(['b.yaml'])))).toEqual([['a.yaml: - a', 'b.yaml: apiVersion: v1']]);
});

test('standard input is called stdin', () => {
  runWith(MANIFEST, 'target', '--help');
  expect(groupsOf(new SourceFiles(['-']))).toEqual([['stdin: apiVersion: v1']]);
});

test('that there is no input is not the fault of a file', () => {
  runWith('', 'target', '--help');
  jest.spyOn(jest.requireActual('node:fs'), 'fstatSync').mockReturnValue({ isCharacterDevice: () => true });
  jest.spyOn(process, 'stdin', 'get').mockReturnValue({ isTTY: true } as typeof process.stdin);
  expect(() => groupsOf(new SourceFiles(['-']))).toThrow(UnusableInput);
});

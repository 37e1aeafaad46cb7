import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameOf, readInput } from '../../src/cli/read-input';
import { UnusableInput } from '../../src/source/unusable-input';

const folder = fs.mkdtempSync(join(tmpdir(), 'read-input-'));
const file = join(folder, 'file.yaml');
afterAll(() => fs.rmSync(folder, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

test.each(['', 'a: é😀\r\n', '\ufeffa: 1', '\0', 'a: \ufffd\n'])('the text of a file is read as it is: %j', text => {
  fs.writeFileSync(file, text);
  expect(readInput(file)).toBe(text);
});

test.each([
  ['Latin-1', Buffer.from('a: 1\nb: caf\xe9\n', 'latin1'), '2:7'],
  ['a character that is cut off', Buffer.from('a: é').subarray(0, 4), '1:4'],
])('%s is not read', (_, bytes, position) => {
  fs.writeFileSync(file, bytes);
  expect(() => readInput(file)).toThrow(new UnusableInput(`${file}:${position}: this is not text in UTF-8.`));
});

test('UTF-16, as PowerShell writes it, is told by its name', () => {
  const bytes = Buffer.from('\ufeffa: 1\n', 'utf16le');
  for (const text of [bytes, Buffer.from(bytes).swap16()]) {
    fs.writeFileSync(file, text);
    expect(() => readInput(file)).toThrow(new UnusableInput(`${file}:1:1: this is text in UTF-16. Save it in UTF-8.`));
  }
});

test('neither a folder nor a file that is not there is read', () => {
  expect(() => readInput(folder)).toThrow(new UnusableInput(`${folder}: cannot be read: it is a folder; name the files in it.`));
  const missing = join(folder, 'missing.yaml');
  expect(() => readInput(missing)).toThrow(new UnusableInput(`${missing}: cannot be read: ENOENT: no such file or directory, stat '${missing}'`));
});

test('input is not waited for at a terminal', () => {
  jest.spyOn(fs, 'fstatSync').mockReturnValue({ isCharacterDevice: () => true } as fs.Stats);
  jest.spyOn(process, 'stdin', 'get').mockReturnValue({ isTTY: true } as typeof process.stdin);
  expect(() => readInput('-')).toThrow(new UnusableInput('There is no input: name a file, or pipe manifests in. See cdk8s-sidecars --help.'));
});

test('standard input has a name', () => {
  expect([nameOf('-'), nameOf('dist/-')]).toEqual(['stdin', 'dist/-']);
});

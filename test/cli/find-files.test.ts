import fs, { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findFiles } from '../../src/cli/find-files';

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'find-'));
process.chdir(folder);
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

for (const file of [
  'dist/b.yaml', 'dist/a.k8s.yaml', 'dist/deep/c.yml', 'dist/deep/d.json', 'dist/readme.md', 'dist/node_modules/x/e.yaml', 'dist/.git/f.yaml',
  'chart/Chart.yaml', 'chart/values.yaml', 'chart/templates/web.yaml', 'chart/templates/deep/job.yaml', 'templates/g.yaml', 'odd [1].yaml', 'x.injected',
  'mixed/Chart.yaml', 'mixed/values-prod.yaml', 'mixed/values.schema.json', 'mixed/fleet.yaml', 'mixed/crds/values.yaml', 'mixed/templates/x.yaml',
]) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
}
symlinkSync('dist', 'link');
mkdirSync('empty');

test.each<[string[], string[]]>([
  [['dist'], ['dist/a.k8s.yaml', 'dist/b.yaml', 'dist/deep/c.yml', 'dist/deep/d.json']],
  [['dist/'], ['dist/a.k8s.yaml', 'dist/b.yaml', 'dist/deep/c.yml', 'dist/deep/d.json']],
  [['./dist/deep'], ['dist/deep/c.yml', 'dist/deep/d.json']],
  [['dist/*.yaml'], ['dist/a.k8s.yaml', 'dist/b.yaml']],
  [['dist/**/*.{yml,json}'], ['dist/deep/c.yml', 'dist/deep/d.json']],
  [['x.injected', 'dist/readme.md'], ['x.injected', 'dist/readme.md']],
  [['odd [1].yaml'], ['odd [1].yaml']],
  [['-'], ['-']],
  [['dist/b.yaml', 'dist'], ['dist/b.yaml', 'dist/a.k8s.yaml', 'dist/deep/c.yml', 'dist/deep/d.json']],
  [['templates'], ['templates/g.yaml']],
  [['link'], ['link/a.k8s.yaml', 'link/b.yaml', 'link/deep/c.yml', 'link/deep/d.json']],
])('%j names %j', (args, files) => {
  expect(findFiles(args)).toMatchObject({ files, templates: [], unreadable: [] });
});

test('charts in folders are left out, their templates and what is said of them, unless files are named themselves', () => {
  const templates = ['chart/templates/deep/job.yaml', 'chart/templates/web.yaml'];
  expect(findFiles(['chart'])).toEqual({ files: [], searched: new Set(), templates, unreadable: [] });
  expect(findFiles(['chart', 'chart/values.yaml'])).toEqual({ files: ['chart/values.yaml'], searched: new Set(), templates, unreadable: [] });
  expect(findFiles(['chart/templates/web.yaml'])).toMatchObject({ files: ['chart/templates/web.yaml'], templates: [] });
});

test('in a chart there may be manifests besides, and files elsewhere may be named as if they were of one', () => {
  expect(findFiles(['chart', 'mixed'])).toMatchObject({
    files: ['mixed/crds/values.yaml', 'mixed/fleet.yaml'], templates: ['chart/templates/deep/job.yaml', 'chart/templates/web.yaml', 'mixed/templates/x.yaml'],
  });
});

test('a file that has several names is found once, and counts as named if one of them is its own', () => {
  expect(findFiles(['dist/*.yaml', './dist/b.yaml', join(folder, 'dist/deep'), 'dist/deep/d.json'])).toEqual({
    files: ['dist/a.k8s.yaml', 'dist/b.yaml', join(folder, 'dist/deep/c.yml'), join(folder, 'dist/deep/d.json')],
    searched: new Set(['dist/a.k8s.yaml', join(folder, 'dist/deep/c.yml')]),
    templates: [],
    unreadable: [],
  });
});

test('a folder that cannot be looked into is told, and the others are', () => {
  const read = fs.readdirSync;
  jest.spyOn(fs, 'readdirSync').mockImplementation(((path: string, options: any) => {
    if (path.replace(/\/$/, '').endsWith('deep')) {
      throw new Error("EACCES: permission denied, scandir 'deep'");
    }
    return read(path, options);
  }) as any);
  const unreadable = [{ file: 'dist/deep', line: 1, column: 1, message: "cannot be read: EACCES: permission denied, scandir 'deep'" }];
  expect(findFiles(['dist'])).toMatchObject({ files: ['dist/a.k8s.yaml', 'dist/b.yaml'], unreadable });
  expect(findFiles(['dist/deep'])).toMatchObject({ files: [], unreadable });
  jest.restoreAllMocks();
});

test('a file that may not be looked for is not told to be missing', () => {
  jest.spyOn(fs, 'statSync').mockImplementation(() => {
    throw new Error("EACCES: permission denied, stat 'secret/a.yaml'");
  });
  expect(() => findFiles(['secret/a.yaml'])).toThrow("secret/a.yaml: cannot be read: EACCES: permission denied, stat 'secret/a.yaml'");
  jest.restoreAllMocks();
});

test.each([
  ['nowhere', 'nowhere: there is no such file or folder.'],
  ['', "'': there is no such file or folder."],
  ['dist/b.yaml/*', 'dist/b.yaml/*: there is no such file or folder, and nothing matches it as a pattern.'],
  ['empty', 'empty: there is no YAML or JSON file in this folder.'],
  ['nowhere/*.yaml', 'nowhere/*.yaml: there is no such file or folder, and nothing matches it as a pattern.'],
])('%s is refused', (argument, message) => {
  expect(() => findFiles([argument])).toThrow(message);
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
]) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
}
symlinkSync('dist', 'link');

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
  expect(findFiles(args)).toEqual({ files, templates: [] });
});

test('templates of charts in folders are left out, unless they are named themselves', () => {
  expect(findFiles(['chart'])).toEqual({
    files: ['chart/Chart.yaml', 'chart/values.yaml'],
    templates: ['chart/templates/deep/job.yaml', 'chart/templates/web.yaml'],
  });
  expect(findFiles(['chart/templates/web.yaml'])).toEqual({ files: ['chart/templates/web.yaml'], templates: [] });
});

test.each([
  ['nowhere', 'nowhere: there is no such file or folder.'],
  ['nowhere/*.yaml', 'nowhere/*.yaml: there is no such file or folder, and nothing matches it as a pattern.'],
])('%s is refused', (argument, message) => {
  expect(() => findFiles([argument])).toThrow(message);
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

let folder: string;
let manifest: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loading-'));
  manifest = join(folder, 'pod.yaml');
  writeFileSync(manifest, 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - {name: web, image: "example.com/web:1.0"}\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What code in a process of its own has loaded at its end, sorted: files and folders of the library, and packages. */
function loadedBy(code: string, ...args: string[]) {
  const list = join(folder, 'loaded.json');
  const atEnd = `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, JSON.stringify(Object.keys(require.cache))));`;
  execFileSync(process.execPath, ['-e', `${atEnd} ${code}`, '--', ...args], { cwd: ROOT, stdio: 'pipe' });
  const files: string[] = JSON.parse(readFileSync(list, 'utf8'));
  const all = (pattern: RegExp) => [...new Set(files.flatMap(file => pattern.exec(file.slice(ROOT.length))?.slice(1) ?? []))].sort();
  return { files: all(/^\/lib\/(.*)\.js$/), rooms: all(/^\/lib\/([^/]+)\//), packages: all(/^\/node_modules\/(?:.*\/node_modules\/)?([^@/]+)\//) };
}

const loadedByCommand = (...args: string[]) => loadedBy("require('./lib/cli/main').main(process.argv.slice(1))", ...args);

test('an app that imports the package loads what it needs to construct objects, and no package besides those that it needs anyway', () => {
  const { files, rooms, packages } = loadedBy("require('./lib/index')");
  expect(rooms).toEqual(['checks', 'cluster', 'constructs', 'diagnostics', 'lowering', 'manifest', 'placement', 'plugin', 'presets']);
  expect(files.filter(file => /at-synthesis|checks\/catalogue|lowering\/lower$/.test(file))).toEqual([]);
  expect(packages).toEqual(loadedBy("require('cdk8s'); require('cdk8s-plus-27'); require('constructs')").packages);
});

test('it loads the rest when the first object is rendered', () => {
  const { files } = loadedBy("const { App, Chart } = require('cdk8s'); const { PodWithSidecar } = require('./lib/index');"
    + "const chart = new Chart(new App(), 'chart'); new PodWithSidecar(chart, 'pod', { containers: [{ image: 'web' }] }); chart.toJson();");
  expect(files).toEqual(expect.arrayContaining(['constructs/at-synthesis', 'checks/catalogue', 'lowering/lower']));
});

test('help is there without what commands do', () => {
  const { rooms, packages } = loadedByCommand('--help');
  expect(rooms).toEqual(['cli', 'cluster', 'diagnostics', 'lifecycle', 'lowering', 'manifest', 'render', 'source']);
  expect(packages).toEqual(['commander']);
});

test('check loads one parser for a sound file, and the patterns of files only for folders', () => {
  expect(loadedByCommand('check', manifest).packages).toEqual(['commander', 'js-yaml']);
  expect(loadedByCommand('check', folder).packages).toEqual(['commander', 'fdir', 'js-yaml', 'picomatch', 'tinyglobby']);
});

test('lower loads the parser that keeps the text, and no rules', () => {
  const { rooms, packages } = loadedByCommand('lower', '-k', '1.27', manifest);
  expect(rooms).not.toContain('inspection');
  expect(packages).toEqual(['commander', 'yaml']);
});

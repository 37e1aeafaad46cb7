import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from '../../projenrc/notices';
import { packageFiles, ROOT } from '../../projenrc/package-files';

jest.setTimeout(60_000);

/** Samples in other languages, which a compilation alone does not make: the task `samples` does, in every build. */
const TRANSLATIONS = '.jsii.tabl.json';

const files = packageFiles().filter(file => file !== TRANSLATIONS);
const within = (folder: string) => files.filter(file => file.startsWith(`${folder}/`));

test('beside compiled code and bundled packages, nothing is released but what users of some language need', () => {
  expect(files.filter(file => !/^(lib|node_modules)\//.test(file))).toEqual([
    '.jsii',
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'THIRD-PARTY-NOTICES.txt',
    'bin/cdk8s-sidecars',
    'package.json',
    'rosetta/with-chart.ts-fixture',
    'runtime/supervisor.sh',
  ]);
});

test('compiled code is that of src, each file with its declarations', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
  const compiled = sources.flatMap(file => ['.js', '.d.ts'].map(ending => `lib/${file.replaceAll('\\', '/').replace(/\.ts$/, ending)}`));
  expect(within('lib')).toEqual(compiled.sort());
});

test('bundled packages are those of the dependencies, and what they depend on', () => {
  const folders = new Set(within('node_modules').map(file => file.split('/')[1]));
  expect([...folders]).toEqual(bundledPackages().map(({ name }) => name));
});

test('of bundled packages there is what Node loads, its declarations and the license, but no source maps, builds for browsers or tests', () => {
  const known = [
    /^node_modules\/[\w-]+\/(package\.json|LICEN[CS]E(\.md)?|readme\.md|index\.js|posix\.js)$/i,
    /^node_modules\/(argparse|commander|picomatch)\/lib\/[\w-]+(\.d)?\.js$/,
    /^node_modules\/argparse\/lib\/argparse\.d\.ts$/,
    /^node_modules\/commander\/(esm\.mjs|package-support\.json|typings\/(index\.d\.ts|esm\.d\.mts))$/,
    /^node_modules\/diff\/lib(cjs|esm)\/([\w-]+\/)*[\w-]+(\.js|\.d\.ts|\.json)$/,
    /^node_modules\/(fdir|tinyglobby)\/dist\/index(\.d)?\.[cm](js|ts)$/,
    /^node_modules\/js-yaml\/(bin\/js-yaml\.mjs|dist\/js-yaml(\.mjs|\.cjs\.js|\.d\.ts))$/,
    /^node_modules\/yaml\/(bin\.mjs|util\.js|dist\/([\w.-]+\/)*[\w-]+(\.js|\.d\.ts|\.mjs))$/,
  ];
  expect(within('node_modules').filter(file => !known.some(pattern => pattern.test(file)))).toEqual([]);
});

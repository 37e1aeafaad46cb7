/**
 * How fast `check` is, beside a bare parse with the YAML package that it uses, and kube-score where it is on the PATH, as ratios in one
 * run: `npx projen bench:check [FOLDER]`. The manifests of the folder are repeated up to 10,000 documents.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { median } from './child';
import { readDocuments } from '../src/source/read-documents';

const ROUNDS = 5;
const DOCUMENTS = 10_000;
const MANIFESTS = '**/*.{yaml,yml,json,injected}';

/** Run in a process of its own, as the others are. */
const BARE_PARSE = `
const { readdirSync, readFileSync } = require('node:fs');
const { loadAll } = require('js-yaml');
for (const file of readdirSync(process.argv[1])) {
  loadAll(readFileSync(process.argv[1] + '/' + file, 'utf8'), { json: true });
}`;

function main(folder: string) {
  const copies = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const { documents, files } = repeated(folder, copies);
    const runs = new Map<string, () => void>([
      ['bare parse', () => run(process.execPath, ['-e', BARE_PARSE, '--', copies])],
      ['check', () => run(process.execPath, [resolve('bin/cdk8s-sidecars'), 'check', '--fail-on', 'never', '-o', 'json', copies])],
      ...hasKubeScore() ? [['kube-score', () => run('kube-score', ['score', '--exit-one-on-warning=false', ...files], [0, 1])] as const] : [],
    ]);
    const rounds = Array.from({ length: ROUNDS }, () => new Map([...runs].map(([name, start]) => [name, time(start)])));
    const of = (name: string) => median(rounds.map(round => round.get(name)!));
    const names = [...runs.keys()];
    console.log(`${documents} documents in ${files.length} files, medians of ${ROUNDS} rounds: `
      + names.map(name => `${name} ${(of(name) / 1000).toFixed(2)} s (${(documents / of(name) * 1000).toFixed()} documents a second)`).join(', '));
    for (const name of names.filter(other => other !== 'check')) {
      console.log(`  check, as a ratio to ${name}: ${median(rounds.map(round => round.get('check')! / round.get(name)!)).toFixed(2)}`);
    }
  } finally {
    rmSync(copies, { recursive: true });
  }
}

/** Copies of the manifests that every tool reads whole, until there are enough documents. */
function repeated(folder: string, to: string) {
  const texts = globSync(MANIFESTS, { cwd: folder, ignore: '**/node_modules/**' }).sort()
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .map(text => ({ text, ...readDocuments(text) }))
    .filter(({ documents, errors }) => errors.length === 0 && documents.length > 0 && !documents.some(({ isOdd }) => isOdd));
  const each = texts.reduce((total, { documents }) => total + documents.length, 0);
  if (each === 0) {
    throw new Error(`There are no manifests in ${folder}.`);
  }
  const files: string[] = [];
  let documents = 0;
  for (let i = 0; documents < DOCUMENTS; i++) {
    const { text, documents: { length } } = texts[i % texts.length];
    const file = join(to, `${String(i).padStart(5, '0')}.yaml`);
    writeFileSync(file, text);
    files.push(file);
    documents += length;
  }
  return { documents, files };
}

function hasKubeScore(): boolean {
  return spawnSync('kube-score', ['version'], { stdio: 'ignore' }).status === 0;
}

function run(command: string, args: readonly string[], codes: readonly number[] = [0]) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  if (error || !codes.includes(status!)) {
    throw error ?? new Error(`${command} ended with ${status}.`);
  }
}

function time(start: () => void): number {
  const begun = performance.now();
  start();
  return performance.now() - begun;
}

main(process.argv[2] ?? 'examples');

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TargetCluster } from '../../src';

const ROOT = join(__dirname, '../..');
const { engines, peerDependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const page = readFileSync(join(ROOT, 'docs/versioning.md'), 'utf8');
const jobsOf = (workflow: string) => parse(readFileSync(join(ROOT, '.github/workflows', `${workflow}.yml`), 'utf8')).jobs;

/** The other cells of the row of the table that is about something. */
function row(what: string): string[] {
  const cells = page.split('\n').map(line => line.split('|').map(cell => cell.trim())).find(([, first]) => first === what)!;
  return cells.slice(2, -1);
}

test('the page gives the floor of Node.js, and the releases that are tried', () => {
  const floor = engines.node.replace('>= ', '');
  const { node: tried } = jobsOf('node').try.strategy.matrix;
  const setUp = (jobsOf('build').build.steps as { with?: { 'node-version'?: string } }[]).find(step => step.with?.['node-version'])!;
  expect(tried[0]).toBe(floor);
  expect(row('Node.js')).toEqual([
    `${floor} and later`,
    `${setUp.with!['node-version']!.replace('.x', '')} with all tests; the packed package on ${tried.slice(0, -1).join(', ')} and ${tried.at(-1)}`,
  ]);
});

test.each(['cdk8s', 'constructs', 'cdk8s-plus-27'])('the page gives the floor of %s, with which all tests run', name => {
  const floor = devDependencies[name];
  expect(peerDependencies[name]).toBe(`^${floor}`);
  expect(row(name)).toEqual([`${floor} and later ${floor.split('.')[0]}.x`, `${floor} with all tests; the packed package with the newest`]);
});

test('the page names every other cdk8s-plus that the tests have', () => {
  const minors = Object.keys(devDependencies).flatMap(name => /^cdk8s-plus-(\d+)$/.exec(name)?.slice(1).map(Number) ?? [])
    .filter(minor => minor > 27);
  expect(minors).toEqual(minors.map((_, i) => 28 + i));
  expect(row(`cdk8s-plus-28 to cdk8s-plus-${minors.at(-1)}, for \`Sidecars.of\` and \`NativeSidecar.fromContainer\``)).toEqual(['any', 'one release of each']);
});

test('the page gives the oldest and the newest Kubernetes that are known, and the clusters of the tests', () => {
  const [range, tried] = row('Kubernetes, as a target');
  const [oldest, newest] = range.split(' to ');
  expect(TargetCluster.newest().toString()).toBe(newest);
  expect(TargetCluster.version(oldest).toString()).toBe(oldest);
  expect(() => TargetCluster.version(`1.${Number(oldest.split('.')[1]) - 1}`)).toThrow('the oldest that is known here');
  const minors = (jobsOf('cluster').test.strategy.matrix.kubernetes as string[]).map(version => /^v(1\.\d+)/.exec(version)![1]);
  expect(tried).toBe(`each version with the rules that depend on it; clusters of ${minors.slice(0, -1).join(', ')} and ${minors.at(-1)}`);
});

test('the page speaks of a package that is experimental, as it says of itself', () => {
  expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).stability).toBe('experimental');
  expect(page).toContain('## Experimental, until 1.0\n');
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main';
import { TargetCluster } from '../../src/cluster/target-cluster';

const folder = mkdtempSync(join(tmpdir(), 'explain-'));
afterAll(() => rmSync(folder, { recursive: true }));

let stdout = '';
let stderr = '';
const { columns, isTTY } = process.stdout;
beforeEach(() => {
  stdout = '';
  stderr = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(text => Boolean(stdout += text));
  jest.spyOn(process.stderr, 'write').mockImplementation(text => Boolean(stderr += text));
  Object.assign(process.stdout, { columns: undefined, isTTY: false });
  // Jest sets FORCE_COLOR for its workers.
  [TargetCluster.ENVIRONMENT_VARIABLE, 'FORCE_COLOR', 'NO_COLOR'].forEach(name => { delete process.env[name]; });
});
afterEach(() => {
  jest.restoreAllMocks();
  Object.assign(process.stdout, { columns, isTTY });
});

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const JOB = file('job.yaml', `\
apiVersion: v1
kind: ConfigMap
---
apiVersion: batch/v1
kind: Job
metadata: {name: import, namespace: shop}
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
      - name: proxy
        restartPolicy: Always
        startupProbe: {periodSeconds: 1, failureThreshold: 300, tcpSocket: {port: 80}}
      containers:
      - name: import
---
`);
const LIST = file('list.yaml', `\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata: {generateName: web-}
  spec: {containers: [{name: web}]}
- {apiVersion: v1, kind: Service}
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: api}
  spec: {template: {spec: {containers: [{name: api}]}}}
`);
const json = () => JSON.parse(stdout);

test('a Job is taken to its end, and all else until it is deleted, on the newest cluster', () => {
  expect(main(['explain', '-o', 'json', JOB, LIST])).toBe(0);
  expect(stderr).toBe('');
  expect(json().map(({ object, target, scenario, phase }: any) => ({ object, target, scenario, phase }))).toEqual([
    { object: { kind: 'Job', name: 'import', namespace: 'shop' }, target: '1.37', scenario: 'end', phase: 'Succeeded' },
    { object: { kind: 'Pod', name: 'web-', namespace: null }, target: '1.37', scenario: 'deletion', phase: 'Succeeded' },
    { object: { kind: 'Deployment', name: 'api', namespace: null }, target: '1.37', scenario: 'deletion', phase: 'Succeeded' },
  ]);
});

test('one workload on one cluster is one object of JSON', () => {
  expect(main(['explain', '-o', 'json', '-k', '1.29', JOB])).toBe(0);
  expect(Object.keys(json())).toEqual(['object', 'target', 'scenario', 'assumptions', 'events', 'phase', 'containers', 'job']);
  expect(json()).toMatchObject({
    assumptions: { proxy: { run: 'forever' }, import: { run: 10 } },
    containers: { proxy: { starts: 1, exitCode: 0 }, import: { starts: 1, exitCode: 0 } },
    job: { condition: 'Complete' },
  });
  expect(json().events.at(0)).toEqual({ time: 0, container: null, type: 'Phase', message: expect.stringMatching(/^Pending: /) });
});

test('the target of the environment is taken, unless options give another or several', () => {
  process.env[TargetCluster.ENVIRONMENT_VARIABLE] = '1.30,node=1.27';
  expect(main(['explain', '-o', 'json', JOB])).toBe(0);
  expect(json()).toMatchObject({ target: '1.30,node=1.27', stuck: expect.stringContaining('plain init container') });
  stdout = '';
  expect(main(['explain', '-o', 'json', '-k', '1.27, v1.36.1', JOB])).toBe(0);
  expect(json().map(({ target, refused }: any) => [target, refused !== undefined])).toEqual([['1.27', true], ['1.36.1', false]]);
  stdout = '';
  expect(main(['explain', '-o', 'json', '-k', '1.28', '--node=1.28.3', '--feature-gates', 'SidecarContainers=true', JOB])).toBe(0);
  expect(json()).toMatchObject({ target: '1.28,node=1.28.3,SidecarContainers=true' });
});

test('scenario, assumptions and deletion reach the prediction', () => {
  expect(main(['explain', '-o', 'json', '--scenario', 'failure', '--assume', 'import=exit:3', '--assume', 'proxy=stop:500ms', JOB])).toBe(0);
  expect(json()).toMatchObject({ scenario: 'failure', phase: 'Failed', containers: { import: { exitCode: 3 } }, job: { condition: 'Failed' } });
  expect(json().events.at(-1).time).toBe(12.5);
  stdout = '';
  expect(main(['explain', '-o', 'json', '--delete-at', '1m', '--assume', 'import=run:forever,ignores-term', JOB])).toBe(0);
  expect(json().events.find(({ type }: any) => type === 'Terminating')).toMatchObject({ time: 60, container: 'import' });
  expect(json().containers.import.exitCode).toBe(137);
});

test.each([
  ['svg', /^<svg [^]*<\/svg>\n$/],
  ['html', /^<!doctype html>\n[^]*<\/html>\n$/],
  ['mermaid', /^gantt\n {4}title Job import/],
  ['text', /^Job import on Kubernetes 1\.37: /],
])('the form %s is printed', (form, text) => {
  expect(main(['explain', '-o', form, JOB])).toBe(0);
  expect(stdout).toMatch(text);
});

test('two versions are compared in a sentence', () => {
  expect(main(['explain', '-k', '1.36,1.27', '--width', '100', JOB])).toBe(0);
  expect(stdout).toMatch(/\nWhat differs: the Pod ends as Succeeded on 1\.36, the Pod is never started on 1\.27\.\n$/);
});

describe('the width is', () => {
  const longest = () => Math.max(...stdout.split('\n').map(({ length }) => length));

  test.each<[string, string[], number | undefined, number]>([
    ['that of the option', ['--width', '60'], 200, 60],
    ['else that of the terminal', [], 120, 120],
    ['else 80', [], undefined, 80],
    ['never less than 40', [], 10, 40],
  ])('%s', (_, options, terminal, width) => {
    Object.assign(process.stdout, { columns: terminal });
    expect(main(['explain', ...options, JOB])).toBe(0);
    expect(longest()).toBeLessThanOrEqual(width);
    expect(stdout.split('\n').find(line => line.startsWith('Pod '))).toHaveLength(width);
  });
});

describe('colours are', () => {
  test.each<[string, boolean, object, boolean]>([
    ['on a terminal', true, {}, true],
    ['not in a pipe', false, {}, false],
    ['not where NO_COLOR is set', true, { NO_COLOR: '1' }, false],
    ['where FORCE_COLOR is set', false, { FORCE_COLOR: '1' }, true],
    ['not where FORCE_COLOR is 0', true, { FORCE_COLOR: '0' }, false],
  ])('%s', (_, terminal, environment, coloured) => {
    Object.assign(process.stdout, { isTTY: terminal });
    Object.assign(process.env, environment);
    expect(main(['explain', JOB])).toBe(0);
    expect(stdout.includes('\u001b[32m')).toBe(coloured);
  });
});

test.each<[string, string[], RegExp]>([
  ['no file', ['nowhere.yaml'], /^nowhere\.yaml: cannot be read: ENOENT.*\n$/],
  ['an unknown option', ['--banana'], /^error: unknown option '--banana'\n$/],
  ['an unknown scenario', ['--scenario', 'x'], /Allowed choices are start, end, failure, sidecar-crash, deletion, grace-expires\.\n$/],
  ['an unknown form', ['-o', 'yaml'], /Allowed choices are text, svg, html, mermaid, json\.\n$/],
  ['no version', ['-k', '1.30,banana'], /^'banana' is not a Kubernetes version\. .*\n$/],
  ['a node of several clusters', ['-k', '1.30,1.29', '--node', '1.28', JOB], /^--node and --feature-gates say more about one cluster\. .*\n$/],
  ['a bad assumption', ['--assume', 'import=run:soon', JOB], /^--assume import=run:soon: 'soon' is not a duration\. .*\n$/],
  ['an assumption of nobody', ['--assume', 'mian=run:1s', JOB], /^--assume: no container is called 'mian'\. There are: proxy, import\.\n$/],
  ['a bad time of deletion', ['--delete-at', 'soon', JOB], /^--delete-at: 'soon' is not a duration\. .*\n$/],
  ['a bad width', ['--width', '39', JOB], /^--width: '39' is not a number of columns from 40 on\.\n$/],
  ['several pictures in one SVG', ['-o', 'svg', LIST], /^An SVG file has one picture, and these are 2\. .*\n$/],
  ['no workload', [file('config.yaml', 'apiVersion: v1\nkind: ConfigMap\n')], /^There is nothing to explain: no object here makes Pods\.\n$/],
  ['a list', [file('bad.yaml', '- a\n')], /bad\.yaml:1:1: this is not a Kubernetes object, but a list\.\n$/],
  ['a malformed workload', [file('pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: 5\n')],
    /pod\.yaml:6:11: Pod web: spec\.containers\[0\]\.name must be a text, not 5\.\n$/],
])('with %s, explain ends with exit code 2 and says why', (_, args, message) => {
  expect(main(['explain', ...args])).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(message);
});

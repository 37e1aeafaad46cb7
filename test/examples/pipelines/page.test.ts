import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Repository } from './repository';
import { matrixOf, workflow, WORKFLOWS } from './workflow';
import { TargetCluster } from '../../../src';
import { markdownPage } from '../../docs/markdown-page';
import { listed } from '../../docs/repository-files';

jest.setTimeout(120_000);

const EXAMPLE = 'examples/pipelines';
const PAGE = readFileSync('docs/how-to-pipelines.md', 'utf8');
const FILES = listed(EXAMPLE);
const WORKFLOW_FILES = readdirSync(WORKFLOWS);

test('the page shows nothing that is not in a file of the example', () => {
  const shown = markdownPage(PAGE).fences.filter(({ language }) => language === 'yaml').map(({ text }) => text);
  const files = FILES.map(file => readFileSync(file, 'utf8'));
  expect(shown.length).toBeGreaterThan(8);
  expect(shown.filter(text => !files.some(file => file.includes(text)))).toEqual([]);
});

test('the page leads to files that are there, and to all workflows and scripts', () => {
  const links = [...PAGE.matchAll(/\]\(\.\.\/(examples\/pipelines\/[^)]+)\)/g)].map(([, file]) => file);
  expect(links.filter(file => !existsSync(file))).toEqual([]);
  expect(FILES.filter(file => /\/(workflows|scripts)\//.test(file) && !links.includes(file))).toEqual([]);
});

test.each(FILES.filter(file => file.endsWith('.yaml')))('there is YAML in %s', file => {
  const documents = [...parseAllDocuments(readFileSync(file, 'utf8'))];
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  expect(documents.every(({ contents }) => contents !== null)).toBe(true);
});

describe.each(WORKFLOW_FILES)('the workflow %s', file => {
  const { on, permissions, jobs } = workflow(file);
  const steps = Object.values(jobs).flatMap(job => job.steps);

  test('has jobs of steps that each do one thing', () => {
    expect(on).toBeTruthy();
    expect(permissions).toMatchObject({ contents: expect.stringMatching(/^(read|write)$/) });
    expect(Object.values(jobs).map(job => job['runs-on'])).toEqual(Object.values(jobs).map(() => 'ubuntu-latest'));
    expect(steps.filter(({ uses, run }) => (uses === undefined) === (run === undefined))).toEqual([]);
  });

  test('takes actions by a version', () => {
    expect(steps.flatMap(({ uses }) => uses ?? []).filter(uses => !/@v\d+(\.\d+\.\d+)?$/.test(uses))).toEqual([]);
  });

  test('has no expression in a command, where it could be one itself', () => {
    expect(steps.flatMap(({ run }) => run ?? []).filter(run => run.includes('${{'))).toEqual([]);
  });
});

test('the workflows that cannot ask the clusters have those of which the target is known', () => {
  const targets = readdirSync(join(EXAMPLE, 'targets'));
  WORKFLOW_FILES.filter(file => file !== 'deploy.yaml').forEach(file => {
    const job = Object.values(workflow(file).jobs).find(({ strategy }) => strategy)!;
    expect(matrixOf(job)).toEqual(targets.map(cluster => ({ cluster })));
  });
  expect(targets.map(cluster => TargetCluster.parse(readFileSync(join(EXAMPLE, 'targets', cluster), 'utf8').trim()).toString()))
    .toEqual(['1.30.14,node=1.27.16', '1.36.3']);
});

test.each(FILES.filter(file => file.includes('/scripts/')))('%s is read by dash, and fits on a screen', file => {
  expect(() => execFileSync('sh', ['-n', file], { stdio: 'pipe' })).not.toThrow();
  expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(60);
});

test('what is not called by its name in the workflows is not there', () => {
  const text = WORKFLOW_FILES.map(file => readFileSync(join(WORKFLOWS, file), 'utf8')).join('');
  expect(readdirSync(join(EXAMPLE, 'scripts')).filter(script => !text.includes(`sh scripts/${script} `))).toEqual([]);
});

test('the commands of the README show what is different for an old cluster', () => {
  const repository = new Repository();
  const [, lines] = /^```sh\nnpm install\n([^]*?)^```$/m.exec(readFileSync(join(EXAMPLE, 'README.md'), 'utf8'))!;
  const printed = repository.sh(`${lines.trimEnd()} || [ $? -eq 1 ]`);
  repository.remove();
  expect(printed).toContain('<         cdk8s-sidecars/supervised-for: 1.30.14,node=1.27.16\n');
  expect(printed).toContain('\n>           restartPolicy: Always\n');
});

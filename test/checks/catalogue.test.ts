import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { job, main, sidecar } from './workloads';
import { CATALOGUE } from '../../src/checks/catalogue';
import { checkWorkload } from '../../src/checks/check-workload';
import { Rule } from '../../src/checks/rule';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';

const FOLDER = join(__dirname, '../../src/checks');

test('rules stand in the order of their ids, which are unique and of the form SCnnn', () => {
  const ids = CATALOGUE.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(ids.filter(id => !/^SC\d{3}$/.test(id))).toEqual([]);
});

test('slugs are unique and in kebab-case', () => {
  const slugs = CATALOGUE.map(({ slug }) => slug);
  expect(slugs).toEqual([...new Set(slugs)]);
  expect(slugs.filter(slug => !/^[a-z]+(-[a-z]+)*$/.test(slug))).toEqual([]);
});

test('every rule is in the catalogue, and lies in the file of its slug', () => {
  const files = readdirSync(FOLDER).filter(file => file !== 'catalogue.ts');
  const rules = files.flatMap(file => Object.values(jest.requireActual<object>(join(FOLDER, file)))
    .filter((value): value is Rule => 'check' in value)
    .map(rule => ({ file, rule })));
  expect(rules.filter(({ file, rule }) => file !== `${rule.slug}.ts`)).toEqual([]);
  expect(rules.map(({ rule }) => rule.id).sort()).toEqual(CATALOGUE.map(({ id }) => id));
});

test('every rule has a test', () => {
  const tests = readdirSync(__dirname);
  expect(CATALOGUE.map(({ slug }) => `${slug}.test.ts`).filter(file => !tests.includes(file))).toEqual([]);
});

test('a diagnostic is what a rule finds, with the id, slug and severity of the rule', () => {
  const workload = job({ containers: [main(), main({ name: 'Main' })], initContainers: [sidecar({ image: '' })] });
  expect(checkWorkload(workload, { target: TargetCluster.newest(), native: true, drains: new Map() })).toEqual([
    {
      id: 'SC111',
      slug: 'invalid-container-name',
      severity: DiagnosticSeverity.ERROR,
      container: 'Main',
      field: 'spec.template.spec.containers[1].name',
      message: "'Main' is not a valid container name.",
      fix: 'Use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends.',
    },
    {
      id: 'SC112',
      slug: 'image-missing',
      severity: DiagnosticSeverity.ERROR,
      container: 'proxy',
      field: 'spec.template.spec.initContainers[0].image',
      message: 'it has no image.',
      fix: "Set image to what the node is to pull, such as 'busybox:1.37'.",
    },
  ]);
});

test('nothing is found in a Job with a sidecar that has all it needs', () => {
  const workload = job({ initContainers: [sidecar({ ports: [{ containerPort: 5000 }], startupProbe: { tcpSocket: { port: 5000 } } })] });
  expect(checkWorkload(workload, { target: TargetCluster.newest(), native: true, drains: new Map([['proxy', 30]]) })).toEqual([]);
});

test('nothing is found in a workload without containers', () => {
  expect(checkWorkload(job({ containers: undefined }), { target: TargetCluster.newest(), native: true, drains: new Map() })).toEqual([]);
});

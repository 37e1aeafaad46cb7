import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { CONTEXT, job, main, sidecar } from './workloads';
import { CATALOGUE } from '../../src/checks/catalogue';
import { checkWorkload, findingsIn } from '../../src/checks/check-workload';
import { Rule } from '../../src/checks/rule';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { runsNatively } from '../../src/lowering/native';
import { RelatedObjects } from '../../src/manifest/related-objects';
import { KubernetesObject } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const REQUESTS = { requests: { cpu: '10m', memory: '16Mi' } };
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
  const files = readdirSync(FOLDER).filter(file => file.endsWith('.ts') && file !== 'catalogue.ts');
  const rules = files.flatMap(file => Object.values(jest.requireActual<object>(join(FOLDER, file)))
    .filter((value): value is Rule => typeof value === 'object' && 'check' in value)
    .map(rule => ({ file, rule })));
  expect(rules.filter(({ file, rule }) => file !== `${rule.slug}.ts`)).toEqual([]);
  expect(rules.map(({ rule }) => rule.id).sort()).toEqual(CATALOGUE.map(({ id }) => id));
});

test('every rule has a test', () => {
  const tests = readdirSync(__dirname);
  expect(CATALOGUE.map(({ slug }) => `${slug}.test.ts`).filter(file => !tests.includes(file))).toEqual([]);
});

const texts = CATALOGUE.map(rule => ({ rule, text: rule.text }));

test('the example of a rule breaks this rule and no other one, and what is corrected breaks none', () => {
  const broken = texts.map(({ rule, text }) => ({ rule: rule.id, example: idsIn(text.example, rule), corrected: idsIn(text.corrected, rule) }));
  expect(broken).toEqual(texts.map(({ rule: { id } }) => ({ rule: id, example: [id], corrected: [] })));
});

test('the texts of rules are sentences', () => {
  expect(texts.filter(({ text }) => !/^[A-Z][^]*\.$/.test(text.summary) || text.summary.includes('\n') || !/^[A-Z`][^]*\.$/.test(text.details.trim()))).toEqual([]);
  expect(texts.filter(({ text }) => text.versions === '' || text.sources.length === 0)).toEqual([]);
});

/** The rules that report an error or a warning, or are meant to: each once. */
function idsIn(yaml: string, { id, text: { exampleTarget } }: Rule): string[] {
  const objects = parseAllDocuments(yaml).map(document => document.toJS() as KubernetesObject);
  const target = exampleTarget === undefined ? TargetCluster.newest() : TargetCluster.parse(exampleTarget);
  const context = { ...CONTEXT, target, native: runsNatively(target), others: new RelatedObjects(objects) };
  return [...new Set(objects.flatMap(object => workloadsOf(object)).flatMap(workload => findingsIn(workload, context))
    .filter(({ rule, severity }) => rule.id === id || severity !== DiagnosticSeverity.INFO).map(({ rule }) => rule.id))];
}

test('a diagnostic is what a rule finds, with the id, slug and severity of the rule', () => {
  const workload = job({ containers: [main(), main({ name: 'Main' })], initContainers: [sidecar({ image: '', resources: REQUESTS })] });
  expect(checkWorkload(workload, CONTEXT)).toEqual([
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
  const startupProbe = { tcpSocket: { port: 5000 } };
  const workload = job({ initContainers: [sidecar({ ports: [{ containerPort: 5000 }], startupProbe, resources: REQUESTS })] });
  expect(checkWorkload(workload, { ...CONTEXT, drains: new Map([['proxy', 30]]) })).toEqual([]);
});

test('nothing is found in a workload without containers', () => {
  expect(checkWorkload(job({ containers: undefined }), { ...CONTEXT, lowered: true })).toEqual([]);
});

import { DocumentObject, objectsIn } from '../../src/inspection/objects-in';
import { readDocuments } from '../../src/source/read-documents';

const FLEET = [{ apiGroup: 'example.com', kind: 'Fleet', podTemplate: 'spec.workers[*].template' }];

function objectsOf(text: string): DocumentObject[] {
  const { documents, errors } = readDocuments(text);
  expect(errors).toEqual([]);
  return documents.flatMap(document => objectsIn(document, FLEET));
}

/** Objects as `kind name at prefix: paths of their Pod specs`. */
function shown(text: string): string[] {
  return objectsOf(text).map(({ object, prefix, workloads }) =>
    `${object.kind} ${object.metadata?.name} at '${prefix}': ${workloads.map(({ podSpecPath, isGuess }) => podSpecPath + (isGuess ? '?' : '')).join(', ')}`);
}

const POD = '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b}]}}';
const SERVICE = '{apiVersion: v1, kind: Service, metadata: {name: s}}';
const custom = (kind: string, spec: string, apiVersion = 'example.com/v1') => `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: c}, spec: ${spec}}`;
const CONTAINERS = '{containers: [{name: a, image: b}]}';

test.each<[string, string, string[]]>([
  ['a Pod', POD, ["Pod a at '': spec"]],
  ['a List, and one in it', `{apiVersion: v1, kind: List, items: [${POD}, null, ${SERVICE}, {apiVersion: v1, kind: PodList, items: [${POD}]}]}`,
    ["Pod a at 'items[0].': spec", "Service s at 'items[2].': ", "Pod a at 'items[3].items[0].': spec"]],
  ['a Service, which has to do with the workloads of others', SERVICE, ["Service s at '': "]],
  ['a ConfigMap, which has not', '{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}', []],
  ['a ConfigMap that has a manifest in it', `apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    ${POD}\n`, []],
  ['an object without a version', '{kind: Pod, spec: {containers: []}}', []],
  ['a Deployment without Pod template', '{apiVersion: apps/v1, kind: Deployment, spec: {containers: []}}', []],
  ['a custom resource by its shape', custom('Thing', `{a: [{b: ${CONTAINERS}}]}`), ["Thing c at '': spec.a[0].b?"]],
  ['a custom resource that is known', custom('Fleet', `{workers: [{template: {spec: ${CONTAINERS}}}], other: ${CONTAINERS}}`),
    ["Fleet c at '': spec.workers[0].template.spec"]],
  ['a resource of Kubernetes that makes no Pods', custom('Thing', CONTAINERS, 'apps/v1'), []],
  ['another one, of a group of its own', custom('Thing', CONTAINERS, 'resource.k8s.io/v1'), []],
  ['a group with dots, which is not one of Kubernetes', custom('Thing', CONTAINERS, 'k8s.example.com/v1'), ["Thing c at '': spec?"]],
  ['a definition of custom resources with Pods', custom('CustomResourceDefinition', CONTAINERS, 'apiextensions.k8s.io/v1'),
    ["CustomResourceDefinition c at '': "]],
  ['a definition of custom resources without', custom('CustomResourceDefinition', '{}', 'apiextensions.k8s.io/v1'), []],
])('of the objects in a document, those that matter are found: %s', (_, text, expected) => {
  expect(shown(text)).toEqual(expected);
});

test('what is null in an object with workloads is left out', () => {
  const [{ object, workloads: [{ podSpec }] }] = objectsOf('{apiVersion: v1, kind: Pod, metadata: null, spec: {initContainers: null, containers: [{name: a, image: null}]}}');
  expect([object, podSpec]).toEqual([{ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a' }] } }, { containers: [{ name: 'a' }] }]);
});

test('it is remembered which document an object is in, without all that is in it', () => {
  const text = `# First.\n---\n${POD}\n`;
  expect(objectsOf(text).map(({ document }) => document)).toEqual([{ text: `---\n${POD}\n`, offset: 9, index: 1 }]);
});

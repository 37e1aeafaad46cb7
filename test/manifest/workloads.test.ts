import { KubernetesObject } from '../../src/manifest/types';
import { mapObjects, withJobSpec, withPodSpec, withPodTemplateAnnotations, workloadsOf } from '../../src/manifest/workloads';
import { deepFreeze } from '../deep-freeze';

const podSpec = { containers: [{ name: 'main' }] };
const template = { metadata: { labels: { app: 'x' } }, spec: podSpec };
const templated = { selector: {}, template };
const jobTemplate = { metadata: {}, spec: { backoffLimit: 1, template } };

test.each<[string, string, object, string]>([
  ['v1', 'Pod', { spec: podSpec }, 'spec'],
  ['v1', 'PodTemplate', { template }, 'template.spec'],
  ['v1', 'ReplicationController', { spec: templated }, 'spec.template.spec'],
  ['apps/v1', 'Deployment', { spec: templated }, 'spec.template.spec'],
  ['extensions/v1beta1', 'Deployment', { spec: templated }, 'spec.template.spec'],
  ['apps/v1', 'StatefulSet', { spec: templated }, 'spec.template.spec'],
  ['apps/v1', 'DaemonSet', { spec: templated }, 'spec.template.spec'],
  ['extensions/v1beta1', 'DaemonSet', { spec: templated }, 'spec.template.spec'],
  ['apps/v1', 'ReplicaSet', { spec: templated }, 'spec.template.spec'],
  ['extensions/v1beta1', 'ReplicaSet', { spec: templated }, 'spec.template.spec'],
])('a %s %s keeps its Pod\'s spec at its own place', (apiVersion, kind, rest, podSpecPath) => {
  const object = { apiVersion, kind, ...rest };
  expect(workloadsOf(object)[0]).toStrictEqual({ object, kind, podSpec, podSpecPath });
});

test.each<[string, string, object, string, string]>([
  ['batch/v1', 'Job', jobTemplate, 'spec.template.spec', 'spec'],
  ['batch/v1', 'CronJob', { spec: { schedule: '@daily', jobTemplate } }, 'spec.jobTemplate.spec.template.spec', 'spec.jobTemplate.spec'],
  ['batch/v1beta1', 'CronJob', { spec: { jobTemplate } }, 'spec.jobTemplate.spec.template.spec', 'spec.jobTemplate.spec'],
])('a %s %s keeps a Job\'s spec as well', (apiVersion, kind, rest, podSpecPath, jobSpecPath) => {
  const object = { apiVersion, kind, ...rest };
  expect(workloadsOf(object)[0]).toStrictEqual({ object, kind, podSpec, podSpecPath, jobSpec: jobTemplate.spec, jobSpecPath });
});

test.each<[string, KubernetesObject]>([
  ['a Job of another group', { apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job', spec: { template } }],
  ['a Pod of another group', { apiVersion: 'example.org/v1', kind: 'Pod', spec: podSpec }],
  ['a Deployment of the core group', { apiVersion: 'v1', kind: 'Deployment', spec: templated }],
  ['a StatefulSet of a group that never had it', { apiVersion: 'extensions/v1beta1', kind: 'StatefulSet', spec: templated }],
  ['a ConfigMap', { apiVersion: 'v1', kind: 'ConfigMap', data: {} }],
  ['a kind that is a name every object has', { apiVersion: 'v1', kind: 'constructor', spec: podSpec }],
  ['a List', { apiVersion: 'v1', kind: 'List', items: [] }],
  ['an object without a kind', { apiVersion: 'v1', spec: podSpec }],
  ['an empty object', {}],
  ['a Deployment without a spec', { apiVersion: 'apps/v1', kind: 'Deployment' }],
  ['a Deployment whose template is null', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: null } }],
  ['a Pod whose spec is null', { apiVersion: 'v1', kind: 'Pod', spec: null }],
  ['a Pod whose spec is text', { apiVersion: 'v1', kind: 'Pod', spec: '{{ .Values.spec }}' }],
])('%s is no workload', (_, object) => {
  expect(workloadsOf(object)[0]).toBeUndefined();
});

const cronJob = deepFreeze({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'x' }, spec: { schedule: '@daily', jobTemplate } });

test('another Pod spec is put in a copy, which shares all else', () => {
  const before = workloadsOf(cronJob)[0];
  const other = { ...podSpec, nodeName: 'here' };
  const jobSpec = { backoffLimit: 1, template: { ...template, spec: other } };
  const after = withPodSpec(before, other);
  expect(after).toEqual({
    ...before,
    podSpec: other,
    jobSpec,
    object: { ...cronJob, spec: { schedule: '@daily', jobTemplate: { metadata: {}, spec: jobSpec } } },
  });
  expect(after.podSpec).toBe(other);
  expect(after.object.metadata).toBe(cronJob.metadata);
  expect(after.jobSpec!.template.metadata).toBe(template.metadata);
});

test('another Job spec is put in a copy, which shares all else', () => {
  const before = workloadsOf(cronJob)[0];
  const other = { backoffLimit: 0, template };
  const after = withJobSpec(before, other);
  expect(after).toEqual({
    ...before,
    jobSpec: other,
    object: { ...cronJob, spec: { schedule: '@daily', jobTemplate: { metadata: {}, spec: other } } },
  });
  expect(after.jobSpec).toBe(other);
  expect(after.podSpec).toBe(podSpec);
  expect(after.object.metadata).toBe(cronJob.metadata);
});

const annotated = (before: KubernetesObject): unknown => withPodTemplateAnnotations(workloadsOf(deepFreeze(before))[0], { a: 'new', b: 'new' }).object;
const KINDS: [string, (podTemplate: object) => KubernetesObject][] = [
  ['Pod', podTemplate => ({ apiVersion: 'v1', kind: 'Pod', ...podTemplate })],
  ['PodTemplate', podTemplate => ({ apiVersion: 'v1', kind: 'PodTemplate', template: podTemplate })],
  ['ReplicationController', podTemplate => ({ apiVersion: 'v1', kind: 'ReplicationController', spec: { template: podTemplate } })],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind): [string, (podTemplate: object) => KubernetesObject] =>
    [kind, podTemplate => ({ apiVersion: 'apps/v1', kind, metadata: { name: 'x' }, spec: { replicas: 1, template: podTemplate } })]),
  ['Job', podTemplate => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { annotations: { a: 'of the Job' } }, spec: { template: podTemplate } })],
  ['CronJob', podTemplate => ({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { schedule: '@daily', jobTemplate: { spec: { template: podTemplate } } } })],
];

test.each(KINDS)('the Pods of a %s get annotations, but for those that they have', (_, make) => {
  const labels = { app: 'x' };
  expect(annotated(make({ metadata: { labels, annotations: { b: 'old', c: 'old' } }, spec: podSpec })))
    .toEqual(make({ metadata: { labels, annotations: { a: 'new', b: 'old', c: 'old' } }, spec: podSpec }));
  expect(annotated(make({ metadata: { labels }, spec: podSpec })))
    .toEqual(make({ metadata: { labels, annotations: { a: 'new', b: 'new' } }, spec: podSpec }));
  expect(annotated(make({ spec: podSpec }))).toEqual(make({ metadata: { annotations: { a: 'new', b: 'new' } }, spec: podSpec }));
});

test('metadata comes first where there was none, and keeps its place where there was some', () => {
  const [, makeJob] = KINDS.find(([kind]) => kind === 'Job')!;
  const textOf = (podTemplate: object) => JSON.stringify(annotated(makeJob(podTemplate)));
  expect(textOf({ spec: podSpec })).toBe(JSON.stringify(makeJob({ metadata: { annotations: { a: 'new', b: 'new' } }, spec: podSpec })));
  expect(textOf({ spec: podSpec, metadata: {} })).toBe(JSON.stringify(makeJob({ spec: podSpec, metadata: { annotations: { a: 'new', b: 'new' } } })));
});

test('a workload whose Pods are annotated shares all else', () => {
  const before = workloadsOf(cronJob)[0];
  const after = withPodTemplateAnnotations(before, { a: 'new' });
  expect(after.podSpec).toBe(before.podSpec);
  expect(after.object.metadata).toBe(before.object.metadata);
  expect(after.jobSpec!.backoffLimit).toBe(1);
});

const pod = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });
const list = (kind: string, ...items: unknown[]) => ({ apiVersion: 'v1', kind, items });
const mark = (object: KubernetesObject, path: string) => ({ ...object, path });

test.each<[string, KubernetesObject, unknown]>([
  ['an object', pod('a'), { ...pod('a'), path: '' }],
  ['a List', list('List', pod('a'), pod('b')), list('List', { ...pod('a'), path: 'items[0].' }, { ...pod('b'), path: 'items[1].' })],
  ['a JobList', list('JobList', pod('a')), list('JobList', { ...pod('a'), path: 'items[0].' })],
  ['a List in a List', list('List', pod('a'), list('List', pod('b'))),
    list('List', { ...pod('a'), path: 'items[0].' }, list('List', { ...pod('b'), path: 'items[1].items[0].' }))],
  ['a List with null and text in it', list('List', null, 'text', pod('a')), list('List', null, 'text', { ...pod('a'), path: 'items[2].' })],
  ['a List without items', { kind: 'List' }, { kind: 'List', path: '' }],
  ['a List with an item whose kind is a number', list('List', { kind: 5, items: [] }), list('List', { kind: 5, items: [], path: 'items[0].' })],
  ['an object with items that is no list', list('Menu', pod('a')), { ...list('Menu', pod('a')), path: '' }],
])('a change reaches %s', (_, manifest, expected) => {
  expect(mapObjects(deepFreeze(manifest), mark)).toEqual(expected);
});

test('a list in which nothing changes is the same list, and items that do not change are the same items', () => {
  const manifest = list('List', pod('a'), list('List', pod('b')), null);
  expect(mapObjects(manifest, object => object)).toBe(manifest);
  const changed = mapObjects(manifest, object => object.metadata?.name === 'a' ? { ...object, changed: true } : object);
  expect(changed).toEqual({ ...manifest, items: [{ ...pod('a'), changed: true }, list('List', pod('b')), null] });
  expect((changed.items as unknown[])[1]).toBe(manifest.items[1]);
});

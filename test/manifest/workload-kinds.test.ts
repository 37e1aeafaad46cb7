import { KubernetesObject } from '../../src/manifest/types';
import { mayMakePods, podSpecPlaces } from '../../src/manifest/workload-kinds';
import { mapWorkloads, withPodSpec, workloadsOf } from '../../src/manifest/workloads';
import { deepFreeze } from '../deep-freeze';

const podSpec = { containers: [{ name: 'main' }] };
const template = { spec: podSpec };

test.each<[string, string, object, string[]]>([
  ['argoproj.io/v1alpha1', 'Rollout', { template }, ['spec.template.spec']],
  ['serving.knative.dev/v1', 'Service', { template }, ['spec.template.spec']],
  ['serving.knative.dev/v1', 'Configuration', { template }, ['spec.template.spec']],
  ['apps.openshift.io/v1', 'DeploymentConfig', { template }, ['spec.template.spec']],
  ['apps.kruise.io/v1alpha1', 'CloneSet', { template }, ['spec.template.spec']],
  ['apps.kruise.io/v1beta1', 'StatefulSet', { template }, ['spec.template.spec']],
  ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', { leaderWorkerTemplate: { leaderTemplate: template, workerTemplate: template } },
    ['spec.leaderWorkerTemplate.leaderTemplate.spec', 'spec.leaderWorkerTemplate.workerTemplate.spec']],
])('a %s %s embeds Pod templates', (apiVersion, kind, spec, paths) => {
  const object = { apiVersion, kind, spec };
  expect(workloadsOf(object)).toStrictEqual(paths.map(podSpecPath => ({ object, kind, podSpec, podSpecPath })));
});

test.each<[string, string, object, string[]]>([
  ['jobset.x-k8s.io/v1alpha2', 'JobSet', { replicatedJobs: [{ template: { spec: { template } } }, { template: { spec: { template } } }] },
    ['spec.replicatedJobs[0].template.spec', 'spec.replicatedJobs[1].template.spec']],
  ['keda.sh/v1alpha1', 'ScaledJob', { jobTargetRef: { template } }, ['spec.jobTargetRef']],
])('a %s %s embeds Jobs', (apiVersion, kind, spec, paths) => {
  const object = { apiVersion, kind, spec };
  expect(workloadsOf(object)).toStrictEqual(paths.map(jobSpecPath =>
    ({ object, kind, podSpec, podSpecPath: `${jobSpecPath}.template.spec`, jobSpec: { template }, jobSpecPath })));
});

test.each<[string, object, unknown]>([
  ['a Rollout that refers to a Deployment', { workloadRef: { kind: 'Deployment', name: 'x' } }, []],
  ['a Rollout whose template is text', { template: '{{ .Values.template }}' }, []],
])('%s makes no Pods of its own', (_, spec, expected) => {
  expect(workloadsOf({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec })).toEqual(expected);
});

test.each([[undefined], [null], ['text'], [{}]])('a JobSet whose replicatedJobs are %j makes no Pods', replicatedJobs => {
  expect(workloadsOf({ apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', spec: { replicatedJobs } })).toEqual([]);
});

const fleet: KubernetesObject = deepFreeze({
  apiVersion: 'example.com/v1',
  kind: 'Fleet',
  spec: { captain: { template }, crews: [{ sailors: [{ template }, { template }] }, {}, { sailors: [{ template }] }] },
});

test('a kind that is not known can be named, with lists in lists', () => {
  expect(podSpecPlaces(fleet, [])).toEqual([]);
  const named = [{ apiGroup: 'example.com', kind: 'Fleet', podTemplate: 'spec.crews[*].sailors[*].template' }];
  expect(workloadsOf(fleet, named).map(({ podSpecPath }) => podSpecPath)).toEqual([
    'spec.crews[0].sailors[0].template.spec', 'spec.crews[0].sailors[1].template.spec', 'spec.crews[2].sailors[0].template.spec',
  ]);
});

test('several places of a kind can be named, and what is named for another group or kind does not count', () => {
  const places = (apiGroup: string, kind: string) => [
    { apiGroup, kind, podTemplate: 'spec.captain.template' }, { apiGroup, kind, podTemplate: 'spec.crews[*].sailors[*].template' },
  ];
  expect(podSpecPlaces(fleet, places('example.com', 'Fleet')).map(({ podSpecPath }) => podSpecPath)).toHaveLength(4);
  expect(podSpecPlaces(fleet, places('example.org', 'Fleet'))).toEqual([]);
  expect(podSpecPlaces(fleet, places('example.com', 'Ship'))).toEqual([]);
});

test('each workload of an object is changed, and the others keep what became of them', () => {
  const named = [{ apiGroup: 'example.com', kind: 'Fleet', podTemplate: 'spec.crews[*].sailors[*].template' }];
  let count = 0;
  const changed = mapWorkloads(fleet, workload => withPodSpec(workload, { ...workload.podSpec, hostname: `sailor-${count++}` }), named);
  const sailor = (i: number) => ({ template: { spec: { ...podSpec, hostname: `sailor-${i}` } } });
  expect(changed.spec).toEqual({ captain: { template }, crews: [{ sailors: [sailor(0), sailor(1)] }, {}, { sailors: [sailor(2)] }] });
  expect((changed.spec as { captain: unknown }).captain).toBe((fleet.spec as { captain: unknown }).captain);
});

test('an object whose workloads do not change is the same object', () => {
  const job = { apiVersion: 'batch/v1', kind: 'Job', spec: { template } };
  expect(mapWorkloads(job, workload => workload)).toBe(job);
  const service = { apiVersion: 'v1', kind: 'Service', spec: {} };
  expect(mapWorkloads(service, workload => withPodSpec(workload, { containers: [] }))).toBe(service);
});

test.each([
  ['apps/v1', 'Deployment', true],
  ['v1', 'List', true],
  ['batch/v1', 'JobList', true],
  ['v1', 'ConfigMap', false],
  ['example.com/v1', 'Fleet', false],
  ['example.com/v1', 'Ship', true],
])('whether objects of %s %s may make Pods: %s', (apiVersion, kind, expected) => {
  expect(mayMakePods(apiVersion, kind, [{ apiGroup: 'example.com', kind: 'Ship', podTemplate: 'spec.template' }])).toBe(expected);
});

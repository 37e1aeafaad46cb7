import { KubernetesObject } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';
import { Contribution, contribute } from '../../src/placement/contribute';
import { deepFreeze } from '../deep-freeze';

const NOTHING: Contribution = { env: [], volumeMounts: [], volumes: [], annotations: {}, labels: {} };
const job = (spec: object, metadata?: object): KubernetesObject =>
  deepFreeze({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: { ...metadata && { metadata }, spec: { containers: [{ name: 'main' }], ...spec } } } });

function contributed(object: KubernetesObject, ...contributions: Partial<Contribution>[]) {
  const contributors = contributions.map((contribution, i) => ({ sidecar: `s${i}`, contribution: { ...NOTHING, ...contribution } }));
  const { workload, diagnostics } = contribute(workloadsOf(object)[0], contributors);
  const { template } = workload.object.spec as { template: { metadata?: object; spec: object } };
  return { ...template, faults: diagnostics.map(({ id, container, field, message }) => `${id} ${container} ${field}: ${message}`) };
}

const APP = { name: 'main' };

test.each<[string, Partial<Contribution>, object, object, object | undefined]>([
  ['an environment variable', { env: [{ name: 'A', value: '1' }] }, {}, { containers: [{ env: [{ name: 'A', value: '1' }], ...APP }] }, undefined],
  ['a mount', { volumeMounts: [{ name: 'v', mountPath: '/v' }] }, {}, { containers: [{ ...APP, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] }, undefined],
  ['an annotation', { annotations: { a: 'b' } }, {}, { containers: [APP] }, { annotations: { a: 'b' } }],
  ['a label', { labels: { a: 'b' } }, {}, { containers: [APP] }, { labels: { a: 'b' } }],
  ['a service account', { serviceAccountName: 'account' }, {}, { containers: [APP], serviceAccountName: 'account' }, undefined],
  ['a service account, where there is one', { serviceAccountName: 'account' }, { serviceAccountName: 'own' }, { containers: [APP], serviceAccountName: 'own' }, undefined],
  ['a group', { fsGroup: 5 }, { securityContext: { runAsUser: 1 } }, { containers: [APP], securityContext: { fsGroup: 5, runAsUser: 1 } }, undefined],
  ['the group 0', { fsGroup: 0 }, {}, { containers: [APP], securityContext: { fsGroup: 0 } }, undefined],
  ['a longer grace period', { terminationGracePeriodSeconds: 60 }, { terminationGracePeriodSeconds: 50 },
    { containers: [APP], terminationGracePeriodSeconds: 60 }, undefined],
  ['a longer grace period than the default', { terminationGracePeriodSeconds: 31 }, {}, { containers: [APP], terminationGracePeriodSeconds: 31 }, undefined],
  ['the default grace period', { terminationGracePeriodSeconds: 30 }, {}, { containers: [APP] }, undefined],
  ['a shorter grace period', { terminationGracePeriodSeconds: 10 }, { terminationGracePeriodSeconds: 50 },
    { containers: [APP], terminationGracePeriodSeconds: 50 }, undefined],
])('a sidecar brings %s', (_, contribution, before, spec, metadata) => {
  expect(contributed(job(before), contribution)).toStrictEqual({ ...metadata && { metadata }, spec, faults: [] });
});

test('every main container gets environment and mounts, behind its own, and init containers get none', () => {
  const containers = [{ name: 'a', env: [{ name: 'OWN', value: '0' }] }, { name: 'b', volumeMounts: [{ name: 'own', mountPath: '/own' }] }];
  const env = [{ name: 'A', value: '1' }];
  const volumeMounts = [{ name: 'v', mountPath: '/v' }];
  const { spec } = contributed(job({ containers, initContainers: [{ name: 'init' }] }), { env, volumeMounts });
  expect(spec).toStrictEqual({
    containers: [
      { env: [{ name: 'OWN', value: '0' }, ...env], name: 'a', volumeMounts },
      { env, name: 'b', volumeMounts: [{ name: 'own', mountPath: '/own' }, ...volumeMounts] },
    ],
    initContainers: [{ name: 'init' }],
  });
});

const IN_POD = 'spec.template.spec';

test.each<[string, object, object, Partial<Contribution>[], string[]]>([
  ['an environment variable of a container', { containers: [{ ...APP, env: [{ name: 'A', value: '0' }] }] }, {}, [{ env: [{ name: 'A', value: '1' }] }],
    [`SC119 s0 ${IN_POD}.containers[0].env: it brings the environment variable A as {"name":"A","value":"1"}, `
      + 'and container \'main\' has it as {"name":"A","value":"0"}.']],
  ['an environment variable of another sidecar', {}, {}, [{ env: [{ name: 'A', value: '0' }] }, { env: [{ name: 'A', value: '1' }] }],
    [`SC119 s1 ${IN_POD}.containers[0].env: it brings the environment variable A as {"name":"A","value":"1"}, `
      + 'and sidecar \'s0\' has it as {"name":"A","value":"0"}.']],
  ['a mount at the same path', { containers: [{ ...APP, volumeMounts: [{ name: 'a', mountPath: '/v/' }] }] }, {},
    [{ volumeMounts: [{ name: 'b', mountPath: '/v' }] }],
    [`SC119 s0 ${IN_POD}.containers[0].volumeMounts: it brings the mount at /v as {"mountPath":"/v","name":"b"}, `
      + 'and container \'main\' has it as {"mountPath":"/v/","name":"a"}.']],
  ['a label of the Pod', {}, { labels: { app: 'x' } }, [{ labels: { app: 'y' } }],
    ['SC119 s0 spec.template.metadata.labels: it brings the label app as "y", and the Pod has it as "x".']],
  ['an annotation of another sidecar', {}, {}, [{ annotations: { a: 'x' } }, { annotations: { a: 'y' } }],
    ['SC119 s1 spec.template.metadata.annotations: it brings the annotation a as "y", and sidecar \'s0\' has it as "x".']],
  ['a service account of another sidecar', {}, {}, [{ serviceAccountName: 'x' }, { serviceAccountName: 'y' }],
    [`SC119 s1 ${IN_POD}.serviceAccountName: it brings the service account of the Pod as "y", and sidecar 's0' has it as "x".`]],
  ['a group of the Pod', { securityContext: { fsGroup: 1 } }, {}, [{ fsGroup: 2 }],
    [`SC119 s0 ${IN_POD}.securityContext.fsGroup: it brings the fsGroup of the Pod as 2, and the Pod has it as 1.`]],
])('what a sidecar brings may not be other than %s', (_, spec, metadata, contributions, expected) => {
  expect(contributed(job(spec, metadata), ...contributions).faults).toEqual(expected);
});

test('what is there already, or what two sidecars bring alike, is there once', () => {
  const contribution = {
    env: [{ name: 'A', value: '1' }],
    volumeMounts: [{ mountPath: '/v', name: 'v' }],
    labels: { app: 'x' },
    annotations: { a: 'x' },
    fsGroup: 1,
    serviceAccountName: 'x',
  };
  const once = contributed(job({}, { labels: { app: 'x' } }), contribution);
  expect(once.faults).toEqual([]);
  expect(contributed(job({}, { labels: { app: 'x' } }), contribution, contribution)).toEqual(once);
  const { template } = job(once.spec, once.metadata).spec as { template: object };
  expect(contributed(deepFreeze({ apiVersion: 'batch/v1', kind: 'Job', spec: { template } }), contribution)).toEqual(once);
});

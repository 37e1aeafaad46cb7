import { check, init, sidecar } from './workloads';
import { crdEmbedsOldPodspec } from '../../src/checks/crd-embeds-old-podspec';
import { Container, KubernetesObject } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

const NAME = { type: 'string' };

function schema(containers: object, podSpec: object = {}, spec: object = {}): object {
  return {
    properties: {
      spec: {
        properties: { template: { properties: { spec: { properties: { initContainers: { type: 'array', items: containers } }, ...podSpec } } } },
        ...spec,
      },
    },
  };
}

function definition(openAPIV3Schema: unknown, more: object = {}): KubernetesObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'clonesets.apps.kruise.io' },
    spec: {
      group: 'apps.kruise.io',
      names: { kind: 'CloneSet' },
      versions: [{ name: 'v1beta1', schema: { openAPIV3Schema: schema({ properties: { restartPolicy: NAME } }) } }, { name: 'v1alpha1', schema: { openAPIV3Schema } }],
      ...more,
    },
  };
}

const OLD = schema({ properties: { name: NAME } });

function cloneSet(initContainers: Container[] = [init(), sidecar()], apiVersion = 'apps.kruise.io/v1alpha1'): Workload {
  return workloadsOf({ apiVersion, kind: 'CloneSet', spec: { template: { spec: { initContainers, containers: [] } } } })[0];
}

const FINDING = {
  container: 'proxy',
  field: 'spec.template.spec.initContainers[1].restartPolicy',
  message: 'the CustomResourceDefinition \'clonesets.apps.kruise.io\' does not have restartPolicy of init containers in its schema, so the API server '
    + 'takes it out, and \'proxy\' is a plain init container that the Pod waits for.',
  fix: 'Install a newer CustomResourceDefinition of the project, from a release made for Kubernetes 1.28 or later.',
};

test('the API server prunes restartPolicy where the definition does not know it', () => {
  expect(check(crdEmbedsOldPodspec, cloneSet(), { others: [definition(schema({ properties: {} })), definition(OLD)] })).toEqual([FINDING]);
});

test('a definition of the first version of its API has one schema for all versions', () => {
  const others = [definition(undefined, { versions: [{ name: 'v1alpha1' }], validation: { openAPIV3Schema: OLD } })];
  expect(check(crdEmbedsOldPodspec, cloneSet(), { others })).toEqual([FINDING]);
});

test('templates may stand in lists', () => {
  const workload: Workload = { ...cloneSet(), podSpecPath: 'spec.sets[2].template.spec' };
  const { properties: { spec } } = OLD as { properties: { spec: object } };
  const others = [definition({ properties: { spec: { properties: { sets: { items: spec } } } } })];
  expect(check(crdEmbedsOldPodspec, workload, { others }).map(({ field }) => field)).toEqual(['spec.sets[2].template.spec.initContainers[1].restartPolicy']);
});

const PRESERVE = { 'x-kubernetes-preserve-unknown-fields': true };

test.each<[string, Workload, KubernetesObject]>([
  ['a definition that knows it', cloneSet(), definition(schema({ properties: { name: NAME, restartPolicy: NAME } }))],
  ['containers of which all is kept', cloneSet(), definition(schema({ properties: { name: NAME }, ...PRESERVE }))],
  ['containers with any further properties', cloneSet(), definition(schema({ properties: { name: NAME }, additionalProperties: true }))],
  ['a Pod of which all is kept', cloneSet(), definition(schema({ properties: { name: NAME } }, PRESERVE))],
  ['a spec of which all is kept', cloneSet(), definition(schema({ properties: { name: NAME } }, {}, PRESERVE))],
  ['containers without properties', cloneSet(), definition(schema({ type: 'object' }))],
  ['no schema', cloneSet(), definition(undefined)],
  ['a schema that does not go as deep', cloneSet(), definition({ properties: { spec: { type: 'object' } } })],
  ['a definition that keeps all', cloneSet(), definition(OLD, { preserveUnknownFields: true })],
  ['another group', cloneSet(), definition(OLD, { group: 'example.com' })],
  ['another kind', cloneSet(), definition(OLD, { names: { kind: 'StatefulSet' } })],
  ['another version', cloneSet(undefined, 'apps.kruise.io/v1beta1'), definition(OLD)],
  ['a Pod without sidecars', cloneSet([init()]), definition(OLD)],
  ['a definition without anything', cloneSet(), { kind: 'CustomResourceDefinition' }],
])('nothing is said of %s', (_, workload, other) => {
  expect(check(crdEmbedsOldPodspec, workload, { others: [other] })).toEqual([]);
});

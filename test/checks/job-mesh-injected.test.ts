import { check, main, sidecar } from './workloads';
import { jobMeshInjected } from '../../src/checks/job-mesh-injected';
import { Container } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

type Names = { readonly [name: string]: unknown };

function jobWith({ labels, annotations, containers = [main()], initContainers }:
{ labels?: Names; annotations?: Names; containers?: Container[]; initContainers?: Container[] }, kind = 'Job'): Workload {
  const template = { metadata: { labels, annotations }, spec: { restartPolicy: 'Never', containers, initContainers } };
  return workloadsOf({ apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, spec: { template } })[0];
}

const INJECT = { 'sidecar.istio.io/inject': 'true' };
const LINKERD = { 'linkerd.io/inject': 'enabled' };
const found = (workload: Workload, circumstances = {}) => check(jobMeshInjected, workload, circumstances);

test('Istio adds its proxy as a main container where the Pods forbid a native one', () => {
  expect(found(jobWith({ labels: INJECT, annotations: { 'sidecar.istio.io/nativeSidecar': 'false' } }))).toEqual([{
    field: 'spec.template.metadata.annotations[sidecar.istio.io/nativeSidecar]',
    message: 'Istio will add its proxy to these Pods as a main container, since sidecar.istio.io/nativeSidecar is "false": '
      + 'it goes on when the work is done, so they never complete.',
    fix: 'Set the annotation sidecar.istio.io/nativeSidecar of the Pods to "true", or keep them out of the mesh.',
  }]);
});

test('so it does by itself where nodes are older than 1.33, unless it is known to do otherwise', () => {
  const workload = jobWith({ annotations: INJECT });
  expect(found(workload, { target: '1.34,node=1.32' })).toEqual([{
    field: 'spec.template.metadata.annotations[sidecar.istio.io/inject]',
    message: 'Istio will add its proxy to these Pods as a main container, since Istio injects native sidecars by itself only where all nodes have Kubernetes 1.33 '
      + 'or later, and those of the target cluster (1.34,node=1.32) have not: it goes on when the work is done, so they never complete.',
    fix: 'Set the annotation sidecar.istio.io/nativeSidecar of the Pods to "true", or keep them out of the mesh.',
  }]);
  expect(found(workload, { target: '1.32', meshes: { istio: 'native' } })).toEqual([]);
  expect(found(workload, { target: '1.33' })).toEqual([]);
});

test.each<[string, Workload, object, string]>([
  ['the mesh is known to', jobWith({ labels: INJECT }), { meshes: { istio: 'regular' } }, 'spec.template.metadata.labels[sidecar.istio.io/inject]'],
  ['the value is no text', jobWith({ labels: { 'sidecar.istio.io/inject': true } }), { meshes: { istio: 'regular' } },
    'spec.template.metadata.labels[sidecar.istio.io/inject]'],
  ['Linkerd is known to', jobWith({ annotations: LINKERD }), { meshes: { linkerd: 'regular' } }, 'spec.template.metadata.annotations[linkerd.io/inject]'],
  ['Linkerd is told to', jobWith({ annotations: { ...LINKERD, 'config.linkerd.io/proxy-enable-native-sidecar': 'false' } }), {},
    'spec.template.metadata.annotations[config.linkerd.io/proxy-enable-native-sidecar]'],
  ['Linkerd is told to by an earlier name', jobWith({ annotations: { 'linkerd.io/inject': 'ingress', 'config.alpha.linkerd.io/proxy-enable-native-sidecar': false } }), {},
    'spec.template.metadata.annotations[config.alpha.linkerd.io/proxy-enable-native-sidecar]'],
])('a proxy comes as a main container where %s', (_, workload, circumstances, field) => {
  expect(found(workload, circumstances).map(finding => finding.field)).toEqual([field]);
});

test('where there are no native sidecars the Pods had better stay out', () => {
  expect(found(jobWith({ labels: INJECT }), { target: '1.27', native: false })[0].fix)
    .toBe('Keep these Pods out of the mesh, or make the proxy quit when the work is done.');
});

const REGULAR = { meshes: { istio: 'regular', linkerd: 'regular' } };
const ISTIO = { meshes: { istio: 'regular' } };
const OFF = { ...INJECT, 'sidecar.istio.io/nativeSidecar': 'false' };

test.each<[string, object, string, string]>([
  ['Istio', ISTIO, 'labels[sidecar.istio.io/inject]', 'sidecar.istio.io/nativeSidecar'],
  ['Linkerd', { meshes: { linkerd: 'regular' } }, 'annotations[linkerd.io/inject]', 'config.linkerd.io/proxy-enable-native-sidecar'],
])('if %s is said to inject main containers, Pods that leave it to their namespace may get one', (mesh, circumstances, field, remedy) => {
  expect(found(jobWith({}), circumstances)).toEqual([{
    field: `spec.template.metadata.${field}`,
    message: `if their namespace asks for it, ${mesh} will add its proxy to these Pods as a main container, since ${mesh} does not inject native sidecars there: `
      + 'it goes on when the work is done, so they never complete.',
    fix: `Set the annotation ${remedy} of the Pods to "true", or keep them out of the mesh.`,
  }]);
});

test.each<[string, Workload, object]>([
  ['Pods that do not ask', jobWith({}), { meshes: { istio: 'native' }, target: '1.30' }],
  ['Pods that ask not to', jobWith({ labels: { 'sidecar.istio.io/inject': 'false' }, annotations: INJECT }), ISTIO],
  ['Pods that ask neither', jobWith({ labels: { 'sidecar.istio.io/inject': 'false' }, annotations: { 'linkerd.io/inject': 'disabled' } }), REGULAR],
  ['Pods that ask for a native one', jobWith({ labels: INJECT, annotations: { 'sidecar.istio.io/nativeSidecar': 'true' } }), { ...ISTIO, target: '1.30' }],
  ['Pods that ask Linkerd for a native one', jobWith({ annotations: { ...LINKERD, 'config.beta.linkerd.io/proxy-enable-native-sidecar': 'true' } }), { meshes: { linkerd: 'regular' } }],
  ['Linkerd, which injects native ones by itself', jobWith({ annotations: LINKERD }), { target: '1.29' }],
  ['Pods that are injected', jobWith({ annotations: OFF, containers: [main(), main({ name: 'istio-proxy', image: 'istio/proxyv2:1' })] }), {}],
  ['Pods that are injected natively', jobWith({ annotations: OFF, initContainers: [sidecar({ image: 'cr.l5d.io/linkerd/proxy:1' })] }), {}],
  ['a program that makes the proxy quit', jobWith({ annotations: OFF, containers: [main({ command: ['sh', '-c', 'work; curl localhost:15020/quitquitquit'] })] }), {}],
  ['a wrapper that does', jobWith({ annotations: LINKERD, containers: [main({ command: ['linkerd-await', '--shutdown', 'work'] })] }), REGULAR],
  ['Pods of a Deployment', jobWith({ annotations: OFF }, 'Deployment'), {}],
])('nothing is said of %s', (_, workload, circumstances) => {
  expect(found(workload, circumstances)).toEqual([]);
});

test('nothing is said of a hook, of which SC209 speaks', () => {
  const workload = jobWith({ annotations: OFF });
  expect(found({ ...workload, object: { ...workload.object, metadata: { annotations: { 'helm.sh/hook': 'test' } } } })).toEqual([]);
});

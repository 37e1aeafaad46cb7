import { withDeclaredSidecars, withoutDeclaredSidecars } from '../../src/manifest/declared-sidecars';
import { KubernetesObject } from '../../src/manifest/types';
import { podMetadata, workloadsOf } from '../../src/manifest/workloads';
import { deepFreeze } from '../deep-freeze';

const KEY = 'cdk8s-sidecars/native-sidecars';
const SIDECARS = ['proxy', 'logs'].map(name => ({ name, restartPolicy: 'Always' }));

function jobWith(metadata?: object, initContainers: object[] = SIDECARS) {
  const spec = { template: { ...metadata && { metadata }, spec: { initContainers: [{ name: 'init' }, ...initContainers], containers: [] } } };
  return workloadsOf(deepFreeze({ apiVersion: 'batch/v1', kind: 'Job', spec } as KubernetesObject))[0];
}

test.each<[string, object | undefined, object]>([
  ['have no metadata', undefined, { annotations: { [KEY]: 'proxy,logs' } }],
  ['have other annotations', { labels: { a: 'b' }, annotations: { z: '1' } }, { annotations: { [KEY]: 'proxy,logs', z: '1' }, labels: { a: 'b' } }],
  ['declare others', { annotations: { [KEY]: ' mesh,,logs ' } }, { annotations: { [KEY]: 'mesh,logs,proxy' } }],
  ['declare them', { annotations: { [KEY]: 'proxy,logs' } }, { annotations: { [KEY]: 'proxy,logs' } }],
])('Pods that %s declare all their sidecars', (_, before, after) => {
  const metadata = podMetadata(withDeclaredSidecars(jobWith(before)));
  expect(metadata).toEqual(after);
  expect(Object.keys(metadata)).toEqual(Object.keys(metadata).sort());
  expect(Object.keys(metadata.annotations!)).toEqual(Object.keys(metadata.annotations!).sort());
});

test('nothing is changed for a workload that declares none of its sidecars', () => {
  for (const workload of [jobWith(), jobWith({ annotations: { a: 'b' } }), jobWith({ annotations: { [KEY]: 'mesh' } }), jobWith({ annotations: { [KEY]: '' } })]) {
    expect(withoutDeclaredSidecars(workload)).toBe(workload);
  }
});

test.each([
  ['proxy,logs', { labels: {} }],
  ['mesh,proxy', { annotations: { [KEY]: 'mesh' }, labels: {} }],
])('sidecars are taken out of a declaration: %s', (declared, left) => {
  expect(podMetadata(withoutDeclaredSidecars(jobWith({ labels: {}, annotations: { [KEY]: declared } })))).toEqual(left);
});

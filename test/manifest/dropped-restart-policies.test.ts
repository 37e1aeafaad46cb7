import { withDroppedRestartPolicies } from '../../src/manifest/dropped-restart-policies';
import { KubernetesObject } from '../../src/manifest/types';
import { deepFreeze } from '../deep-freeze';

const ALWAYS = { restartPolicy: 'Always' };
const job = (...initContainers: object[]): KubernetesObject =>
  deepFreeze({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec: { initContainers, containers: [{ name: 'main' }] } } } });

test('sidecars get back the field that was dropped, in its place by the alphabet, and init containers stay as they are', () => {
  const restored = withDroppedRestartPolicies(job({ name: 'init' }, { name: 'proxy', tty: true }), job({ name: 'init' }, { name: 'proxy', tty: true, ...ALWAYS }), []);
  expect(restored).toEqual(job({ name: 'init' }, { name: 'proxy', tty: true, ...ALWAYS }));
  expect(JSON.stringify(restored)).toContain('{"name":"proxy","restartPolicy":"Always","tty":true}');
});

test.each<[string, KubernetesObject, KubernetesObject]>([
  ['nothing was dropped', job({ name: 'proxy', ...ALWAYS }), job({ name: 'proxy', ...ALWAYS })],
  ['the value would not make a sidecar', job({ name: 'proxy' }), job({ name: 'proxy', restartPolicy: 'OnFailure' })],
  ['there are no init containers', { apiVersion: 'v1', kind: 'Pod', spec: {} }, { apiVersion: 'v1', kind: 'Pod', spec: {} }],
  ['the whole list was dropped', { apiVersion: 'v1', kind: 'Pod', spec: {} }, { apiVersion: 'v1', kind: 'Pod', spec: { initContainers: [ALWAYS] } }],
  ['the object makes no Pods', { apiVersion: 'v1', kind: 'ConfigMap' }, { apiVersion: 'v1', kind: 'ConfigMap', extra: true }],
])('the object stays the same where %s', (_, object, unfiltered) => {
  expect(withDroppedRestartPolicies(object, unfiltered, [])).toBe(object);
});

import { TargetCluster } from '../../src/cluster/target-cluster';
import { containersOf } from '../../src/manifest/containers';
import { withPodMetadata, Workload } from '../../src/manifest/workloads';
import { asAdmitted, withProxyRunning } from '../../src/mesh/injected-proxy';
import { joinMesh } from '../../src/mesh/join-mesh';
import { MeshSettings } from '../../src/mesh/mesh-settings';
import { job, MAIN } from '../lowering/workloads';

const JOB = job([{ name: 'setup' }]);
const marked = (labels: object, annotations: object): Workload =>
  withPodMetadata(JOB, { labels, annotations } as Parameters<typeof withPodMetadata>[1]);
const admitted = (workload: Workload, version = '1.36') =>
  containersOf(asAdmitted(workload, TargetCluster.parse(version)).workload.podSpec).map(({ container: { name }, role }) => `${name} ${role}`);

test.each<[string, object, object, string, string[]]>([
  ['none', {}, {}, '1.36', ['setup init', 'main main']],
  ['Istio by label, where all nodes are new', { 'sidecar.istio.io/inject': 'true' }, {}, '1.33', ['istio-proxy sidecar', 'setup init', 'main main']],
  ['Istio by label, where nodes are older', { 'sidecar.istio.io/inject': 'true' }, {}, '1.32', ['setup init', 'main main', 'istio-proxy main']],
  ['Istio, which holds the others back', { 'sidecar.istio.io/inject': 'true' }, { 'proxy.istio.io/config': 'holdApplicationUntilProxyStarts: true' }, '1.32',
    ['setup init', 'istio-proxy main', 'main main']],
  ['Istio by annotation, native', {}, { 'sidecar.istio.io/inject': 'true', 'sidecar.istio.io/nativeSidecar': 'true' }, '1.29', ['istio-proxy sidecar', 'setup init', 'main main']],
  ['Istio, native on a cluster that has none', { 'sidecar.istio.io/inject': 'true' }, { 'sidecar.istio.io/nativeSidecar': 'true' }, '1.27', ['setup init', 'main main', 'istio-proxy main']],
  ['Istio, not native', { 'sidecar.istio.io/inject': 'true' }, { 'sidecar.istio.io/nativeSidecar': 'false' }, '1.36', ['setup init', 'main main', 'istio-proxy main']],
  ['Istio, declined by the label that counts', { 'sidecar.istio.io/inject': 'false' }, { 'sidecar.istio.io/inject': 'true' }, '1.36', ['setup init', 'main main']],
  ['Linkerd', {}, { 'linkerd.io/inject': 'enabled' }, '1.29', ['linkerd-proxy sidecar', 'setup init', 'main main']],
  ['Linkerd, by an older annotation', {}, { 'linkerd.io/inject': 'ingress', 'config.alpha.linkerd.io/proxy-enable-native-sidecar': 'false' }, '1.29',
    ['setup init', 'linkerd-proxy main', 'main main']],
  ['Linkerd, which is not to hold the others back', {},
    { 'linkerd.io/inject': 'enabled', 'config.linkerd.io/proxy-enable-native-sidecar': 'false', 'config.linkerd.io/proxy-await': 'disabled' }, '1.29',
    ['setup init', 'main main', 'linkerd-proxy main']],
  ['Dapr', {}, { 'dapr.io/enabled': 'true' }, '1.36', ['setup init', 'main main', 'daprd main']],
  ['Dapr, native', {}, { 'dapr.io/enabled': 'true', 'dapr.io/enable-native-sidecar': 'true' }, '1.36', ['setup init', 'daprd sidecar', 'main main']],
])('the proxy that Pods ask for: %s', (_, labels, annotations, version, expected) => {
  expect(admitted(marked(labels, annotations), version)).toEqual(expected);
});

test('who adds a proxy is told, and that it goes on by itself', () => {
  const { injected } = asAdmitted(marked({ 'sidecar.istio.io/inject': 'true' }, {}), TargetCluster.parse('1.36'));
  expect(injected).toEqual({ container: 'istio-proxy', by: 'Istio' });
  expect([...withProxyRunning(injected, new Map([['istio-proxy', { stop: 3 }], ['main', { run: 1, stop: 0 }]]))])
    .toEqual([['istio-proxy', { run: Infinity, stop: 3 }], ['main', { run: 1, stop: 0 }]]);
  expect([...withProxyRunning(undefined)]).toEqual([]);
});

test('a proxy that is in the manifest already is not added once more', () => {
  const workload = job([], [MAIN, { name: 'istio-proxy' }]);
  expect(admitted(withPodMetadata(workload, { labels: { 'sidecar.istio.io/inject': 'true' } }))).toEqual(['main main', 'istio-proxy main']);
});

test.each<MeshSettings['mesh']>(['istio', 'linkerd', 'dapr'])('what joins %s natively is admitted so', mesh => {
  const { workload } = joinMesh(JOB, { mesh, jobs: 'end proxy', nativeProxy: true }, true, 'busybox');
  expect(admitted(workload)).toContainEqual(expect.stringMatching(/ sidecar$/));
});

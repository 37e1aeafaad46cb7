import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { podMetadata } from '../../src/manifest/workloads';
import { joinMesh } from '../../src/mesh/join-mesh';
import { MeshSettings } from '../../src/mesh/mesh-settings';
import { cronJob, deployment, job, MAIN } from '../lowering/workloads';

const settings = (mesh: MeshSettings['mesh'], more: Partial<MeshSettings> = {}): MeshSettings => ({ mesh, jobs: 'end proxy', ...more });
const join = (workload = job([]), of: MeshSettings = settings('istio'), native = true) => joinMesh(workload, of, native, 'busybox:1.37');

const LINKERD = (native: 'true' | 'false') => ({
  'config.alpha.linkerd.io/proxy-enable-native-sidecar': native,
  'config.beta.linkerd.io/proxy-enable-native-sidecar': native,
  'config.linkerd.io/proxy-enable-native-sidecar': native,
  'linkerd.io/inject': 'enabled',
});
const HELD = '{"holdApplicationUntilProxyStarts":true,"proxyMetadata":{"EXIT_ON_ZERO_ACTIVE_CONNECTIONS":"true"}}';

test.each<[MeshSettings['mesh'], boolean, object]>([
  ['istio', true, { labels: { 'sidecar.istio.io/inject': 'true' }, annotations: { 'sidecar.istio.io/nativeSidecar': 'true' } }],
  ['istio', false, { labels: { 'sidecar.istio.io/inject': 'true' }, annotations: { 'proxy.istio.io/config': HELD, 'sidecar.istio.io/nativeSidecar': 'false' } }],
  ['linkerd', true, { annotations: LINKERD('true') }],
  ['linkerd', false, { annotations: { ...LINKERD('false'), 'config.linkerd.io/proxy-await': 'enabled' } }],
  ['dapr', true, { annotations: { 'dapr.io/enable-native-sidecar': 'false', 'dapr.io/enabled': 'true' } }],
])('what runs for ever asks %s for its proxy, native: %s', (mesh, native, metadata) => {
  const joined = join(deployment([]), settings(mesh), native);
  expect(podMetadata(joined.workload)).toEqual(metadata);
  expect(joined.bridge).toBeUndefined();
  expect(joined.diagnostics).toEqual([]);
});

test.each([['Job', job([])], ['CronJob', cronJob([])]])('a %s gets a native proxy where that can be, and nothing else', (_, workload) => {
  const joined = join(workload);
  expect(podMetadata(joined.workload).annotations).toEqual({ 'sidecar.istio.io/nativeSidecar': 'true' });
  expect(joined.bridge).toBeUndefined();
});

test.each<[MeshSettings['mesh'], string, string, object]>([
  ['istio', 'http://127.0.0.1:15021/healthz/ready', 'http://127.0.0.1:15020/quitquitquit', { 'proxy.istio.io/config': HELD, 'sidecar.istio.io/nativeSidecar': 'false' }],
  ['linkerd', 'http://127.0.0.1:4191/ready', 'http://127.0.0.1:4191/shutdown',
    { ...LINKERD('false'), 'config.linkerd.io/proxy-await': 'enabled', 'config.linkerd.io/proxy-admin-shutdown': 'enabled' }],
  ['dapr', 'http://127.0.0.1:3500/v1.0/healthz/outbound', 'http://127.0.0.1:3500/v1.0/shutdown', { 'dapr.io/enable-native-sidecar': 'false', 'dapr.io/enabled': 'true' }],
])('a Job without native sidecars gets a bridge to the proxy of %s', (mesh, ready, quit, annotations) => {
  const { workload, bridge, diagnostics } = join(job([]), settings(mesh), false);
  expect(diagnostics).toEqual([]);
  expect(podMetadata(workload).annotations).toEqual(annotations);
  expect(bridge!.container).toMatchObject({
    name: `${mesh}-bridge`,
    image: 'busybox:1.37',
    startupProbe: { exec: { command: ['/bin/busybox', 'wget', '-q', '-T', '1', '-O', '/dev/null', ready] }, periodSeconds: 1, failureThreshold: 600 },
  });
  expect(bridge!.container.command![3]).toContain(`wget -q -T 5 -O /dev/null --post-data= ${quit}`);
});

test.each([
  ['with a user of its own', { runAsUser: 7, capabilities: { add: ['NET_ADMIN'] } }, { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsUser: 7 }],
  ['with that of its image', { runAsNonRoot: true }, { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, runAsUser: 65534 }],
  ['as it comes', undefined, { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }],
])('the bridge is admitted where a main container is that runs %s', (_, securityContext, expected) => {
  expect(join(job([], [{ ...MAIN, securityContext }]), settings('istio'), false).bridge!.container.securityContext).toEqual(expected);
});

test('a Job whose application ends the proxy gets one that listens', () => {
  const { workload, bridge } = join(job([]), settings('linkerd', { jobs: 'app ends proxy' }), false);
  expect(podMetadata(workload).annotations).toMatchObject({ 'config.linkerd.io/proxy-admin-shutdown': 'enabled', 'linkerd.io/inject': 'enabled' });
  expect(bridge).toBeUndefined();
});

test('a Job that opts out asks for no proxy, where it would not be native', () => {
  const of = settings('dapr', { jobs: 'opt out', annotations: { 'dapr.io/app-id': 'shop' } });
  expect(podMetadata(join(job([]), of, false).workload)).toEqual({ annotations: { 'dapr.io/enabled': 'false' } });
  expect(podMetadata(join(job([]), { ...of, nativeProxy: true }).workload).annotations)
    .toEqual({ 'dapr.io/app-id': 'shop', 'dapr.io/enable-native-sidecar': 'true', 'dapr.io/enabled': 'true' });
});

test('a Job whose proxy nothing could end is refused', () => {
  expect(join(job([]), settings('istio', { nativeProxy: false })).diagnostics).toEqual([{
    id: 'SC203',
    slug: 'job-mesh-injected',
    severity: DiagnosticSeverity.ERROR,
    field: 'spec.template.spec.containers',
    message: "Istio will add 'istio-proxy' to these Pods as a main container, which goes on when the work is done, so they never complete; "
      + 'on a cluster with native sidecars nothing can be put in that ends it.',
    fix: 'Set nativeProxy to true if the Istio of the cluster knows the annotation sidecar.istio.io/nativeSidecar, '
      + 'or say with jobs that the application ends the proxy itself, or that such Pods stay out of the mesh.',
  }]);
});

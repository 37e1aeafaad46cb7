import { ApiObject, Chart, Testing } from 'cdk8s';
import { DeploymentWithSidecar, JobWithSidecar, Mesh, MeshedJobs, NativeSidecar, SidecarFallback, Sidecars, TargetCluster } from '../../src';

const MAIN = { name: 'main', image: 'busybox:1.37', command: ['work'], securityContext: { user: 1000 } };
const PROXY = () => new NativeSidecar({ name: 'cache', image: 'valkey/valkey:9', command: ['valkey-server'], startGate: false });

interface Meshed {
  readonly mesh: Mesh;
  readonly version?: string;
  readonly sidecars?: NativeSidecar[];
  readonly command?: string[];
}

function jobIn({ mesh, version = '1.36', sidecars = [], command = MAIN.command }: Meshed, chart: Chart = Testing.chart()): JobWithSidecar {
  return new JobWithSidecar(chart, 'job', { containers: [{ ...MAIN, command }], sidecars, mesh, target: TargetCluster.version(version) });
}

const podOf = (chart: Chart, kind = 'Job') => chart.toJson().find(object => object.kind === kind).spec.template;
const names = ({ spec: { initContainers = [], containers } }: any) => [...initContainers, ...containers].map(({ name }: { name: string }) => name);

test.each([
  ['1.36', ['cache', 'main']],
  ['1.29.14', ['cache', 'main']],
  ['1.29.1', ['sidecar-runtime', 'istio-bridge', 'cache', 'main']],
  ['1.27', ['sidecar-runtime', 'istio-bridge', 'cache', 'main']],
])('a Job in Istio on Kubernetes %s', (version, expected) => {
  const chart = Testing.chart();
  const job = jobIn({ mesh: Mesh.istio(), version, sidecars: [PROXY()] }, chart);
  const pod = podOf(chart);
  expect(names(pod)).toEqual(expected);
  expect(pod.metadata.annotations['sidecar.istio.io/nativeSidecar']).toBe(String(expected.length === 2));
  expect(job.diagnostics.filter(({ id }) => id !== 'SC110')).toEqual([]);
});

test('where no supervisor can be had and the cluster is merely faulty, all is native', () => {
  const chart = Testing.chart();
  jobIn({ mesh: Mesh.istio(), version: '1.29.1', sidecars: [PROXY()], command: [] }, chart);
  const pod = podOf(chart);
  expect(names(pod)).toEqual(['cache', 'main']);
  expect(pod.metadata.annotations['sidecar.istio.io/nativeSidecar']).toBe('true');
});

test('a command that is not known is an error that says so', () => {
  const chart = Testing.chart();
  jobIn({ mesh: Mesh.linkerd(), version: '1.27', command: [] }, chart);
  expect(() => chart.toJson()).toThrow("container 'main', spec.template.spec.containers[0].command: it is not set");
});

test('the nearest mesh counts, for all that makes Pods', () => {
  const chart = Testing.chart();
  Sidecars.of(chart).mesh(Mesh.linkerd()).target(TargetCluster.version('1.36'));
  jobIn({ mesh: Mesh.istio() }, chart);
  new DeploymentWithSidecar(chart, 'web', { containers: [MAIN] });
  new ApiObject(chart, 'raw', { apiVersion: 'v1', kind: 'Pod', spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.37' }] } });
  const [job, web, raw] = chart.toJson();
  expect(job.spec.template.metadata.annotations).toEqual({ 'sidecar.istio.io/nativeSidecar': 'true' });
  expect(web.spec.template.metadata.annotations).toMatchObject({ 'linkerd.io/inject': 'enabled' });
  expect(raw.metadata.annotations).toMatchObject({ 'linkerd.io/inject': 'enabled', 'config.linkerd.io/proxy-enable-native-sidecar': 'true' });
});

test('an annotation that the Pod has otherwise is an error that names both', () => {
  const chart = Testing.chart();
  const job = jobIn({ mesh: Mesh.istio() }, chart);
  job.podMetadata.addAnnotation('sidecar.istio.io/nativeSidecar', 'false');
  expect(() => chart.toJson()).toThrow(new Error(
    'test/job, container \'istio-proxy\', spec.template.metadata.annotations: it brings the annotation sidecar.istio.io/nativeSidecar as "true", '
    + 'and the Pod has it as "false". Let the two agree, or take one of them away. [SC119 contribution-conflict]'));
});

test('an application that ends the proxy itself is taken at its word', () => {
  const chart = Testing.chart();
  const job = jobIn({ mesh: Mesh.istio({ nativeProxy: false, jobs: MeshedJobs.APP_ENDS_PROXY }) }, chart);
  expect(names(podOf(chart))).toEqual(['main']);
  expect(job.diagnostics.map(({ id, acknowledged }) => [id, acknowledged])).toEqual([['SC203', 'the application ends the proxy itself']]);
});

test('Dapr wants a name for the application, and is told the port', () => {
  const chart = Testing.chart();
  jobIn({ mesh: Mesh.dapr({ appId: 'shop', appPort: 8080, jobs: MeshedJobs.OPT_OUT, nativeProxy: true }) }, chart);
  expect(podOf(chart).metadata.annotations)
    .toEqual({ 'dapr.io/app-id': 'shop', 'dapr.io/app-port': '8080', 'dapr.io/enable-native-sidecar': 'true', 'dapr.io/enabled': 'true' });
  expect(() => Mesh.dapr({ appId: '' })).toThrow('Mesh.dapr: appId is not set. Name the application as the others of the mesh are to find it.');
});

test('where the fallback is to refuse, so is the mesh', () => {
  const chart = Testing.chart();
  Sidecars.of(chart).fallback(SidecarFallback.refuse());
  jobIn({ mesh: Mesh.istio(), version: '1.27' }, chart);
  expect(() => chart.toJson()).toThrow("container 'istio-bridge'");
});

test.each(['1.36', '1.29', '1.27'])('a Job in Istio is explained as complete on %s, and starts after what the proxy is there by', version => {
  const text = Sidecars.of(jobIn({ mesh: Mesh.istio(), version })).explain({ ascii: true, width: 100 });
  const proxy = version === '1.27' ? 'istio-bridge' : 'istio-proxy';
  expect(text.replace(/\s+/g, ' ')).toContain(`2 s ${proxy} has started. Its startup probe has passed at try 3: 'main' may start. 2 s main Main container 'main' is started.`);
  expect(text).toMatch(/Job +Complete after 13 s/);
});

import { ApiObject, Chart, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { JobWithSidecar, JobWithSidecarProps, NativeSidecar, NativeSidecarProps, SidecarFallback, TargetCluster } from '../../src';

const MAIN = { name: 'main', image: 'busybox:1.37', command: ['work'] };
const PROXY = { name: 'proxy', image: 'busybox:1.37', command: ['serve'] };
const OLD = TargetCluster.version('1.27');

function jobIn(chart: Chart, sidecar: NativeSidecarProps, props: JobWithSidecarProps = {}): JobWithSidecar {
  return new JobWithSidecar(chart, 'job', { containers: [MAIN], sidecars: [new NativeSidecar(sidecar)], target: OLD, ...props });
}

function podSpecOf(job: JobWithSidecar): any {
  return ApiObject.of(job).toJson().spec.template.spec;
}

/** What a supervisor is told of each container, and the command that it starts. */
function commandsOf(job: JobWithSidecar): string[] {
  return podSpecOf(job).containers.map(({ command }: { command: string[] }) => command.slice(1).join(' '));
}

test('for a cluster without native sidecars, the containers of a Job become ordinary ones under supervision', () => {
  const job = jobIn(Testing.chart(), PROXY, { initContainers: [{ name: 'fetch', image: 'busybox:1.37', command: ['fetch'] }] });
  expect(commandsOf(job)).toEqual([
    'sidecar name=proxy policy=Never grace=30 mains=main -- serve',
    'step name=fetch policy=Never grace=30 after=proxy -- fetch',
    'main name=main policy=Never grace=30 after=fetch -- work',
  ]);
  expect(podSpecOf(job).initContainers.map(({ name, image, restartPolicy }: any) => [name, image, restartPolicy]))
    .toEqual([['sidecar-runtime', 'busybox:1.37.0-musl', undefined]]);
  expect(ApiObject.of(job).toJson().spec.template.metadata.annotations).toEqual({
    'kubectl.kubernetes.io/default-container': 'main',
    'cdk8s-sidecars/supervised-for': '1.27',
  });
});

test.each([
  ['1.26', 'supervised'],
  ['1.28,SidecarContainers=true', 'supervised'],
  ['1.29.2', 'supervised'],
  ['1.29.3', 'native'],
  ['1.31,node=1.27', 'supervised'],
  ['1.30,SidecarContainers=false', 'supervised'],
  ['1.37', 'native'],
])('for %s a Job comes out %s', (target, form) => {
  const { containers } = podSpecOf(jobIn(Testing.chart(), PROXY, { target: TargetCluster.parse(target) }));
  expect(containers.length).toBe(form === 'native' ? 1 : 2);
});

test('rendering twice gives the same bytes', () => {
  const job = jobIn(Testing.chart(), PROXY);
  expect(JSON.stringify(ApiObject.of(job).toJson())).toBe(JSON.stringify(ApiObject.of(job).toJson()));
});

test('the hints of a sidecar tell the supervisor what its image would have told the container runtime', () => {
  const job = jobIn(Testing.chart(), { ...PROXY, command: undefined, args: ['-p', '80'], entrypoint: ['/proxy', 'run'], stopSignal: 'SIGQUIT' });
  expect(commandsOf(job)[0]).toBe('sidecar name=proxy policy=Never grace=30 mains=main signal=QUIT -- /proxy run');
  expect(podSpecOf(job).containers[0].args).toEqual(['-p', '80']);
});

test('hints leave the native form as it is', () => {
  const native = (hints: Partial<NativeSidecarProps>) =>
    podSpecOf(jobIn(Testing.chart(), { ...PROXY, ...hints }, { target: TargetCluster.newest() })).initContainers;
  expect(native({ entrypoint: ['/proxy'], stopSignal: 'SIGQUIT' })).toEqual(native({}));
});

test('image and resources of the runtime, entrypoints of main containers and gRPC probes are set on the fallback', () => {
  const chart = Testing.chart();
  const job = jobIn(chart, { ...PROXY, portNumber: 80 }, {
    containers: [{ ...MAIN, command: undefined }],
    fallback: SidecarFallback.supervised({
      runtimeImage: 'registry.example.com/busybox:1.37.0-uclibc',
      runtimeResources: { cpu: { request: kplus.Cpu.millis(5), limit: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(8) } },
      entrypoints: { main: ['/main'], proxy: ['/not-asked-for'] },
      tcpForGrpc: true,
    }),
  });
  const [{ image, resources }] = podSpecOf(job).initContainers;
  expect({ image, resources }).toEqual({
    image: 'registry.example.com/busybox:1.37.0-uclibc',
    resources: { limits: { cpu: '50m' }, requests: { cpu: '5m', memory: '8Mi' } },
  });
  expect(commandsOf(job).map(command => command.replace(/.* -- /, ''))).toEqual(['serve', '/main']);
});

test.each([
  ['best', SidecarFallback.best(), { ...PROXY, command: undefined }, [
    'SC101 sidecar-unsupported-by-target', 'SC802 supervised-needs-command',
  ]],
  ['supervised', SidecarFallback.supervised(), { ...PROXY, command: undefined }, ['SC101 sidecar-unsupported-by-target', 'SC802 supervised-needs-command']],
  ['plain container', SidecarFallback.plainContainer(), PROXY, ['SC101 sidecar-unsupported-by-target', 'SC822 plain-container-never-ends']],
  ['refuse', SidecarFallback.refuse(), PROXY, ['SC101 sidecar-unsupported-by-target']],
])('a Job that the fallback %s cannot help is an error that says why', (_, fallback, sidecar, expected) => {
  const job = jobIn(Testing.chart(), sidecar, { fallback });
  expect(() => podSpecOf(job)).toThrow(/^test\/job, container 'proxy', spec\.template\.spec\.initContainers\[0\]/);
  expect(job.diagnostics.map(({ id, slug }) => `${id} ${slug}`)).toEqual(expected);
});

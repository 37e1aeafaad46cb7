import { Chart, Duration, Lazy, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { JobWithSidecar, NativeSidecar, NativeSidecarProps } from '../../src';

const IMAGE = { image: 'busybox:1.37' };

/** The sidecar as it stands in the manifest of a Job. */
function render(props: Partial<NativeSidecarProps>, chart: Chart = Testing.chart()) {
  new JobWithSidecar(chart, 'job', { containers: [{ name: 'main', ...IMAGE }], sidecars: [new NativeSidecar({ ...IMAGE, ...props })] });
  return chart.toJson().at(-1).spec.template.spec.initContainers[0];
}

test('a sidecar with nothing but an image has small requests, no start gate, and the defaults of cdk8s-plus', () => {
  expect(render({})).toEqual({
    name: 'sidecar',
    image: 'busybox:1.37',
    imagePullPolicy: 'Always',
    restartPolicy: 'Always',
    resources: { requests: { cpu: '50m', memory: '64Mi' } },
    securityContext: { allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true },
  });
});

test.each<[string, Partial<NativeSidecarProps>, unknown]>([
  ['a connection to the port', { portNumber: 5000 }, { tcpSocket: { port: 5000 }, periodSeconds: 1, failureThreshold: 300 }],
  ['a connection to the first TCP port', {
    ports: [{ number: 53, protocol: kplus.Protocol.UDP }, { number: 8080 }],
  }, { tcpSocket: { port: 8080 }, periodSeconds: 1, failureThreshold: 300 }],
  ['none with only UDP ports', { ports: [{ number: 53, protocol: kplus.Protocol.UDP }] }, undefined],
  ['the readiness probe, with more patience', {
    portNumber: 5000, readiness: kplus.Probe.fromHttpGet('/ready', { port: 9090, periodSeconds: Duration.seconds(5), timeoutSeconds: Duration.seconds(2) }),
  }, { httpGet: { path: '/ready', port: 9090, scheme: 'HTTP' }, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 60 }],
  ['its own startup probe, as it is', {
    portNumber: 5000, startup: kplus.Probe.fromCommand(['test', '-f', '/up'], { failureThreshold: 7 }),
  }, { exec: { command: ['test', '-f', '/up'] }, failureThreshold: 7 }],
  ['none where it is turned off', { portNumber: 5000, startGate: false }, undefined],
])('the start gate is %s', (_, props, gate) => {
  expect(render(props).startupProbe).toEqual(gate);
});

test('quantities, ports, probes and late values come out as plain values', () => {
  const chart = Testing.chart();
  const volume = kplus.Volume.fromEmptyDir(chart, 'tmp', 'tmp', { sizeLimit: Size.mebibytes(8) });
  const sidecar = render({
    name: 'proxy',
    ports: [{ number: 8080, name: 'http', hostPort: 80, hostIp: '10.0.0.1' }],
    liveness: kplus.Probe.fromTcpSocket({ port: 8080 }),
    lifecycle: { preStop: kplus.Handler.fromHttpGet('/drain', { port: 8080 }) },
    resources: { cpu: { request: kplus.Cpu.units(1), limit: kplus.Cpu.millis(1500) }, ephemeralStorage: { limit: Size.gibibytes(1) } },
    envVariables: { LATE: kplus.EnvValue.fromValue(Lazy.any({ produce: () => 'produced' })) },
    volumeMounts: [{ path: '/tmp', volume }],
  }, chart);
  expect(sidecar).toMatchObject({
    ports: [{ containerPort: 8080, name: 'http', hostPort: 80, hostIP: '10.0.0.1' }],
    livenessProbe: { tcpSocket: { port: 8080 } },
    lifecycle: { preStop: { httpGet: { path: '/drain', port: 8080, scheme: 'HTTP' } } },
    resources: { requests: { cpu: '1' }, limits: { 'cpu': '1500m', 'ephemeral-storage': '1Gi' } },
    env: [{ name: 'LATE', value: 'produced' }],
    volumeMounts: [{ mountPath: '/tmp', name: 'tmp' }],
  });
  expect(chart.toJson().at(-1).spec.template.spec.volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '8Mi' } }]);
});

test('the keys of a sidecar are in alphabetical order, like all others', () => {
  expect(Object.keys(render({ portNumber: 5000 }))).toEqual([
    'image', 'imagePullPolicy', 'name', 'ports', 'resources', 'restartPolicy', 'securityContext', 'startupProbe',
  ]);
});

test.each<[Partial<NativeSidecarProps>, string]>([
  [{ name: 'Proxy_1' }, 'container \'Proxy_1\', name: \'Proxy_1\' is not a valid container name. '
    + 'Use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends. [SC111 invalid-container-name]'],
  [{ image: '' }, 'container \'sidecar\', image: it has no image. '
    + 'Set image to what the node is to pull, such as \'busybox:1.37\'. [SC112 image-missing]'],
  [{ image: undefined }, 'container \'sidecar\', image: it has no image. '
    + 'Set image to what the node is to pull, such as \'busybox:1.37\'. [SC112 image-missing]'],
])('%j is an error at construction', (props, text) => {
  expect(() => new NativeSidecar({ ...IMAGE, ...props })).toThrow(new Error(text));
});

test('one sidecar can be part of several Jobs', () => {
  const chart = Testing.chart();
  const sidecar = new NativeSidecar({ ...IMAGE, portNumber: 5000 });
  for (const id of ['a', 'b']) {
    new JobWithSidecar(chart, id, { containers: [{ name: 'main', ...IMAGE }], sidecars: [sidecar] });
  }
  const [a, b] = chart.toJson().map(({ spec }) => spec.template.spec);
  expect(a.initContainers).toEqual(b.initContainers);
});

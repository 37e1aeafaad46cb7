import { Chart, Duration, Lazy, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { KPLUS_MINORS, kplusOf } from './every-way';
import { JobWithSidecar, NativeSidecar, NativeSidecarProps } from '../../src';
import { deepFreeze } from '../deep-freeze';

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

/** A sidecar as it stands in the manifest of a Job, with the volumes of the Pod. */
function rendered(sidecar: NativeSidecar, chart: Chart = Testing.chart()) {
  new JobWithSidecar(chart, 'job', { containers: [{ name: 'main', ...IMAGE }], sidecars: [sidecar] });
  const { initContainers: [container], volumes } = chart.toJson().at(-1).spec.template.spec;
  return { container, volumes };
}

describe.each(KPLUS_MINORS)('a sidecar from a container of cdk8s-plus-%s', minor => {
  const theirs = kplusOf(minor);
  const PROPS = { name: 'proxy', ...IMAGE, command: ['proxy'], args: ['-v'], resources: {} };

  test('is what the same props give here', () => {
    const props = { ...PROPS, portNumber: 5000, envVariables: { A: { value: '1' } }, liveness: theirs.Probe.fromCommand(['alive']), workingDir: '/work' };
    const sidecar = NativeSidecar.fromContainer(new theirs.Container(props));
    expect(rendered(sidecar)).toEqual(rendered(new NativeSidecar(props)));
    expect([sidecar.name, sidecar.image, sidecar.command, sidecar.args, sidecar.workingDir]).toEqual(['proxy', 'busybox:1.37', ['proxy'], ['-v'], '/work']);
  });

  test('has what is added to either of the two later, and the volumes of both', () => {
    const chart = Testing.chart();
    const container = new theirs.Container({ ...PROPS, ports: [{ number: 1 }] });
    const sidecar = NativeSidecar.fromContainer(container, { startGate: false });
    container.mount('/theirs', theirs.Volume.fromEmptyDir(chart, 'theirs', 'theirs'));
    container.addPort({ number: 2 });
    sidecar.mount('/ours', kplus.Volume.fromEmptyDir(chart, 'ours', 'ours'));
    sidecar.addPort({ number: 3 });
    sidecar.env.addVariable('A', kplus.EnvValue.fromValue('1'));
    expect(rendered(sidecar, chart)).toMatchObject({
      container: {
        env: [{ name: 'A', value: '1' }],
        ports: [{ containerPort: 1 }, { containerPort: 2 }, { containerPort: 3 }],
        volumeMounts: [{ mountPath: '/theirs', name: 'theirs' }, { mountPath: '/ours', name: 'ours' }],
      },
      volumes: [{ name: 'theirs', emptyDir: {} }, { name: 'ours', emptyDir: {} }],
    });
  });

  test.each<[string, object, unknown]>([
    ['that cdk8s-plus makes of a port gives way to the start gate', { portNumber: 5000 }, { tcpSocket: { port: 5000 }, periodSeconds: 1, failureThreshold: 300 }],
    ['that somebody has written stays', { portNumber: 5000, startup: theirs.Probe.fromTcpSocket({ port: 5000, failureThreshold: 4 }) },
      { tcpSocket: { port: 5000 }, failureThreshold: 4 }],
    ['that is not there is made of the readiness probe', { readiness: theirs.Probe.fromCommand(['ready']) },
      { exec: { command: ['ready'] }, periodSeconds: 1, failureThreshold: 300 }],
  ])('a startup probe %s', (_, props, expected) => {
    expect(rendered(NativeSidecar.fromContainer(new theirs.Container({ ...PROPS, ...props }))).container.startupProbe).toEqual(expected);
  });
});

describe('a sidecar from a spec', () => {
  const SPEC = deepFreeze({
    name: 'proxy',
    image: 'proxy:1',
    command: ['proxy'],
    ports: [{ containerPort: 5000, name: 'http', protocol: 'TCP', hostIP: '10.0.0.1', hostPort: 80 }, { containerPort: 5000, protocol: 'UDP' }],
    resources: { limits: { cpu: '100m' } },
    lifecycle: { preStop: { sleep: { seconds: 2 } } },
    restartPolicy: 'OnFailure',
    securityContext: null,
    futureField: { z: 1, a: 2 },
  });

  test('has every field of it, with a start gate, and is always restarted', () => {
    const { securityContext, ...spec } = SPEC;
    const sidecar = NativeSidecar.fromSpec(SPEC);
    expect(rendered(sidecar).container).toEqual({
      ...spec, restartPolicy: 'Always', startupProbe: { tcpSocket: { port: 5000 }, periodSeconds: 1, failureThreshold: 300 },
    });
    expect(sidecar.ports.map(({ number, name, protocol, hostIp }) => [number, name, protocol, hostIp])).toEqual([
      [5000, 'http', 'TCP', '10.0.0.1'], [5000, undefined, 'UDP', undefined],
    ]);
  });

  test('comes out with the same bytes whatever the order of its keys', () => {
    const reversed = Object.fromEntries(Object.entries(SPEC).reverse());
    expect(JSON.stringify(rendered(NativeSidecar.fromSpec(reversed)))).toBe(JSON.stringify(rendered(NativeSidecar.fromSpec(SPEC))));
  });

  test('keeps its startup probe, and gets what is added later and the volumes that are named', () => {
    const chart = Testing.chart();
    const startupProbe = { exec: { command: ['up'] } };
    const data = kplus.Volume.fromEmptyDir(chart, 'data', 'data');
    const sidecar = NativeSidecar.fromSpec({ ...SPEC, startupProbe, volumeMounts: [{ name: 'data', mountPath: '/data' }] }, { podVolumes: [data] });
    sidecar.addPort({ number: 9090 });
    const { container, volumes } = rendered(sidecar, chart);
    expect(container.startupProbe).toEqual(startupProbe);
    expect(container.ports).toEqual([...SPEC.ports, { containerPort: 9090 }]);
    expect(container.volumeMounts).toEqual([{ name: 'data', mountPath: '/data' }]);
    expect(volumes).toEqual([{ name: 'data', emptyDir: {} }]);
  });
});

test.each<[string, () => unknown, string]>([
  ['a text for a spec', () => NativeSidecar.fromSpec('proxy' as any), 'NativeSidecar.fromSpec: it must be an object, not "proxy".'],
  ['no spec', () => NativeSidecar.fromSpec(undefined as any), 'NativeSidecar.fromSpec: it must be an object, not undefined.'],
  ['a spec without a name', () => NativeSidecar.fromSpec(IMAGE), 'NativeSidecar.fromSpec: it has no name.'],
  ['a spec without an image', () => NativeSidecar.fromSpec({ name: 'proxy' }),
    'container \'proxy\', image: it has no image. Set image to what the node is to pull, such as \'busybox:1.37\'. [SC112 image-missing]'],
  ['a spec whose command is a text', () => NativeSidecar.fromSpec({ name: 'proxy', ...IMAGE, command: 'run' }),
    'NativeSidecar.fromSpec: command must be a list, not "run".'],
  ['a spec for a container', () => NativeSidecar.fromContainer({ name: 'proxy', ...IMAGE }),
    'NativeSidecar.fromContainer: this is no container of cdk8s-plus. Give a container as it stands in manifests to NativeSidecar.fromSpec.'],
  ['props for a container', () => NativeSidecar.fromContainer(undefined),
    'NativeSidecar.fromContainer: this is no container of cdk8s-plus. Give a container as it stands in manifests to NativeSidecar.fromSpec.'],
  ['a sidecar for a container', () => NativeSidecar.fromContainer(new NativeSidecar(IMAGE)),
    'NativeSidecar.fromContainer: \'sidecar\' is a NativeSidecar already. Use it as it is.'],
])('bad input is refused: %s', (_, make, text) => {
  expect(make).toThrow(text);
});

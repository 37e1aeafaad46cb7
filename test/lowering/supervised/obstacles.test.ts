import { DiagnosticSeverity } from '../../../src/diagnostics/diagnostic';
import { commandOf, obstacles } from '../../../src/lowering/supervised/obstacles';
import { DEFAULT_SETTINGS, SupervisedSettings } from '../../../src/lowering/supervised/settings';
import { Container, PodSpec } from '../../../src/manifest/types';
import { job, pod } from '../workloads';

const container = (name: string, fields: object = {}): Container => ({ name, command: [name], ...fields });
const proxy = (fields: object = {}) => container('proxy', { restartPolicy: 'Always', ...fields });
const [INIT, STEP, MAIN] = ['init', 'step', 'main'].map(name => container(name));
const podWith = (rest: Partial<PodSpec>): PodSpec => ({ initContainers: [proxy()], containers: [MAIN], ...rest });
const found = (podSpec: PodSpec, settings: Partial<SupervisedSettings> = {}) => obstacles(pod(podSpec), { ...DEFAULT_SETTINGS, ...settings });
const error = (id: string, slug: string, rest: object) => ({ id, slug, severity: DiagnosticSeverity.ERROR, ...rest });

const needsCommand = (name: string, path: string) => error('SC802', 'supervised-needs-command', {
  container: name,
  field: `spec.${path}.command`,
  message: 'it is not set, and what the image starts by itself is not known here, so no supervisor can start it.',
  fix: 'Set command, or tell the fallback what the image starts (its ENTRYPOINT and, unless args is set, its CMD).',
});
const onlyKubelet = (name: string, field: string, port: number) => error('SC811', 'supervised-probe', {
  container: name,
  field: `spec.${field}`,
  message: 'only the kubelet can make a gRPC probe, not the supervisor.',
  fix: `Use an exec, httpGet or tcpSocket probe, or let the fallback try a connection to port ${port} instead (tcpForGrpc).`,
});
const connectionOnly = (name: string, field: string, port: number) => ({
  id: 'SC811',
  slug: 'supervised-probe',
  severity: DiagnosticSeverity.WARNING,
  container: name,
  field: `spec.${field}`,
  message: `instead of the gRPC health check, only a connection to port ${port} is tried.`,
  fix: 'Use an exec, httpGet or tcpSocket probe to say what is meant.',
});
const noSuchPort = (name: string, field: string, port: string) => error('SC811', 'supervised-probe', {
  container: name,
  field: `spec.${field}`,
  message: `the container has no port of the name '${port}'.`,
  fix: 'Name the port in ports, or use its number.',
});
const onWindows = (field: string) => error('SC812', 'supervised-pod', {
  field: `spec.${field}`,
  message: 'the Pod runs on Windows, and the supervisor is a shell script for Linux.',
  fix: 'Upgrade the cluster, or choose another fallback.',
});
const SHARED_PIDS = error('SC812', 'supervised-pod', {
  field: 'spec.hostPID',
  message: 'the Pod shares the process namespace of its node, where a program may outlive the supervisor that stands for it.',
  fix: 'Leave hostPID out, or upgrade the cluster.',
});
const restartRules = (name: string, path: string, field: string) => error('SC813', 'supervised-restart-rules', {
  container: name,
  field: `spec.${path}.${field}`,
  message: 'the target cluster has no restart rules for single containers, and the fallback does not imitate them.',
  fix: `Leave ${field} out, or upgrade the cluster to Kubernetes 1.35 or later.`,
});
const taken = (field: string, what: string, name?: string) => error('SC814', 'supervised-name-taken', {
  container: name,
  field: `spec.${field}`,
  message: `the fallback adds a ${what}, and the Pod has one already.`,
  fix: 'Give the one of the Pod another name.',
});

const grpc = (port: number) => ({ grpc: { port } });
const PROBED: PodSpec = {
  initContainers: [proxy({ startupProbe: grpc(1), livenessProbe: grpc(2), readinessProbe: grpc(3) })],
  containers: [container('main', { startupProbe: grpc(4), livenessProbe: grpc(5), readinessProbe: grpc(6) })],
};
const port = (name: string) => ({ tcpSocket: { port: name } });
const mounts = (...paths: string[]) => ({ volumeMounts: paths.map(mountPath => ({ name: 'data', mountPath })) });

test.each<[string, PodSpec, object[]]>([
  ['a Pod that has all it needs', podWith({ initContainers: [{ name: 'init' }, proxy(), STEP] }), []],
  ['commands that nobody knows', { initContainers: [{ name: 'init' }, { ...proxy(), command: undefined }, { name: 'step', command: [] }], containers: [{ name: 'main' }] },
    [needsCommand('proxy', 'initContainers[1]'), needsCommand('step', 'initContainers[2]'), needsCommand('main', 'containers[0]')]],
  ['gRPC probes that the supervisor would have to make', PROBED, [
    onlyKubelet('proxy', 'initContainers[0].startupProbe.grpc', 1),
    onlyKubelet('proxy', 'initContainers[0].livenessProbe.grpc', 2),
    onlyKubelet('main', 'containers[0].startupProbe.grpc', 4),
  ]],
  ['names of ports that the container has not', {
    initContainers: [proxy({ startupProbe: port('web'), livenessProbe: { httpGet: { port: 'http' } }, ports: [{ name: 'admin', containerPort: 1 }] })],
    containers: [container('main', { startupProbe: { httpGet: { port: 'x' } }, livenessProbe: port('y'), readinessProbe: port('z') })],
  }, [
    noSuchPort('proxy', 'initContainers[0].startupProbe.tcpSocket.port', 'web'),
    noSuchPort('proxy', 'initContainers[0].livenessProbe.httpGet.port', 'http'),
    noSuchPort('main', 'containers[0].startupProbe.httpGet.port', 'x'),
  ]],
  ['ports by number, as text or of a name that is there', podWith({
    initContainers: [proxy({ startupProbe: port('81'), livenessProbe: port('web'), ports: [{ name: 'web', containerPort: 80 }] })],
  }), []],
  ['Windows by os', podWith({ os: { name: 'windows' } }), [onWindows('os.name')]],
  ['Windows by os and node selector', podWith({ os: { name: 'windows' }, nodeSelector: { 'kubernetes.io/os': 'windows' } }), [onWindows('os.name')]],
  ['Windows by node selector', podWith({ nodeSelector: { 'kubernetes.io/os': 'windows' } }), [onWindows('nodeSelector')]],
  ['Linux', podWith({ os: { name: 'linux' }, nodeSelector: { 'kubernetes.io/os': 'linux' } }), []],
  ['the process namespace of the node', podWith({ hostPID: true }), [SHARED_PIDS]],
  ['other namespaces', podWith({ hostPID: false, hostNetwork: true, hostIPC: true, shareProcessNamespace: true }), []],
  ['restart rules', {
    initContainers: [proxy({ restartPolicyRules: [] }), container('step', { restartPolicy: 'Never', restartPolicyRules: [] })],
    containers: [container('main', { restartPolicy: 'OnFailure' })],
  }, [
    restartRules('proxy', 'initContainers[0]', 'restartPolicyRules'),
    restartRules('step', 'initContainers[1]', 'restartPolicy'),
    restartRules('step', 'initContainers[1]', 'restartPolicyRules'),
    restartRules('main', 'containers[0]', 'restartPolicy'),
  ]],
  ['restart rules of what stays as it is', podWith({ initContainers: [container('init', { restartPolicy: 'Never' }), proxy()] }), []],
  ['the name of the volume', podWith({ volumes: [{ name: 'data' }, { name: 'sidecar-runtime' }] }), [taken('volumes[1].name', "volume 'sidecar-runtime'")]],
  ['the name of the container', podWith({ initContainers: [container('sidecar-runtime'), proxy()] }),
    [taken('initContainers[0].name', "container 'sidecar-runtime'", 'sidecar-runtime')]],
  ['mounts at or below its own', podWith({ containers: [container('main', mounts('/data', '/sidecar-runtime')), container('other', mounts('/sidecar-runtime/x/'))] }), [
    taken('containers[0].volumeMounts[1].mountPath', 'mount at /sidecar-runtime', 'main'),
    taken('containers[1].volumeMounts[0].mountPath', 'mount at /sidecar-runtime', 'other'),
  ]],
  ['a mount at its own with a slash at the end', podWith({ initContainers: [container('init', mounts('/sidecar-runtime/')), proxy()] }),
    [taken('initContainers[0].volumeMounts[0].mountPath', 'mount at /sidecar-runtime', 'init')]],
  ['its variable', podWith({ initContainers: [proxy({ env: [{ name: 'A', value: '1' }, { name: 'SIDECAR_RUNTIME_POD_IP', value: '' }] })] }),
    [taken('initContainers[0].env[1].name', 'variable SIDECAR_RUNTIME_POD_IP', 'proxy')]],
  ['names that are only similar', podWith({
    volumes: [{ name: 'sidecar-runtime2' }],
    containers: [container('sidecar-runtime-2', { ...mounts('/sidecar-runtime2', '/data/sidecar-runtime', '/'), env: [{ name: 'SIDECAR_RUNTIME' }] })],
  }), []],
])('%s', (_, podSpec, expected) => {
  expect(found(podSpec)).toEqual(expected);
});

test('the settings may know what images start', () => {
  const podSpec = podWith({ containers: [{ name: 'main' }, { name: 'other', command: [] }, { name: 'third' }] });
  expect(found(podSpec, { entrypoints: { main: ['run'], other: ['run'], third: [], proxy: [] } })).toEqual([needsCommand('third', 'containers[2]')]);
});

test('a probe that tries nothing is told', () => {
  expect(found(podWith({ initContainers: [proxy({ startupProbe: { periodSeconds: 1 } })] }))).toEqual([error('SC811', 'supervised-probe', {
    container: 'proxy',
    field: 'spec.initContainers[0].startupProbe',
    message: 'the probe does not say what to try.',
    fix: 'Give it one of exec, httpGet and tcpSocket, or leave it out.',
  })]);
});

const LATE = { livenessProbe: { ...grpc(1), initialDelaySeconds: 5 } };

test('a gRPC liveness probe of a main that is to wait would not, unless a startup probe holds it back', () => {
  expect(found(podWith({ containers: [container('main', LATE)] }))).toEqual([{
    ...error('SC816', 'supervised-liveness-early', {}),
    severity: DiagnosticSeverity.WARNING,
    container: 'main',
    field: 'spec.containers[0].livenessProbe.initialDelaySeconds',
    message: 'only the kubelet can make a gRPC probe, and it counts these seconds from when the container begins to wait for the sidecars.',
    fix: 'Give the container a startupProbe, which holds the liveness probe back.',
  }]);
  expect(found(podWith({ containers: [container('main', { ...LATE, startupProbe: { tcpSocket: { port: 1 } } })] }))).toEqual([]);
});

test('under OnFailure a gRPC liveness probe of a main is the supervisor\'s to make', () => {
  expect(found(podWith({ restartPolicy: 'OnFailure', containers: [container('main', LATE)] })))
    .toEqual([onlyKubelet('main', 'containers[0].livenessProbe.grpc', 1)]);
});

test('gRPC probes may become connections, with a warning', () => {
  expect(found(PROBED, { tcpForGrpc: true })).toEqual([
    connectionOnly('proxy', 'initContainers[0].startupProbe.grpc', 1),
    connectionOnly('proxy', 'initContainers[0].livenessProbe.grpc', 2),
    connectionOnly('main', 'containers[0].startupProbe.grpc', 4),
  ]);
});

test('fields are told by their place in the whole object, and all obstacles at once', () => {
  const workload = job([INIT, { name: 'proxy', restartPolicy: 'Always', startupProbe: port('web') }], [MAIN, container('sidecar-runtime')]);
  expect(obstacles(workload, DEFAULT_SETTINGS).map(({ id, field }) => [id, field])).toEqual([
    ['SC802', 'spec.template.spec.initContainers[1].command'],
    ['SC811', 'spec.template.spec.initContainers[1].startupProbe.tcpSocket.port'],
    ['SC814', 'spec.template.spec.containers[1].name'],
  ]);
});

test.each([
  [['own'], { main: ['hint'] }, ['own']],
  [undefined, { main: ['hint'] }, ['hint']],
  [[], { main: ['hint'] }, ['hint']],
  [undefined, { main: [] }, undefined],
  [undefined, { other: ['hint'] }, undefined],
])('with the command %j and the entrypoints %j, a container starts %j', (command, entrypoints, expected) => {
  expect(commandOf({ name: 'main', command }, { ...DEFAULT_SETTINGS, entrypoints })).toEqual(expected);
});

test('nothing is known of a container whose name every object has', () => {
  expect(commandOf({ name: 'constructor' }, DEFAULT_SETTINGS)).toBeUndefined();
});

import { expand } from './expand';
import { castOf } from '../../../src/lowering/supervised/cast';
import { DEFAULT_SETTINGS, SupervisedSettings } from '../../../src/lowering/supervised/settings';
import { supervisedContainer } from '../../../src/lowering/supervised/supervised-container';
import { Container, PodSpec } from '../../../src/manifest/types';
import { deepFreeze } from '../../deep-freeze';

/** What becomes of the container of a name. */
function supervised(name: string, podSpec: PodSpec, settings: Partial<SupervisedSettings> = {}): Container {
  const { members } = castOf(deepFreeze(podSpec));
  return supervisedContainer(podSpec, members, members.findIndex(({ container }) => container.name === name), { ...DEFAULT_SETTINGS, ...settings });
}

const sidecar = (name: string, fields: object = {}): Container => ({ name, restartPolicy: 'Always', command: [name], ...fields });
const plain = (name: string, fields: object = {}): Container => ({ name, command: [name], ...fields });
const options = ({ command }: Container) => command!.slice(2, command!.indexOf('--'));

const MOUNT = { name: 'sidecar-runtime', mountPath: '/sidecar-runtime' };
const POD_IP = { name: 'SIDECAR_RUNTIME_POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } };
const isUp = (name: string) => ({
  exec: { command: ['/sidecar-runtime/supervisor', 'is-up', `name=${name}`, '--'] },
  periodSeconds: 1,
  timeoutSeconds: 5,
  failureThreshold: 2147483647,
});

const KEPT = deepFreeze({
  image: 'image:1',
  args: ['--port', '$(PORT)', '$$'],
  workingDir: '/work',
  ports: [{ name: 'http', containerPort: 80 }],
  resources: { requests: { cpu: '1' }, limits: { memory: '1Gi' } },
  securityContext: { privileged: true, runAsUser: 7 },
  terminationMessagePolicy: 'FallbackToLogsOnError',
  readinessProbe: { grpc: { port: 1 } },
});
const PORT = { name: 'PORT', value: '80' };
const DATA = { name: 'data', mountPath: '/data' };
const FULL = deepFreeze({
  ...KEPT,
  command: ['sh', '-c', 'run $(PORT) $$'],
  env: [PORT, { name: 'LATER', value: '$(PORT)' }],
  volumeMounts: [DATA],
  startupProbe: { httpGet: { port: 'http', path: '/up' }, periodSeconds: 2, failureThreshold: 30 },
  livenessProbe: { exec: { command: ['sh', '-c', "echo $((1 + 1)) it's"] }, timeoutSeconds: 3, terminationGracePeriodSeconds: 5 },
  lifecycle: { postStart: { exec: { command: ['warm', '$(up)'] } }, preStop: { exec: { command: ['drain', '$$'] } }, stopSignal: 'SIGQUIT' },
});
const POD: PodSpec = {
  restartPolicy: 'Never',
  terminationGracePeriodSeconds: 20,
  initContainers: [plain('init'), sidecar('first', FULL), plain('step', { ...FULL, startupProbe: undefined, livenessProbe: undefined, lifecycle: undefined }), sidecar('last')],
  containers: [plain('main', FULL), plain('other')],
};

const STARTUP = [
  'startup="$_bb" timeout 1 "$_bb" wget -q -O /dev/null http://"$_ip":80\'/up\'',
  'startup_every=0 2 30 20',
];
const LIVENESS = ['liveness="$_bb" timeout 3 \'sh\' \'-c\' \'echo $$((1 + 1)) it\'\\\'\'s\'', 'liveness_every=0 10 3 5'];
const HOOKS = ['poststart="$_bb" timeout "$_time" \'warm\' \'$$(up)\'', 'prestop="$_bb" timeout "$_time" \'drain\' \'$$$\''];
const PROGRAM = ['--', 'sh', '-c', 'run $(PORT) $$'];

test('a sidecar keeps what it is, and its supervisor does what the kubelet would do', () => {
  expect(supervised('first', POD)).toStrictEqual({
    ...KEPT,
    name: 'first',
    command: [
      '/sidecar-runtime/supervisor', 'sidecar', 'name=first', 'policy=Never', 'grace=20', 'mains=main other', 'later=last', 'signal=QUIT',
      ...STARTUP, ...LIVENESS, ...HOOKS, ...PROGRAM,
    ],
    env: [...FULL.env, POD_IP],
    volumeMounts: [DATA, MOUNT],
    startupProbe: isUp('first'),
  });
});

test('a step is told what it comes after, and gets no probes', () => {
  expect(supervised('step', POD)).toStrictEqual({
    ...KEPT,
    name: 'step',
    command: ['/sidecar-runtime/supervisor', 'step', 'name=step', 'policy=Never', 'grace=20', 'after=first', ...PROGRAM],
    env: FULL.env,
    volumeMounts: [DATA, MOUNT],
  });
});

test('a main keeps the liveness probe and its hook, which do nothing until its program runs', () => {
  expect(supervised('main', POD)).toStrictEqual({
    ...KEPT,
    name: 'main',
    command: [
      '/sidecar-runtime/supervisor', 'main', 'name=main', 'policy=Never', 'grace=20', 'after=last', 'signal=QUIT', ...STARTUP, ...HOOKS, ...PROGRAM,
    ],
    env: [...FULL.env, POD_IP],
    volumeMounts: [DATA, MOUNT],
    startupProbe: isUp('main'),
    livenessProbe: FULL.livenessProbe,
    lifecycle: { preStop: { exec: { command: ['/sidecar-runtime/supervisor', 'hook', 'name=main', '--', 'drain', '$$'] } } },
  });
});

test('a container that says little gets little', () => {
  const podSpec = { initContainers: [sidecar('proxy')], containers: [plain('main')] };
  expect(supervised('proxy', podSpec)).toStrictEqual({
    name: 'proxy',
    command: ['/sidecar-runtime/supervisor', 'sidecar', 'name=proxy', 'policy=Always', 'grace=30', 'mains=main', '--', 'proxy'],
    volumeMounts: [MOUNT],
    startupProbe: isUp('proxy'),
  });
  expect(supervised('main', podSpec)).toStrictEqual({
    name: 'main',
    command: ['/sidecar-runtime/supervisor', 'main', 'name=main', 'policy=Always', 'grace=30', 'after=proxy', '--', 'main'],
    volumeMounts: [MOUNT],
    startupProbe: isUp('main'),
  });
});

test.each([
  ['s1', ['mains=m1 m2', 'later=s2 s3']],
  ['i1', ['after=s1']],
  ['s2', ['after=i1', 'mains=m1 m2', 'later=s3']],
  ['s3', ['after=s2', 'mains=m1 m2']],
  ['i2', ['after=s3']],
  ['m1', ['after=i2']],
  ['m2', ['after=i2']],
])('of the others, %s is told %j', (name, expected) => {
  const podSpec: PodSpec = {
    terminationGracePeriodSeconds: 0,
    initContainers: [plain('i0'), sidecar('s1'), plain('i1'), sidecar('s2'), sidecar('s3'), plain('i2')],
    containers: [plain('m1'), plain('m2')],
  };
  expect(options(supervised(name, podSpec))).toEqual([`name=${name}`, 'policy=Always', 'grace=0', ...expected]);
});

test('where no mains are left, a sidecar is told of none', () => {
  expect(options(supervised('proxy', { initContainers: [sidecar('proxy')], containers: [] }))).toEqual(['name=proxy', 'policy=Always', 'grace=30']);
});

const signal = (own: string | undefined, hint: string | undefined) => options(supervised('proxy', {
  initContainers: [sidecar('proxy', own === undefined ? {} : { lifecycle: { stopSignal: own } })],
  containers: [plain('main')],
}, { stopSignals: { proxy: hint, main: 'SIGUSR1' } })).filter(option => option.startsWith('signal='));

test.each([
  [undefined, undefined, []],
  ['SIGQUIT', undefined, ['signal=QUIT']],
  [undefined, 'SIGINT', ['signal=INT']],
  [undefined, 'INT', ['signal=INT']],
  ['SIGQUIT', 'SIGINT', ['signal=QUIT']],
])('with the stop signal %s, and %s by its image, a sidecar is told %j', (own, hint, expected) => {
  expect(signal(own, hint)).toEqual(expected);
});

test('nothing is known of the stop signal of a container whose name every object has', () => {
  const podSpec = { initContainers: [sidecar('constructor')], containers: [plain('main')] };
  expect(options(supervised('constructor', podSpec))).toEqual(['name=constructor', 'policy=Always', 'grace=30', 'mains=main']);
});

const started = (name: string, fields: object, entrypoint: string[]) => {
  const { command, args } = supervised(name, { initContainers: [sidecar('proxy', fields)], containers: [plain('main', fields)] }, { entrypoints: { [name]: entrypoint } });
  return [...command!.slice(command!.indexOf('--') + 1), ...args ?? []];
};

test.each(['proxy', 'main'])('%s starts its command, else what its image starts, with its args', name => {
  expect(started(name, { args: ['a'] }, ['image'])).toEqual([name, 'a']);
  expect(started(name, { command: undefined, args: ['a'] }, ['image', 'b'])).toEqual(['image', 'b', 'a']);
  expect(started(name, { command: [] }, ['image'])).toEqual(['image']);
});

test('what an image starts is not what the kubelet expands', () => {
  const [word] = started('proxy', { command: undefined }, ['$(HOME) $$']);
  expect(expand(word, { HOME: '/' })).toBe('$(HOME) $$');
});

test.each<[string, boolean, object]>([
  ['a probe of the Pod', true, { startupProbe: { tcpSocket: { port: 1 } } }],
  ['a liveness probe of the Pod', true, { livenessProbe: { httpGet: { port: 1 } } }],
  ['a hook that asks the Pod', true, { lifecycle: { postStart: { httpGet: { port: 1 } } } }],
  ['a probe of another host', false, { startupProbe: { tcpSocket: { port: 1, host: 'db' } } }],
  ['a readiness probe, which stays with the kubelet', false, { readinessProbe: { tcpSocket: { port: 1 } } }],
  ['no probes', false, {}],
])('a sidecar with %s is told the address of the Pod: %s', (_, expected, fields) => {
  const { env } = supervised('proxy', { initContainers: [sidecar('proxy', fields)], containers: [plain('main')] });
  expect(env).toEqual(expected ? [POD_IP] : undefined);
});

const TCP = { tcpSocket: { port: 1 } };
const LATE = { initialDelaySeconds: 9 };
const TOLD = ['liveness="$_bb" nc -w 1 "$_ip" 1 -e "$_bb" true'];

test.each<[string, PodSpec['restartPolicy'], object, boolean]>([
  ['one that may come at once', 'Always', { livenessProbe: TCP }, false],
  ['one that has to wait', 'Always', { livenessProbe: { ...TCP, ...LATE } }, true],
  ['one that has to wait, in a Pod that ends', 'Never', { livenessProbe: { ...TCP, ...LATE } }, true],
  ['one that a startup probe holds back', 'Never', { livenessProbe: { ...TCP, ...LATE }, startupProbe: TCP }, false],
  ['one after which a code of 0 is not the end', 'OnFailure', { livenessProbe: TCP, startupProbe: TCP }, true],
])('of the liveness probes of a main, %s, with policy %s, of %j, is made by the supervisor: %s', (_, restartPolicy, probes, expected) => {
  const main = supervised('main', { restartPolicy, initContainers: [sidecar('proxy')], containers: [plain('main', probes)] });
  expect(options(main).filter(option => option.startsWith('liveness='))).toEqual(expected ? TOLD : []);
  expect('livenessProbe' in main).toBe(!expected);
});

test('hooks of a main that run no program stay with the kubelet as they are, and those after the start with the supervisor', () => {
  const lifecycle = { postStart: { sleep: { seconds: 1 } }, preStop: { sleep: { seconds: 2 } } };
  const main = supervised('main', { initContainers: [sidecar('proxy')], containers: [plain('main', { lifecycle })] });
  expect(main.lifecycle).toStrictEqual({ preStop: { sleep: { seconds: 2 } } });
  expect(options(main).slice(-2)).toEqual(['poststart="$_bb" timeout "$_time" "$_bb" sleep 1', 'prestop="$_bb" timeout "$_time" "$_bb" sleep 2']);
});

test.each(['startup', 'liveness'])('the kubelet expands a %s probe with the values in env, and so does the lowering', name => {
  const probe = { exec: { command: ['curl', '$(URL)/$(PATH)', '$$(URL)', '$(SECRET)'] } };
  const env = [{ name: 'URL', value: "it's" }, { name: 'SECRET', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }];
  const proxy = supervised('proxy', { initContainers: [sidecar('proxy', { env, [`${name}Probe`]: probe })], containers: [plain('main')] });
  expect(options(proxy).map(option => expand(option, { URL: 'x', SECRET: 'y' })))
    .toContain(`${name}="$_bb" timeout 1 'curl' 'it'\\''s/$(PATH)' '$(URL)' ''`);
});

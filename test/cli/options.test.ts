import { entrypointsFrom, fallbackFrom, podTemplatesFrom, stopSignalsFrom, targetFrom, TargetOptions } from '../../src/cli/options';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { BEST_FALLBACK, DEFAULT_SETTINGS } from '../../src/lowering/fallback';
import { UnusableInput } from '../../src/source/unusable-input';

const VARIABLE = TargetCluster.ENVIRONMENT_VARIABLE;

beforeEach(() => {
  delete process.env[VARIABLE];
});
afterAll(() => {
  delete process.env[VARIABLE];
});

test.each<[TargetOptions, string]>([
  [{}, '1.37'],
  [{ kubernetesVersion: '1.30' }, '1.30'],
  [{ kubernetesVersion: 'v1.30.2-gke.1' }, '1.30.2'],
  [{ kubernetesVersion: '1.30', node: '1.28.4' }, '1.30,node=1.28.4'],
  [{ kubernetesVersion: '1.30', featureGates: ['SidecarContainers=false'] }, '1.30,SidecarContainers=false'],
  [{ kubernetesVersion: '1.30', featureGates: ['JobPodReplacementPolicy=true,SidecarContainers=false,', ' JobPodReplacementPolicy = false'] },
    '1.30,JobPodReplacementPolicy=false,SidecarContainers=false'],
  [{ kubernetesVersion: '1.28', featureGates: ['SidecarContainers=true'], acceptUnorderedTermination: true },
    '1.28,SidecarContainers=true,acceptUnorderedTermination=true'],
])('the options %j mean the target %s', (options, target) => {
  expect(targetFrom(options).toString()).toBe(target);
});

test('the environment gives the target, unless an option does', () => {
  process.env[VARIABLE] = '1.31,node=1.29';
  expect(targetFrom({}).toString()).toBe('1.31,node=1.29');
  expect(targetFrom({ kubernetesVersion: '1.36' }).toString()).toBe('1.36');
  process.env[VARIABLE] = '';
  expect(targetFrom({}).toString()).toBe('1.37');
});

const NOT_A_VERSION = 'is not a Kubernetes version. Write it as 1.29, v1.29.3, 1.29.3-gke.1 or 29+.';

test.each<[TargetOptions, string]>([
  [{ kubernetesVersion: 'banana' }, `'banana' ${NOT_A_VERSION}`],
  [{ kubernetesVersion: '' }, `'' ${NOT_A_VERSION}`],
  [{ kubernetesVersion: '1.30', node: 'x' }, `'x' ${NOT_A_VERSION}`],
  [{ kubernetesVersion: '1.3' }, 'Kubernetes version \'1.3\' is older than 1.16, the oldest that is known here. '
    + 'If it comes from a YAML or JSON number (1.30 is read as 1.3), put it in quotes.'],
  [{ kubernetesVersion: '1.30', featureGates: ['SidecarContainers'] }, '--feature-gates: \'SidecarContainers\' is not of the form GATE=true or GATE=false.'],
  [{ kubernetesVersion: '1.30', featureGates: ['SidecarContainers=off'] }, '--feature-gates: \'SidecarContainers=off\' is neither GATE=true nor GATE=false.'],
  [{ featureGates: ['SidecarContainers'] }, '--feature-gates: \'SidecarContainers\' is not of the form GATE=true or GATE=false.'],
  [{ kubernetesVersion: '1.28', node: '1.30' }, 'There is no cluster with API server 1.28 and oldest node 1.30: a kubelet is never newer than its API server. '
    + 'Swap the two, or leave oldestNode out.'],
  [{ kubernetesVersion: '1.30', featureGates: ['Banana=true'] }, 'Feature gate \'Banana\' is not one that matters here. Those that do: '
    + 'ContainerRestartRules, JobBackoffLimitPerIndex, JobManagedBy, JobPodFailurePolicy, JobPodReplacementPolicy, JobSuccessPolicy, PodLifecycleSleepAction, SidecarContainers.'],
  [{ kubernetesVersion: '1.34', featureGates: ['SidecarContainers=false'] },
    'Feature gate \'SidecarContainers\' cannot be off in Kubernetes 1.34: it is locked on since 1.33. Leave it out.'],
  ...[{ node: '1.28' }, { featureGates: ['SidecarContainers=true'] }, { acceptUnorderedTermination: true }].map((options): [TargetOptions, string] =>
    [options, 'To say more about the cluster, give the version of its API server too: --kubernetes-version.']),
])('the options %j mean no target', (options, message) => {
  expect(() => targetFrom(options)).toThrow(new UnusableInput(message));
});

test('a target of the environment that cannot be is told with its name', () => {
  process.env[VARIABLE] = 'latest';
  expect(() => targetFrom({})).toThrow(new UnusableInput(`environment variable ${VARIABLE}: 'latest' ${NOT_A_VERSION}`));
  expect(targetFrom({ kubernetesVersion: '1.30' }).toString()).toBe('1.30');
});

test('settings that are not given are the default ones', () => {
  expect(fallbackFrom('best', {})).toEqual(BEST_FALLBACK);
  expect(fallbackFrom('plain', { tcpForGrpc: true })).toEqual({ strategy: 'plain', supervised: { ...DEFAULT_SETTINGS, tcpForGrpc: true } });
});

test.each<[string[] | undefined, { [container: string]: string[] }]>([
  [undefined, {}],
  [['proxy=/proxy'], { proxy: ['/proxy'] }],
  [['proxy=/proxy  --port=80 -v', 'web=nginx'], { proxy: ['/proxy', '--port=80', '-v'], web: ['nginx'] }],
  [[' proxy = /proxy -v '], { proxy: ['/proxy', '-v'] }],
  [['proxy=["sh", "-c", "echo \'a b\'", ""]'], { proxy: ['sh', '-c', 'echo \'a b\'', ''] }],
  [['proxy=/old', 'proxy=/new'], { proxy: ['/new'] }],
])('the entrypoints %j are %j', (options, entrypoints) => {
  expect(entrypointsFrom(options)).toEqual(entrypoints);
});

test.each([
  ['proxy', 'is not of the form CONTAINER=COMMAND.'],
  ['proxy=', 'is not of the form CONTAINER=COMMAND.'],
  ['proxy= ', 'is not of the form CONTAINER=COMMAND.'],
  ['=/proxy', 'is not of the form CONTAINER=COMMAND.'],
  ['proxy=[]', 'is not a JSON list of words.'],
  ['proxy=["a", 1]', 'is not a JSON list of words.'],
  ['proxy=sh -c "a b"', 'has quotes in it, which are not read here. Write the words as a JSON list: ["sh", "-c", "a b"].'],
])('the entrypoint %s is none', (option, message) => {
  expect(() => entrypointsFrom([option])).toThrow(new UnusableInput(`--entrypoint: '${option}' ${message}`));
});

test('an entrypoint that is cut off is told in the words of JSON.parse', () => {
  expect(() => entrypointsFrom(['proxy=["a"'])).toThrow(/^--entrypoint: 'proxy=\["a"' is not a JSON list: .*JSON/);
});

test.each<[string[] | undefined, { [container: string]: string }]>([
  [undefined, {}],
  [['nginx=SIGQUIT', 'systemd=SIGRTMIN+3', 'a=USR1', 'b=3'], { nginx: 'SIGQUIT', systemd: 'SIGRTMIN+3', a: 'USR1', b: '3' }],
  [[' nginx = QUIT '], { nginx: 'QUIT' }],
])('the stop signals %j are %j', (options, signals) => {
  expect(stopSignalsFrom(options)).toEqual(signals);
});

test.each([
  ['nginx', '\'nginx\' is not of the form CONTAINER=SIGNAL.'],
  ['nginx=quit', '\'quit\' is not a signal. Write it as SIGQUIT, SIGRTMIN+3 or 3.'],
  ['nginx=SIGQUIT; true', '\'SIGQUIT; true\' is not a signal. Write it as SIGQUIT, SIGRTMIN+3 or 3.'],
])('the stop signal %s is none', (option, message) => {
  expect(() => stopSignalsFrom([option])).toThrow(new UnusableInput(`--stop-signal: ${message}`));
});

test('the place of a Pod template is given by kind, group and path', () => {
  expect(podTemplatesFrom(['Fleet.example.com=spec.workers[*].template', 'Ship.ships.example.com=template'])).toEqual([
    { kind: 'Fleet', apiGroup: 'example.com', podTemplate: 'spec.workers[*].template' },
    { kind: 'Ship', apiGroup: 'ships.example.com', podTemplate: 'template' },
  ]);
  expect(podTemplatesFrom()).toEqual([]);
});

test.each(['Fleet=spec.template', 'Fleet.example.com=/spec/template', 'Fleet.example.com=spec..template', 'Fleet.example.com/v1=spec.template'])(
  '%s is no place of a Pod template', option => {
    expect(() => podTemplatesFrom([option])).toThrow(new UnusableInput(
      `--pod-template: '${option}' is not of the form KIND.GROUP=PATH, such as Fleet.example.com=spec.workers[*].template.`));
  },
);

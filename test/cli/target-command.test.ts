import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FakeKubectl } from './fake-kubectl';
import { main } from '../../src/cli/main';
import { SIDECAR_POD } from '../../src/cli/sidecar-pod';

let stdout = '';
let stderr = '';
let kubectl: FakeKubectl;
beforeEach(() => {
  stdout = '';
  stderr = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(text => Boolean(stdout += text));
  jest.spyOn(process.stderr, 'write').mockImplementation(text => Boolean(stderr += text));
  kubectl = new FakeKubectl();
});
afterEach(() => {
  kubectl.remove();
  jest.restoreAllMocks();
});

type Fate = 'kept' | 'dropped' | 'refused';

const BY_HAND = 'export CDK8S_SIDECARS_TARGET by hand, such as 1.31.4,node=1.30.8';
const REFUSAL = 'Error from server (Forbidden): error when creating "STDIN": pods is forbidden: User "ci" cannot create resource "pods"';

function podThatComesBack(fate: Fate): string {
  const [{ restartPolicy, ...plain }] = SIDECAR_POD.spec.initContainers;
  return JSON.stringify({ ...SIDECAR_POD, spec: { ...SIDECAR_POD.spec, initContainers: [fate === 'kept' ? { ...plain, restartPolicy } : plain] } });
}

/** A cluster with these versions, which does this with the Pod. kubectl warns of its own version meanwhile. */
function cluster(apiServer: string, kubelets: string[], fate: Fate): void {
  kubectl.answer('version', {
    stdout: JSON.stringify({ clientVersion: { gitVersion: 'v1.27.0' }, serverVersion: { gitVersion: apiServer } }),
    stderr: 'WARNING: version difference between client (1.27) and server exceeds the supported minor version skew of +/-1\n',
  });
  kubectl.answer('get', {
    stdout: JSON.stringify({ items: kubelets.map((kubeletVersion, i) => ({ metadata: { name: `node-${i}` }, status: { nodeInfo: { kubeletVersion } } })) }),
  });
  kubectl.answer('create', fate === 'refused' ? { stderr: `${REFUSAL}\n`, status: 1 } : { stdout: podThatComesBack(fate) });
}

test.each<[string, string[], Fate, string]>([
  ['v1.36.3', ['v1.36.3'], 'kept', '1.36.3'],
  ['v1.28.15', ['v1.28.15'], 'kept', '1.28.15,SidecarContainers=true'],
  ['v1.28.15', ['v1.28.15'], 'dropped', '1.28.15'],
  ['v1.27.16', ['v1.27.16'], 'dropped', '1.27.16'],
  ['v1.30.14', ['v1.30.14'], 'dropped', '1.30.14,SidecarContainers=false'],
  ['v1.30.14', ['v1.27.16'], 'dropped', '1.30.14,node=1.27.16,SidecarContainers=false'],
  ['v1.31.2', ['v1.31.2', 'v1.30.9', 'v1.30.10'], 'kept', '1.31.2,node=1.30.9'],
  ['v1.29.3-gke.1', ['v1.29.3-gke.1', 'v1.29.1-gke.7'], 'kept', '1.29.3,node=1.29.1'],
  ['v1.30.14+k3s1', ['v1.30.14+k3s1'], 'kept', '1.30.14'],
  ['v1.31.2-eks-7f9249a', ['v1.31.2-eks-94953ac'], 'kept', '1.31.2'],
])('of API server %s, kubelets %j and a restartPolicy that was %s, target prints one line: %s', (apiServer, kubelets, fate, target) => {
  cluster(apiServer, kubelets, fate);
  expect(main(['target'])).toBe(0);
  expect({ stdout, stderr }).toEqual({ stdout: `${target}\n`, stderr: '' });
});

test('kubectl is asked three times, each with a time limit, and nothing is created', () => {
  cluster('v1.36.3', ['v1.36.3'], 'kept');
  expect(main(['target'])).toBe(0);
  expect(kubectl.calls()).toEqual([
    'version -o json --request-timeout=15s',
    'get nodes -o json --request-timeout=15s',
    'create --dry-run=server --validate=false -f - -o json --request-timeout=15s',
  ]);
  expect(JSON.parse(kubectl.input('create'))).toEqual(SIDECAR_POD);
});

test('options say which cluster kubectl asks', () => {
  cluster('v1.36.3', ['v1.36.3'], 'kept');
  expect(main(['target', '--context', 'production', '--kubeconfig', 'my config', '-n', 'shop', '-o', 'text'])).toBe(0);
  expect(kubectl.calls().map(call => call.replace(/.*--request-timeout=15s /, '')))
    .toEqual(Array(3).fill('--context=production --kubeconfig=my config --namespace=shop'));
});

test.each<[string[], Fate, object]>([
  [['v1.31.2-eks-94953ac', 'v1.30.4-eks-a737599'], 'dropped', {
    target: '1.31.2,node=1.30.4,SidecarContainers=false',
    apiServer: 'v1.31.2-eks-7f9249a',
    oldestNode: 'v1.30.4-eks-a737599',
    nodes: [{ name: 'node-0', version: 'v1.31.2-eks-94953ac' }, { name: 'node-1', version: 'v1.30.4-eks-a737599' }],
    restartPolicy: 'dropped',
  }],
  [[], 'kept', { target: '1.31.2', apiServer: 'v1.31.2-eks-7f9249a', oldestNode: 'v1.31.2-eks-7f9249a', nodes: [], restartPolicy: 'kept' }],
  [['v1.31.2'], 'refused', {
    target: '1.31.2',
    apiServer: 'v1.31.2-eks-7f9249a',
    oldestNode: 'v1.31.2',
    nodes: [{ name: 'node-0', version: 'v1.31.2' }],
    restartPolicy: 'unknown',
  }],
])('of kubelets %j and a restartPolicy that was %s, -o json prints all that was seen', (kubelets, fate, expected) => {
  cluster('v1.31.2-eks-7f9249a', kubelets, fate);
  expect(main(['target', '-o', 'json'])).toBe(0);
  expect(stdout).toBe(`${JSON.stringify(expected, null, 2)}\n`);
});

test('where there are no nodes, those of the version of the API server are meant, with a note', () => {
  cluster('v1.31.2', [], 'kept');
  expect(main(['target'])).toBe(0);
  expect(stdout).toBe('1.31.2\n');
  expect(stderr).toBe('note: the cluster has no nodes, so they are taken to be of the version of the API server, v1.31.2.\n');
});

test.each([
  ['is forbidden', REFUSAL],
  ['has no namespace', 'Error from server (NotFound): error when creating "STDIN": namespaces "shop" not found'],
  ['meets a quota', 'Error from server (Forbidden): error when creating "STDIN": pods "p" is forbidden: exceeded quota: q, requested: pods=1, used: pods=3'],
  ['meets a webhook that knows no dry run', 'Error from server (BadRequest): error when creating "STDIN": admission webhook "a.b.c" does not support dry run'],
])('where the dry run %s, the defaults of the version are assumed, with a warning', (_, reason) => {
  cluster('v1.30.14', ['v1.30.14'], 'kept');
  kubectl.answer('create', { stderr: `Warning: a policy is old\n${reason}\n`, status: 1 });
  expect(main(['target'])).toBe(0);
  expect(stdout).toBe('1.30.14\n');
  expect(stderr).toBe(`warning: no Pod with a sidecar could be tried, so the defaults of v1.30.14 are assumed: ${reason}\n`);
});

test('where something on the way strips the field, target refuses', () => {
  cluster('v1.34.1', ['v1.34.1'], 'dropped');
  expect(main(['target', '-o', 'json'])).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toBe('A Pod with a sidecar came back from the API server (v1.34.1) without restartPolicy: Always, which no feature gate of that version can do. '
    + 'Something on the way strips the field, such as a mutating webhook made before Kubernetes 1.28, and Pods would wait in Init for ever. '
    + 'Find and update it (kubectl get mutatingwebhookconfigurations), try a namespace that it leaves alone (-n), '
    + 'or export CDK8S_SIDECARS_TARGET by hand: a version before 1.28 makes Pods that need no native sidecars.\n');
});

test('where the field survives in a version that does not know it, target refuses', () => {
  cluster('v1.27.16', ['v1.27.16'], 'kept');
  expect(main(['target'])).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toBe('A Pod with a sidecar came back from the API server (v1.27.16) with restartPolicy: Always, which that version does not know. '
    + `Several API servers of different versions seem to answer, as amidst an upgrade. Try again after it, or ${BY_HAND}.\n`);
});

test.each([
  ['v1.29.3', ['v1.30.1'], 'The oldest node, node-0, has kubelet v1.30.1, and the API server is v1.29.3: '
    + 'Kubernetes supports no kubelet that is newer than its API server. Upgrade the API server.'],
  ['v1.30.1', ['v1.30.1', ''], "Node node-1: '' is not a Kubernetes version. Write it as 1.29, v1.29.3, 1.29.3-gke.1 or 29+."],
])('with API server %s and kubelets %j, target ends with exit code 2', (apiServer, kubelets, message) => {
  cluster(apiServer, kubelets, 'kept');
  expect(main(['target'])).toBe(2);
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: `${message} Otherwise, ${BY_HAND}.\n` });
});

test('where nodes may not be listed, it is said which permission is missing', () => {
  const reason = 'Error from server (Forbidden): nodes is forbidden: User "ci" cannot list resource "nodes" in API group "" at the cluster scope';
  cluster('v1.30.14', [], 'kept');
  kubectl.answer('get', { stderr: `${reason}\n`, status: 1 });
  expect(main(['target'])).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toBe(`The versions of the nodes cannot be seen: ${reason}\n`
    + `Have a ClusterRole with the verb list on nodes bound to this user, or ${BY_HAND}, where node is the oldest kubelet.\n`);
});

test('where nodes cannot be listed for another reason, that is told', () => {
  cluster('v1.30.14', [], 'kept');
  kubectl.answer('get', { stderr: 'Unable to connect to the server: EOF\n', status: 1 });
  expect(main(['target'])).toBe(2);
  expect(stderr).toMatch(/^kubectl get nodes -o json --request-timeout=15s: Unable to connect to the server: EOF\n/);
});

test('an API server that does not tell its version ends with exit code 2', () => {
  kubectl.answer('version', { stdout: '{"clientVersion": {"gitVersion": "v1.30.0"}}' });
  expect(main(['target'])).toBe(2);
  expect({ stdout, stderr }).toEqual({
    stdout: '',
    stderr: `kubectl version does not tell the version of the API server. Repair that, or ${BY_HAND}.\n`,
  });
});

test('without kubectl, target says so', () => {
  mkdirSync(join(kubectl.folder, 'empty'));
  process.env.PATH = join(kubectl.folder, 'empty');
  expect(main(['target'])).toBe(2);
  expect({ stdout, stderr }).toEqual({
    stdout: '',
    stderr: `kubectl version -o json --request-timeout=15s: kubectl is not on the PATH. Install it, or ${BY_HAND}.\n`,
  });
});

test.each([
  [['--contxt', 'a'], "error: unknown option '--contxt'\n(Did you mean --context?)\n"],
  [['-o', 'yaml'], "error: option '-o, --output <FORMAT>' argument 'yaml' is invalid. Allowed choices are text, json.\n"],
  [['--context'], "error: option '--context <NAME>' argument missing\n"],
  [['production'], "error: too many arguments for 'target'. Expected 0 arguments but got 1.\n"],
])('with %j, target ends with exit code 2 and asks nothing', (args, message) => {
  expect(main(['target', ...args])).toBe(2);
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: message });
});

test('--help says what cannot be seen', () => {
  expect(main(['target', '--help'])).toBe(0);
  expect(stdout.startsWith('Usage: cdk8s-sidecars target [options]\n')).toBe(true);
  expect(stdout).toContain('feature gates of nodes cannot be seen this way');
});

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main';
import { TargetCluster } from '../../src/cluster/target-cluster';

jest.setTimeout(60_000);

const PROGRAM = join(__dirname, '../../bin/cdk8s-sidecars');
const folder = mkdtempSync(join(tmpdir(), 'main-'));
afterAll(() => rmSync(folder, { recursive: true }));

let stdout = '';
let stderr = '';
beforeEach(() => {
  stdout = '';
  stderr = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(text => Boolean(stdout += text));
  jest.spyOn(process.stderr, 'write').mockImplementation(text => Boolean(stderr += text));
});
afterEach(() => {
  delete process.env[TargetCluster.ENVIRONMENT_VARIABLE];
  jest.restoreAllMocks();
});

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\n';
const pod = (command = '\n    command: [/proxy]') => `\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
  - name: proxy
    restartPolicy: Always${command}
  containers:
  - name: web
    command: [/web]
`;
const PLAIN = `\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: proxy
      command:
        - /proxy
    - name: web
      command:
        - /web
`;

test.each<[string, string[], string, number]>([
  ['a target that runs them', ['-k', '1.36'], pod(), 0],
  ['a target that runs them, in the long form', ['--kubernetes-version', '1.36', '--node=1.33'], pod(), 0],
  ['plain containers', ['-k', '1.27', '--fallback', 'plain'], PLAIN, 0],
  ['an old node', ['-k', '1.36', '--node', '1.27', '--fallback', 'plain'], PLAIN, 0],
  ['a gate that is off', ['-k', '1.30', '--feature-gates', 'SidecarContainers=false', '--fallback', 'plain'], PLAIN, 0],
  ['an alpha that is accepted', ['-k', '1.28', '--feature-gates', 'SidecarContainers=true', '--accept-unordered-termination'], pod(), 0],
  ['a refusal', ['-k', '1.27', '--fallback', 'refuse'], '', 1],
])('with %s, lower prints accordingly', (_, options, text, exitCode) => {
  expect(main(['lower', ...options, file('pod.yaml', pod())])).toBe(exitCode);
  expect(stdout).toBe(text);
});

test('the target of the environment is taken, unless an option gives another', () => {
  process.env[TargetCluster.ENVIRONMENT_VARIABLE] = '1.27';
  expect(main(['lower', '--fallback', 'plain', file('pod.yaml', pod())])).toBe(0);
  expect(stdout).toBe(PLAIN);
  stdout = '';
  expect(main(['lower', '--fallback', 'plain', '-k', '1.36', file('pod.yaml', pod())])).toBe(0);
  expect(stdout).toBe(pod());
});

test('options reach the supervised form', () => {
  const name = file('pod.yaml', `${pod('\n    startupProbe: {grpc: {port: 80}}')}`);
  expect(main(['lower', '-k', '1.27', '--fallback', 'supervised', name])).toBe(1);
  expect(stderr.match(/SC\d+ [a-z-]+/g)).toEqual(['SC101 sidecar-unsupported-by-target', 'SC802 supervised-needs-command', 'SC811 supervised-probe']);
  stderr = '';
  expect(main(['lower', '-k', '1.27', '--fallback', 'supervised', '--entrypoint', 'proxy=/proxy --port=80', '--stop-signal', 'proxy=SIGQUIT', '--tcp-for-grpc',
    '--runtime-image', 'registry.example.org/busybox:1', name])).toBe(0);
  expect(stderr.match(/\w+: Pod|SC\d+ [a-z-]+/g)).toEqual(['warning: Pod', 'SC811 supervised-probe']);
  expect(stdout).toContain('\n      image: registry.example.org/busybox:1\n');
  expect(stdout).toContain('\n        - signal=QUIT\n');
  expect(stdout).toContain('\n        - /proxy\n        - --port=80\n');
});

test('several files are one stream, and nothing of it is printed if something is refused', () => {
  const files = [file('a.yaml', CONFIG.trimEnd()), file('b.yaml', pod()), file('c.json', '{"apiVersion": "v1", "kind": "ConfigMap"}')];
  expect(main(['lower', '-k', '1.27', '--fallback', 'plain', ...files])).toBe(0);
  expect(stdout).toBe(`${CONFIG}---\n${PLAIN}---\n{"apiVersion": "v1", "kind": "ConfigMap"}\n`);
  stdout = '';
  expect(main(['lower', '-k', '1.27', '--fallback', 'refuse', ...files])).toBe(1);
  expect(stdout).toBe('');
});

test('what is found goes to standard error, with its place', () => {
  const name = file('pod.yaml', `${CONFIG}---\n${pod()}`);
  expect(main(['lower', '-k', '1.27', '--fallback', 'refuse', name])).toBe(1);
  expect(stderr).toBe(`${name}:11:20: error: Pod web, container 'proxy', spec.initContainers[0].restartPolicy: `
    + 'the API server of the target cluster (1.27) does not know native sidecars: kubectl apply is rejected (unknown field "restartPolicy"), '
    + "and for clients that do not validate strictly it drops restartPolicy without a word, and the Pod would wait in Init for ever, for 'proxy' to exit. "
    + 'Upgrade the cluster to Kubernetes 1.29 or later (all of its nodes), or correct the target if the cluster is newer than it says. '
    + '[SC101 sidecar-unsupported-by-target]\n');
});

test.each([
  ['no file', ['nowhere.yaml'], /^nowhere\.yaml: cannot be read: ENOENT.*\n$/],
  ['a folder', [folder], /^\S+: cannot be read: it is a folder; name the files in it\.\n$/],
  ['a list', [file('list.yaml', '- a\n')], /list\.yaml:1:1: this is not a Kubernetes object, but a list\.\n$/],
  ['bad YAML after good', [file('good.yaml', CONFIG), file('bad.yaml', 'a: "b\n')], /bad\.yaml:1:4: this quoted text has no end\.\n$/],
  ['an unknown option', ['--banana'], /^error: unknown option '--banana'\n$/],
  ['an option without its value', ['-k'], /^error: option '-k, --kubernetes-version <VERSION>' argument missing\n$/],
  ['an unknown fallback', ['--fallback', 'x'], /^error: option '--fallback <STRATEGY>' argument 'x' is invalid\. Allowed choices are best, supervised, plain, refuse\.\n$/],
  ['a version that lost its zero', ['-k', '1.3'], /^Kubernetes version '1\.3' is older than 1\.16.*\(1\.30 is read as 1\.3\), put it in quotes\.\n$/],
  ['no version', ['-k', 'banana'], /^'banana' is not a Kubernetes version\. .*\n$/],
  ['no signal', ['--stop-signal', 'a=b'], /^--stop-signal: 'b' is not a signal\. .*\n$/],
])('with %s, lower ends with exit code 2 and says why', (_, args, message) => {
  expect(main(['lower', ...args])).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(message);
});

test('an unknown command ends with exit code 2', () => {
  expect(main(['raise'])).toBe(2);
  expect(stderr).toBe("error: unknown command 'raise'\n");
});

test.each([
  [[], 'Usage: cdk8s-sidecars [options] [command]\n'],
  [['--help'], 'Usage: cdk8s-sidecars [options] [command]\n'],
  [['lower', '--help'], 'Usage: cdk8s-sidecars lower [options] [FILE...]\n'],
  [['help', 'lower'], 'Usage: cdk8s-sidecars lower [options] [FILE...]\n'],
])('%j prints help', (args, usage) => {
  expect(main(args)).toBe(0);
  expect(stdout.startsWith(usage)).toBe(true);
  expect(stderr).toBe('');
});

test('--version prints the version of the package', () => {
  expect(main(['--version'])).toBe(0);
  expect(stdout).toBe(`${JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version}\n`);
});

describe('the program', () => {
  const LARGE = Array.from({ length: 5_000 }, (_, i) => `${CONFIG}metadata: {name: config-${i}}\n`).join('---\n');
  const run = (args: string[], input = '') => {
    const { status, stdout: output, stderr: errors } = spawnSync(PROGRAM, args, { input, encoding: 'utf8', maxBuffer: Infinity });
    return { status, output, errors };
  };

  beforeAll(() => {
    if (!existsSync(join(__dirname, '../../lib/cli/main.js'))) {
      throw new Error('The program is the compiled one. Run: npx projen compile');
    }
  });

  test('reads standard input and prints all of it, however long', () => {
    expect(run(['lower', '-k', '1.36', '-'], LARGE)).toEqual({ status: 0, output: LARGE, errors: '' });
    expect(run(['lower', '-k', '1.36'], LARGE)).toEqual({ status: 0, output: LARGE, errors: '' });
  });

  test('gives exit codes', () => {
    expect(run(['lower', '-k', '1.27', '--fallback', 'plain'], pod())).toMatchObject({ status: 0, output: PLAIN });
    expect(run(['lower', '-k', '1.27', '--fallback', 'refuse'], pod())).toMatchObject({ status: 1, output: '' });
    expect(run(['lower'], 'a: b: c\n')).toEqual({ status: 2, output: '', errors: 'stdin:1:4: Nested mappings are not allowed in compact mappings.\n' });
    expect(run(['lower'])).toEqual({ status: 0, output: '', errors: '' });
  });

  test('waits for input that is slow to come', async () => {
    const child = spawn('sh', ['-c', `{ sleep 1; echo 'a: 1'; sleep 1; echo 'b: 1'; } | '${PROGRAM}' lower -`]);
    const outputs = [child.stdout, child.stderr].map(async stream => (await stream.toArray()).join(''));
    expect(await Promise.all(outputs)).toEqual(['a: 1\nb: 1\n', '']);
  });

  test('ends without a word where its output is no longer read', () => {
    const large = file('large.yaml', LARGE);
    expect(spawnSync('sh', ['-c', `'${PROGRAM}' lower '${large}' | head -n 1`], { encoding: 'utf8' })).toMatchObject({ stdout: 'apiVersion: v1\n', stderr: '' });
  });

  (existsSync('/dev/full') ? test : test.skip)('says so where its output is lost', () => {
    const { status, stderr: errors } = spawnSync('sh', ['-c', `'${PROGRAM}' lower > /dev/full`], { input: CONFIG, encoding: 'utf8' });
    expect({ status, errors }).toEqual({ status: 2, errors: 'The output cannot be written: ENOSPC: no space left on device, write\n' });
  });
});

import { found, inEmptyFolder, JOB, JOB_REPORT, POD, read, REPAIRED_JOB, run, write } from './running';
import { TargetCluster } from '../../src/cluster/target-cluster';

inEmptyFolder();

const CONFIGURATION = '.cdk8s-sidecars.yaml';
/** A kind that is not known, and whose containers do not look like some. */
const FLEET = 'apiVersion: example.com/v1\nkind: Fleet\nspec:\n  workers:\n  - template:\n      spec:\n        containers:\n        - {name: A_B}\n';
const MESHED_JOB = REPAIRED_JOB.replace('  template:\n    spec', "  template:\n    metadata: {labels: {sidecar.istio.io/inject: 'true'}}\n    spec");

function targetsOf(...args: readonly string[]): string[] {
  return JSON.parse(run('check', '-o', 'json', ...args, write('job.yaml', REPAIRED_JOB)).stdout).summary.targets;
}

describe('the cluster is', () => {
  test.each<[string, string[], string[]]>([
    ['the newest', [], ['1.37']],
    ['that of the version', ['-k', 'v1.30.2'], ['1.30.2']],
    ['several', ['-k', '1.27, 1.36'], ['1.27', '1.36']],
    ['with older nodes', ['-k', '1.30', '--node', '1.28'], ['1.30,node=1.28']],
    ['with feature gates', ['-k', '1.30', '--feature-gates', 'SidecarContainers=false'], ['1.30,SidecarContainers=false']],
    ['with an alpha that is taken for good', ['-k', '1.28', '--feature-gates', 'SidecarContainers=true', '--accept-unordered-termination'],
      ['1.28,SidecarContainers=true,acceptUnorderedTermination=true']],
  ])('%s', (_, options, targets) => {
    expect(targetsOf(...options)).toEqual(targets);
  });

  test('that of the environment, unless an option names another', () => {
    process.env[TargetCluster.ENVIRONMENT_VARIABLE] = '1.30,node=1.28';
    expect(targetsOf()).toEqual(['1.30,node=1.28']);
    expect(targetsOf('-k', '1.33')).toEqual(['1.33']);
  });

  test.each([
    ['1.27', ['error SC101']],
    ['1.29', []],
    ['1.27,1.37', ['error SC101']],
    ['1.37,1.27', ['error SC101']],
  ])('what matters: on %s a native sidecar has %j', (version, expected) => {
    const { stdout } = run('check', '-o', 'json', '--skip', 'SC001', '-k', version, write('web.yaml', POD));
    expect(JSON.parse(stdout).findings.map(({ severity, id }: any) => `${severity} ${id}`)).toEqual(expected);
  });
});

describe('rules are', () => {
  test.each<[string, string[], string[]]>([
    ['all', [], ['job.yaml:10 SC107', 'web.yaml:5 SC001']],
    ['one by id', ['--rules', 'SC107'], ['job.yaml:10 SC107']],
    ['one by slug, in capitals or not', ['--rules', 'Acknowledgement-Unusable'], ['web.yaml:5 SC001']],
    ['several in a list', ['--rules', 'sc107, SC001'], ['job.yaml:10 SC107', 'web.yaml:5 SC001']],
    ['several one by one', ['--rules', 'SC107', '--rules', 'SC001'], ['job.yaml:10 SC107', 'web.yaml:5 SC001']],
    ['all but one', ['--skip', 'SC107'], ['web.yaml:5 SC001']],
    ['those that are left', ['--rules', 'SC107,SC001', '--skip', 'job-pod-restart-policy'], ['web.yaml:5 SC001']],
  ])('%s', (_, options, expected) => {
    write('job.yaml', JOB);
    write('web.yaml', POD);
    expect(found(run('check', '-o', 'json', ...options, '.'))).toEqual(expected);
  });
});

test('how meshes inject is said one by one or in a list', () => {
  const injected = (...options: string[]) => found(run('check', '-o', 'json', ...options, write('job.yaml', MESHED_JOB)));
  expect(injected()).toEqual([]);
  expect(injected('--mesh', 'istio=regular')).toEqual(['job.yaml:9 SC203']);
  expect(injected('--mesh', 'linkerd=native,istio=regular')).toEqual(['job.yaml:9 SC203']);
  expect(injected('-k', '1.30')).toEqual(['job.yaml:9 SC203']);
  expect(injected('-k', '1.30', '--mesh', 'linkerd=native', '--mesh', 'istio=native')).toEqual([]);
});

test('Pod templates of custom resources are found where they are said to be', () => {
  const workloads = (...options: string[]) => JSON.parse(run('check', '-o', 'json', ...options, write('fleet.yaml', FLEET)).stdout);
  expect(workloads().summary.workloads).toBe(0);
  const { summary, findings } = workloads('--pod-template', 'Fleet.example.com=spec.workers[*].template');
  expect(summary.workloads).toBe(1);
  expect(findings.map(({ id, line }: any) => `${line} ${id}`)).toEqual(['8 SC111']);
});

describe('the configuration file', () => {
  test('of the folder is read, and another one if it is named', () => {
    write('job.yaml', JOB);
    write(CONFIGURATION, 'skip: [SC107]\n');
    expect(run('check', 'job.yaml').exitCode).toBe(0);
    write('ours/check.yaml', 'failOn: never\n');
    expect(run('check', '--config', 'ours/check.yaml', 'job.yaml')).toEqual({ exitCode: 0, stdout: JOB_REPORT, stderr: '' });
  });

  test('says what options do not', () => {
    write(CONFIGURATION, `kubernetesVersion: '1.30'
node: '1.28'
featureGates: {SidecarContainers: true}
failOn: never
level: info
rules: [SC107, SC501, SC203]
mesh: [istio=regular]
podTemplate: ['Fleet.example.com=spec.workers[*].template']
`);
    ['job.yaml', 'web.yaml', 'mesh.yaml', 'fleet.yaml'].forEach((name, i) => write(name, [JOB, POD, MESHED_JOB, FLEET][i]));
    const outcome = run('check', '-o', 'json', '.');
    expect([outcome.exitCode, found(outcome)]).toEqual([0, ['job.yaml:8 SC203', 'job.yaml:10 SC107', 'mesh.yaml:9 SC203', 'web.yaml:8 SC501']]);
    expect(JSON.parse(outcome.stdout).summary).toMatchObject({ targets: ['1.30,node=1.28,SidecarContainers=true'], workloads: 4 });
    expect(found(run('check', '-o', 'json', '--level', 'error', '--rules', 'SC001,SC107', '.'))).toEqual(['job.yaml:10 SC107']);
    expect(run('check', '--fail-on', 'error', '.').exitCode).toBe(1);
  });

  test.each<[string, string, string[], string[]]>([
    ['a version goes before all of it', "kubernetesVersion: '1.30'\nnode: '1.28'\nfeatureGates: {SidecarContainers: true}", ['-k', '1.33'], ['1.33']],
    ['nodes go with its version', "kubernetesVersion: '1.30'\nnode: '1.28'", ['--node', '1.29'], ['1.30,node=1.29']],
    ['feature gates go with its version', "kubernetesVersion: '1.30'", ['--feature-gates', 'SidecarContainers=false'], ['1.30,SidecarContainers=false']],
    ['several versions of it are taken', "kubernetesVersion: '1.27,1.36'", [], ['1.27', '1.36']],
  ])('says of the cluster what options do not: %s', (_, text, options, targets) => {
    write(CONFIGURATION, text);
    expect(targetsOf(...options)).toEqual(targets);
  });

  test('acknowledges findings', () => {
    write('job.yaml', JOB);
    write(CONFIGURATION, 'acknowledge:\n  - {id: SC107, reason: not ours, file: "*.yaml", kind: Job, name: p*, namespace: math}\n');
    expect(run('check', '.')).toEqual({
      exitCode: 0, stdout: 'Nothing found in 1 workload of 1 file, checked for Kubernetes 1.37 (1\nacknowledged).\n', stderr: '',
    });
  });

  test.each<[string, string]>([
    ['level: warn\nfailOn: x', '1:1: level must be one of error, warning, info.\n.cdk8s-sidecars.yaml:2:1: failOn must be one of error, warning, info, never.'],
    ['rules:\n  - SC999', "1:1: rules must be a list of rules by id or slug, and 'SC999' is none."],
    ['a: [', '1:5: the document ends too early. Flow sequence in block collection must be sufficiently indented and end with a ].'],
  ])('%j is refused with its place', (text, message) => {
    write('job.yaml', JOB);
    write(CONFIGURATION, text);
    expect(run('check', '.')).toEqual({ exitCode: 2, stdout: '', stderr: `${CONFIGURATION}:${message}\n` });
  });

  test('does not say more about a cluster of which it does not say the version', () => {
    write('job.yaml', JOB);
    write(CONFIGURATION, "node: '1.28'");
    expect(run('check', '.').stderr).toBe('To say more about the cluster, give the version of its API server too: --kubernetes-version.\n');
  });
});

describe('a baseline', () => {
  test('has what was found, which does not count from then on', () => {
    write('job.yaml', JOB);
    expect(run('check', '--baseline', 'known.txt', '--write-baseline', '.')).toEqual({ exitCode: 0, stdout: JOB_REPORT, stderr: 'known.txt has 1 finding now.\n' });
    expect(JSON.parse(read('known.txt'))).toEqual({
      findings: [{ id: 'SC107', file: 'job.yaml', kind: 'Job', name: 'pi', namespace: 'math', path: 'spec.template.spec.restartPolicy' }],
    });
    write('job.yaml', `# Later.\n${JOB}`);
    write('job2.yaml', JOB);
    const outcome = run('check', '-o', 'json', '--baseline', 'known.txt', '.');
    expect([outcome.exitCode, found(outcome)]).toEqual([1, ['job.yaml:11 SC107 baseline', 'job2.yaml:10 SC107']]);
    expect(run('check', '--baseline', 'known.txt', 'job.yaml').exitCode).toBe(0);
    write(CONFIGURATION, 'baseline: known.txt');
    expect(run('check', 'job.yaml').exitCode).toBe(0);
    expect(run('check', '--write-baseline', '.').stderr).toBe('known.txt has 2 findings now.\n');
  });

  test('that is none, or is not there, is refused', () => {
    write('job.yaml', JOB);
    expect(run('check', '--baseline', 'known.json', '.').stderr)
      .toBe('known.json: there is no such baseline. Write it with --baseline known.json --write-baseline.\n');
    expect(run('check', '--baseline', 'job.yaml', '.')).toEqual({
      exitCode: 2, stdout: '', stderr: 'job.yaml: this is not a baseline. Write it anew with --write-baseline.\n',
    });
    expect(run('check', '--baseline', 'nowhere/known.json', '--write-baseline', '.')).toMatchObject({
      exitCode: 2, stderr: "nowhere/known.json: cannot be written: ENOENT: no such file or directory, open 'nowhere/known.json'\n",
    });
  });
});

test.each<[string, string[], RegExp]>([
  ['an unknown option', ['--outptu', 'json'], /^error: unknown option '--outptu'\n\(Did you mean --output\?\)\n$/],
  ['an option without its value', ['--level'], /^error: option '--level <SEVERITY>' argument missing\n$/],
  ['an unknown form', ['-o', 'xml'], /Allowed choices are text, json, sarif, junit, github\.\n$/],
  ['an unknown severity to fail on', ['--fail-on', 'warn'], /Allowed choices are error, warning, info, never\.\n$/],
  ['an unknown level', ['--level', 'never'], /Allowed choices are error, warning, info\.\n$/],
  ['no version', ['-k', 'banana'], /^'banana' is not a Kubernetes version\. .*\n$/],
  ['a version that lost its zero', ['-k', '1.30,1.3'], /^Kubernetes version '1\.3' is older than 1\.16.*\n$/],
  ['a node without version', ['--node', '1.30'], /^To say more about the cluster, give the version of its API server too: --kubernetes-version\.\n$/],
  ['a node that is too new', ['-k', '1.30', '--node', '1.31'], /^There is no cluster with API server 1\.30 and oldest node 1\.31: .*\n$/],
  ['a node of several clusters', ['-k', '1.30,1.31', '--node', '1.30'], /^--node and --feature-gates say more about one cluster\. .*\n$/],
  ['a gate without value', ['-k', '1.30', '--feature-gates', 'X'], /^--feature-gates: 'X' is not of the form GATE=true or GATE=false\.\n$/],
  ['a gate with another value', ['-k', '1.30', '--feature-gates', 'X=1'], /^--feature-gates: 'X=1' is neither GATE=true nor GATE=false\.\n$/],
  ['an unknown rule', ['--rules', 'SC107,no-start-gat'], /^There is no rule 'no-start-gat'\. Did you mean SC301 no-start-gate\?\n$/],
  ['an unknown rule to leave out', ['--skip', 'SC999'], /^There is no rule 'SC999'\. cdk8s-sidecars rules lists all\.\n$/],
  ['no rule left', ['--rules', 'SC107', '--skip', 'SC107'], /^There is nothing to check: no rule is left\. See cdk8s-sidecars rules\.\n$/],
  ['no rule named', ['--rules', ''], /^There is nothing to check: no rule is left\. See cdk8s-sidecars rules\.\n$/],
  ['an unknown mesh', ['--mesh', 'kuma=native'], /^--mesh: 'kuma=native' is not MESH=native or MESH=regular, with one of the meshes istio, linkerd\.\n$/],
  ['a mesh without value', ['--mesh', 'istio'], /^--mesh: 'istio' is not MESH=native .*\n$/],
  ['a Pod template nowhere', ['--pod-template', 'Fleet=x'], /^--pod-template: 'Fleet=x' is not of the form KIND\.GROUP=PATH, such as .*\n$/],
  ['a bad width', ['--width', '39'], /^--width: '39' is not a number of columns from 40 on\.\n$/],
  ['no configuration', ['--config', 'nowhere.yaml'], /^nowhere\.yaml: cannot be read: ENOENT.*\n$/],
  ['a report that cannot be written', ['--output-file', 'nowhere/report'], /^nowhere\/report: cannot be written: ENOENT.*\n$/],
  ['a report where a folder is', ['--output-file', '.'], /^\.: cannot be written: EISDIR.*\n$/],
  ['a baseline without name', ['--write-baseline'], /^--write-baseline needs the name of the file: --baseline FILE\.\n$/],
])('with %s, check ends with exit code 2 and says why', (_, args, message) => {
  write('job.yaml', JOB);
  const { exitCode, stdout, stderr } = run('check', 'job.yaml', ...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

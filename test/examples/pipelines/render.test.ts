import { Repository, WITH_AN_ERROR } from './repository';
import { JobRun, matrixOf, runJob, workflow } from './workflow';
import { SIDECAR_POD } from '../../../src/cli/sidecar-pod';
import { FakeKubectl } from '../../cli/fake-kubectl';

jest.setTimeout(120_000);

const MANIFESTS = 'migrate.k8s.yaml\nserver.k8s.yaml';
const GITHUB = { actor: 'someone', token: 'secret' };

let repository: Repository;

function run(file: string, matrix: { readonly [name: string]: string }): JobRun {
  const [job, ...others] = Object.values(workflow(file).jobs);
  expect(others).toEqual([]);
  return runJob(job, { cwd: repository.folder, env: repository.env, context: { matrix, github: GITHUB } });
}

describe('the rendered branches', () => {
  const [EDGE, PRODUCTION] = matrixOf(workflow('render.yaml').jobs.render);
  const render = (matrix = EDGE) => run('render.yaml', matrix);

  beforeAll(() => {
    repository = new Repository();
    expect([EDGE, PRODUCTION].map(render)).toMatchObject([{ failed: false }, { failed: false }]);
  });
  afterAll(() => repository.remove());

  test('have the manifests and nothing else, each for its cluster', () => {
    expect([EDGE, PRODUCTION].map(({ cluster }) => repository.onOrigin(`rendered/${cluster}`))).toEqual([MANIFESTS, MANIFESTS]);
    expect(repository.onOrigin('rendered/edge', 'migrate.k8s.yaml')).toContain('cdk8s-sidecars/supervised-for: 1.30.14,node=1.27.16');
    expect(repository.onOrigin('rendered/production', 'migrate.k8s.yaml')).toContain('\n          restartPolicy: Always\n');
  });

  test('say of which commit, for which cluster and by whom they were made', () => {
    expect(repository.git('--git-dir', repository.origin, 'log', '--format=%an <%ae>%n%B', 'rendered/edge')).toBe(
      `github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>\nStart\n\nSynthesized from ${repository.git('rev-parse', 'main')}`
      + ' for 1.30.14,node=1.27.16.');
  });

  test('get no commit where nothing has changed in the manifests', () => {
    const before = repository.headOnOrigin('rendered/edge');
    repository.write('README.md', 'Orders\n');
    repository.commit('Say what it is');
    expect(render()).toMatchObject({ failed: false, log: expect.stringContaining('rendered/edge is up to date.') });
    expect(repository.headOnOrigin('rendered/edge')).toBe(before);
  });

  describe('whatever is wrong', () => {
    let before: string;
    beforeAll(() => { before = repository.headOnOrigin('rendered/edge'); });
    afterEach(() => {
      expect(repository.headOnOrigin('rendered/edge')).toBe(before);
      repository.git('checkout', '--quiet', 'HEAD', '.');
    });

    test('stay as they are where the cluster cannot run a workload', () => {
      repository.change("  command: ['/proxy'],\n", '');
      expect(render()).toMatchObject({ failed: true, log: expect.stringContaining('[SC802 supervised-needs-command]') });
    });

    test('stay as they are where check finds an error', () => {
      repository.write('main.ts', WITH_AN_ERROR);
      expect(render()).toMatchObject({ failed: true, log: expect.stringContaining('SC201 job-never-completes') });
    });

    test('stay as they are where nothing comes out', () => {
      repository.write('main.ts', "import { App } from 'cdk8s';\n\nnew App().synth();\n");
      expect(render()).toMatchObject({ failed: true, log: expect.stringContaining('Nothing was synthesized into dist.') });
    });

    test('stay as they are without a target', () => {
      repository.write('targets/edge', '');
      expect(render()).toMatchObject({ failed: true, log: expect.stringContaining('CDK8S_SIDECARS_TARGET: is empty') });
    });

    test('stay as they are where the target is none', () => {
      repository.write('targets/edge', 'error: no such context\n');
      expect(render()).toMatchObject({ failed: true, log: expect.stringContaining('is not a Kubernetes version') });
    });
  });

  test('get a commit on top of the last where something has, and lose what is no longer there', () => {
    const before = repository.headOnOrigin('rendered/edge');
    repository.write('main.ts', repository.read('main.ts').replace(/new DeploymentWithSidecar[^]*?\n}\);\n/, '').replace('DeploymentWithSidecar, ', ''));
    repository.commit('Drop the server');
    expect(render()).toMatchObject({ failed: false });
    expect(repository.git('--git-dir', repository.origin, 'rev-parse', 'rendered/edge^')).toBe(before);
    expect(repository.onOrigin('rendered/edge')).toBe('migrate.k8s.yaml');
  });

  test('do not get what validation plugins want to know', () => {
    repository.write('cdk8s.yaml', `${repository.read('cdk8s.yaml')}validations:
  - package: ./node_modules/cdk8s-sidecars
    version: 0.0.0
    class: SidecarValidation
`);
    const { failed, log } = render();
    expect({ failed, validated: log.includes('Performing validations'), files: repository.onOrigin('rendered/edge') })
      .toEqual({ failed: false, validated: true, files: 'migrate.k8s.yaml' });
  });
});

describe('what is pushed for Flux', () => {
  const [EDGE] = matrixOf(workflow('push-artifact.yaml').jobs.push);
  beforeEach(() => { repository = new Repository(); });
  afterEach(() => repository.remove());

  test('is an artifact with the manifests for the cluster, whose tag is its name', () => {
    expect(run('push-artifact.yaml', EDGE)).toMatchObject({ failed: false });
    expect(repository.called('flux')).toBe('push artifact oci://ghcr.io/example/orders/manifests:edge --path=dist --source=https://github.com/Example/orders'
      + ` --revision=main@sha1:${repository.git('rev-parse', 'HEAD')}\n`);
    expect(repository.read('dist/migrate.k8s.yaml')).toContain('cdk8s-sidecars/supervised-for: 1.30.14,node=1.27.16');
  });

  test('is nothing where check finds an error', () => {
    repository.write('main.ts', WITH_AN_ERROR);
    expect(run('push-artifact.yaml', EDGE)).toMatchObject({ failed: true, log: expect.stringContaining('SC201') });
    expect(repository.called('flux')).toBeUndefined();
  });
});

describe('what the pipeline applies itself', () => {
  const CONTEXTS = matrixOf(workflow('deploy.yaml').jobs.deploy);
  let kubectl: FakeKubectl;
  beforeEach(() => {
    kubectl = new FakeKubectl();
    kubectl.answer('version', { stdout: JSON.stringify({ serverVersion: { gitVersion: 'v1.30.14' } }) });
    kubectl.answer('get', { stdout: JSON.stringify({ items: [{ metadata: { name: 'node' }, status: { nodeInfo: { kubeletVersion: 'v1.27.16' } } }] }) });
    kubectl.answer('create', { stdout: JSON.stringify(SIDECAR_POD) });
    kubectl.answer('apply', {});
    repository = new Repository();
  });
  afterEach(() => {
    repository.remove();
    kubectl.remove();
  });

  test('was made for what the cluster says that it is', () => {
    expect(CONTEXTS).toEqual([{ context: 'staging' }, { context: 'production' }, { context: 'edge' }]);
    expect(run('deploy.yaml', CONTEXTS[2])).toMatchObject({ failed: false });
    expect(kubectl.calls().filter(call => !call.includes('--context=edge'))).toEqual(['apply --context edge -f dist']);
    expect(repository.read('dist/migrate.k8s.yaml')).toContain('cdk8s-sidecars/supervised-for: 1.30.14,node=1.27.16');
  });

  test('is nothing where the cluster cannot be asked', () => {
    kubectl.answer('version', { stderr: 'Unable to connect to the server', status: 1 });
    expect(run('deploy.yaml', CONTEXTS[2])).toMatchObject({ failed: true, log: expect.stringContaining('Unable to connect to the server') });
    expect(kubectl.calls().filter(call => call.startsWith('apply'))).toEqual([]);
  });

  test('is nothing where the cluster cannot run a workload', () => {
    repository.change("  command: ['/proxy'],\n", '');
    expect(run('deploy.yaml', CONTEXTS[2])).toMatchObject({ failed: true, log: expect.stringContaining('[SC802 supervised-needs-command]') });
    expect(kubectl.calls().filter(call => call.startsWith('apply'))).toEqual([]);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { Repository } from './repository';
import { matrixOf, workflow } from './workflow';

jest.setTimeout(120_000);

const FOLDER = 'examples/pipelines/argocd';
const CONFIG = '/home/argocd/cmp-server/config';
const read = (file: string): any => parse(readFileSync(join(FOLDER, file), 'utf8'));

const plugin = read('plugin/plugin.yaml');
const [sidecar] = read('plugin/repo-server.yaml').spec.template.spec.containers;

describe('the plugin', () => {
  let repository: Repository;
  beforeAll(() => { repository = new Repository(); });
  afterAll(() => repository.remove());

  /** Runs a command of the plugin as Argo CD does: in a copy of the app without file modes, with the environment of a build. */
  function command(name: 'init' | 'generate', env: NodeJS.ProcessEnv): { failed: boolean; stdout: string; stderr: string } {
    const [program, ...args] = plugin.spec[name].command.map((word: string) => word.replace(CONFIG, resolve(FOLDER, 'plugin')));
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: repository.folder,
      encoding: 'utf8',
      env: {
        ...repository.env,
        ARGOCD_APP_NAME: 'orders',
        ARGOCD_APP_NAMESPACE: 'orders',
        ARGOCD_APP_SOURCE_PATH: '.',
        KUBE_API_VERSIONS: 'v1,apps/v1,batch/v1',
        ...env,
      },
    });
    return { failed: status !== 0, stdout, stderr };
  }

  /** How the Job comes out, and for which target. */
  function jobFor(env: NodeJS.ProcessEnv): { form: string; target?: string } {
    const { failed, stdout, stderr } = command('generate', env);
    expect({ failed, stderr }).toEqual({ failed: false, stderr: expect.stringContaining('Synthesizing application') });
    const documents = [...parseAllDocuments(stdout)];
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    const objects = documents.map(document => document.toJS());
    expect(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(['Job/migrate-orders', 'Deployment/orders']);
    const { metadata: { annotations }, spec: { initContainers, containers } } = objects[0].spec.template;
    return {
      form: `${initContainers.map(({ name, restartPolicy }: any) => restartPolicy ? `${name}: ${restartPolicy}` : name)} | ${containers.map(({ name }: any) => name)}`,
      target: annotations?.['cdk8s-sidecars/supervised-for'],
    };
  }

  const NATIVE = { form: 'proxy: Always | migrate', target: undefined };
  const SUPERVISED = 'sidecar-runtime | proxy,migrate';

  beforeAll(() => {
    rmSync(join(repository.folder, 'node_modules'));
    expect(command('init', {})).toMatchObject({ failed: false });
    expect(existsSync(join(repository.folder, 'node_modules'))).toBe(true);
  });

  test.each([
    ['1.27', {}, { form: SUPERVISED, target: '1.27' }],
    // Since Argo CD 3.3.3 it is the whole version.
    ['v1.27.16', {}, { form: SUPERVISED, target: '1.27.16' }],
    ['v1.30.14', { ARGOCD_ENV_OLDEST_NODE: '1.27.16' }, { form: SUPERVISED, target: '1.30.14,node=1.27.16' }],
    ['v1.30.14', { ARGOCD_ENV_OLDEST_NODE: '1.30.14' }, NATIVE],
    ['v1.33.1', {}, NATIVE],
    ['v1.36.3', {}, NATIVE],
  ])('prints the Job for Kubernetes %s with %j as its nodes can run it', (version, env, job) => {
    expect(jobFor({ KUBE_VERSION: version, ...env })).toEqual(job);
  });

  test('prints a separator between the files of two charts, which cdk8s synth --stdout does not', () => {
    expect(command('generate', { KUBE_VERSION: '1.36' }).stdout.match(/^---$/gm)).toEqual(['---', '---']);
    expect(repository.sh('npx cdk8s synth --check-upgrade=false --stdout')).not.toMatch(/^---$/m);
  });

  test.each(['1.29', 'v1.30.14', '1.31+', 'v1.32.9-eks-1234567'])('prints nothing for an API server %s whose nodes it does not know', version => {
    expect(command('generate', { KUBE_VERSION: version })).toMatchObject({
      failed: true,
      stdout: '',
      stderr: expect.stringContaining(`The API server is ${version}, and its nodes may be too old for native sidecars: set OLDEST_NODE in spec.source.plugin.env`),
    });
  });

  test('prints nothing where Argo CD does not know the version', () => {
    expect(command('generate', {})).toMatchObject({ failed: true, stdout: '', stderr: expect.stringContaining('KUBE_VERSION: is empty') });
  });

  test('prints nothing where the cluster cannot run a workload, and Argo CD shows why', () => {
    repository.change("  command: ['/proxy'],\n", '');
    expect(command('generate', { KUBE_VERSION: '1.27' })).toMatchObject({ failed: true, stdout: '', stderr: expect.stringContaining('[SC802 supervised-needs-command]') });
  });

  test('fails where nothing comes out, which would have Argo CD remove everything', () => {
    repository.write('main.ts', "import { App } from 'cdk8s';\n\nnew App().synth();\n");
    expect(command('generate', { KUBE_VERSION: '1.36' })).toMatchObject({ failed: true, stdout: '', stderr: expect.stringContaining('nothing was synthesized') });
  });

  test('leaves nothing behind', () => {
    expect(repository.git('status', '--porcelain', '--ignored')).toBe(' M main.ts\n!! node_modules');
  });

  test('is found by the configuration of cdk8s', () => {
    expect({ apiVersion: plugin.apiVersion, kind: plugin.kind, discover: plugin.spec.discover })
      .toEqual({ apiVersion: 'argoproj.io/v1alpha1', kind: 'ConfigManagementPlugin', discover: { fileName: './cdk8s.yaml' } });
    expect(existsSync(join(FOLDER, '..', plugin.spec.discover.fileName))).toBe(true);
  });
});

describe('the sidecar of the repo server', () => {
  test('runs the server of plugins as the user that Argo CD expects, with a home and a /tmp of its own', () => {
    expect(sidecar.command).toEqual(['/var/run/argocd/argocd-cmp-server']);
    expect(sidecar.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 999 });
    expect(sidecar.env).toContainEqual({ name: 'HOME', value: '/tmp' });
    expect(sidecar.volumeMounts).toEqual(expect.arrayContaining([
      { name: 'var-files', mountPath: '/var/run/argocd' },
      { name: 'plugins', mountPath: '/home/argocd/cmp-server/plugins' },
      { name: 'cdk8s-tmp', mountPath: '/tmp' },
    ]));
  });

  test('has the files of the plugin where Argo CD and the plugin look for them', () => {
    const [{ name, files }] = read('plugin/kustomization.yaml').configMapGenerator;
    expect(sidecar.volumeMounts.filter((mount: any) => mount.name === name))
      .toEqual(files.map((file: string) => ({ name, mountPath: `${CONFIG}/${file}`, subPath: file })));
    expect(read('plugin/repo-server.yaml').spec.template.spec.volumes).toContainEqual({ name, configMap: { name } });
    expect(files).toEqual(expect.arrayContaining(['plugin.yaml', ...plugin.spec.generate.command.slice(1).map((file: string) => basename(file))]));
  });

  const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
  (hasKubectl ? test : test.skip)('is added to that of Argo CD, with the ConfigMap, by kubectl kustomize', () => {
    const folder = mkdtempSync(join(tmpdir(), 'argocd-'));
    cpSync(join(FOLDER, 'plugin'), folder, { recursive: true });
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'argocd-repo-server' }, spec: { template: { spec: { containers: [{ name: 'argocd-repo-server' }] } } } };
    writeFileSync(join(folder, 'install.yaml'), JSON.stringify(deployment));
    writeFileSync(join(folder, 'kustomization.yaml'), readFileSync(join(folder, 'kustomization.yaml'), 'utf8').replace(/https:.*install\.yaml/, 'install.yaml'));
    const [configMap, { spec }] = [...parseAllDocuments(execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' }))].map(document => document.toJS());
    rmSync(folder, { recursive: true });
    expect(Object.keys(configMap.data).sort()).toEqual(['generate', 'plugin.yaml']);
    expect(configMap.data.generate).toBe(readFileSync(join(FOLDER, 'plugin/generate'), 'utf8'));
    expect(spec.template.spec.containers.map(({ name }: any) => name).sort()).toEqual(['argocd-repo-server', 'cdk8s']);
    expect(spec.template.spec.volumes).toContainEqual({ name: 'cdk8s-plugin', configMap: { name: configMap.metadata.name } });
  });
});

describe('the Applications', () => {
  test('take the branch that the pipeline commits to, or have the plugin told what the oldest node is', () => {
    const { spec: rendered } = read('rendered-branch.yaml');
    const { spec: withPlugin } = read('with-plugin.yaml');
    const [{ cluster }] = matrixOf(workflow('render.yaml').jobs.render);
    expect(rendered.source).toMatchObject({ targetRevision: `rendered/${cluster}`, path: '.', directory: { recurse: true } });
    expect(withPlugin.source).toMatchObject({ path: '.', plugin: { env: [{ name: 'OLDEST_NODE', value: '1.27.16' }] } });
  });

  test.each(['rendered-branch.yaml', 'with-plugin.yaml'])('%s is one', file => {
    expect(read(file)).toMatchObject({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'orders', namespace: 'argocd' },
      spec: { project: 'default', destination: { server: 'https://kubernetes.default.svc', namespace: 'orders' } },
    });
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Yaml } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { synthExample } from './synth-example';
import { TargetCluster } from '../../src';
import { LocatedFinding } from '../../src/inspection/located-finding';
import { LifecycleEvent } from '../../src/lifecycle/event';
import { JobEnd } from '../../src/lifecycle/job-end';
import { unexpanded } from '../../src/lowering/supervised/expansion';
import { KubernetesObject } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';
import { SUPERVISOR } from '../../src/runtime/supervisor';

jest.setTimeout(120_000);

const outdir = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** By example: its files, and in the last of them the workload that is looked at closely. */
const EXAMPLES: readonly [example: string, files: readonly string[], workload: string][] = [
  ['attach-to-anything', ['shop.k8s.yaml'], 'Deployment/web'],
  // The cdk8s CLI writes the first of the files where there are validations.
  ['check-in-ci', ['construct-metadata.json', 'orders.k8s.yaml'], 'Job/migrate-orders'],
  ['cloud-sql-job', ['orders.k8s.yaml'], 'Job/migrate-orders'],
  ['collect-logs', ['report.k8s.yaml'], 'Job/report'],
  ['istio-job', ['prices.k8s.yaml'], 'Job/report'],
  ['log-shipper', ['report.k8s.yaml'], 'Job/report'],
  ['migrate-behind-a-proxy', ['import-orders.k8s.yaml'], 'Job/import-orders'],
  ['nightly-report', ['nightly-report.k8s.yaml'], 'CronJob/nightly-report'],
  ['pi', ['before.k8s.yaml', 'pi.k8s.yaml'], 'Job/pi'],
  ['pipelines', ['migrate.k8s.yaml', 'server.k8s.yaml'], 'Deployment/orders'],
  ['stateful-with-backup', ['ledger.k8s.yaml'], 'StatefulSet/ledger'],
  ['web-with-log-shipper', ['web.k8s.yaml'], 'Deployment/web'],
];
/** The image of its proxy starts something that is not said. */
const NATIVE_ONLY = 'pi';

const folders = new Map<string, string>();

/** The folder with the manifests of an example, which is synthesized only once for each target. */
function synth(example: string, target: string): string {
  const name = `${example} for ${target || 'the newest'}`;
  const folder = folders.get(name) ?? synthExample(example, join(outdir, name), { [TargetCluster.ENVIRONMENT_VARIABLE]: target });
  folders.set(name, folder);
  return folder;
}

function objectsIn(folder: string): KubernetesObject[] {
  return readdirSync(folder).sort().filter(file => file.endsWith('.k8s.yaml')).flatMap(file => Yaml.load(join(folder, file)));
}

/** What stands in manifests in place of the script that everybody can read in runtime/supervisor.sh; only where it is that, to the letter. */
function withoutScript<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, nested) => nested === unexpanded(SUPERVISOR) ? '(the supervisor, as in manifests)' : nested);
}

function workload(objects: KubernetesObject[], title: string): KubernetesObject {
  const [found, ...others] = objects.filter(({ kind, metadata }) => `${kind}/${metadata!.name}` === title);
  expect(others).toEqual([]);
  return found;
}

function namesOf(object: KubernetesObject): { init: string[]; main: string[] } {
  const [{ podSpec }] = workloadsOf(object);
  return { init: (podSpec.initContainers ?? []).map(({ name }) => name), main: podSpec.containers.map(({ name }) => name) };
}

test('there is no example that is not tested', () => {
  expect(EXAMPLES.map(([example]) => example)).toEqual(readdirSync('examples').sort());
});

describe.each(EXAMPLES)('the example %s', (example, files, title) => {
  test('comes out of cdk8s synth with native sidecars, as expected', () => {
    const folder = synth(example, '');
    expect(readdirSync(folder).sort()).toEqual(files);
    expect(readFileSync(join(folder, files.at(-1)!), 'utf8')).toContain('restartPolicy: Always');
    for (const object of example === NATIVE_ONLY ? objectsIn(folder) : [workload(objectsIn(folder), title)]) {
      expect(object.spec).toMatchSnapshot(`${object.kind}/${object.metadata!.name}, native`);
    }
  });

  if (example !== NATIVE_ONLY) {
    test('comes out of cdk8s synth for Kubernetes 1.27 without native sidecars, as expected', () => {
      const folder = synth(example, '1.27');
      expect(readdirSync(folder).sort()).toEqual(files);
      expect(withoutScript(workload(objectsIn(folder), title).spec)).toMatchSnapshot(`${title}, lowered`);
    });
  }
});

test('pi cannot be synthesized for Kubernetes 1.27, and the error says what is to be done', () => {
  let stderr = '';
  try {
    synth('pi', '1.27');
  } catch (error) {
    stderr = String((error as { stderr: Buffer }).stderr);
  }
  expect(stderr.split('\n').filter(line => /\[SC\d+ .*\]$/.test(line))).toEqual([
    "Error: pi/pi, container 'network-proxy', spec.template.spec.initContainers[0].restartPolicy: the API server of the target cluster (1.27) does not"
    + ' know native sidecars: kubectl apply is rejected (unknown field "restartPolicy"), and for clients that do not validate strictly it drops'
    + ' restartPolicy without a word and then rejects the rest ("may not be set for init containers"). Upgrade the cluster to Kubernetes 1.29 or later'
    + ' (all of its nodes), or correct the target if the cluster is newer than it says. [SC101 sidecar-unsupported-by-target]',
    "pi/pi, container 'network-proxy', spec.template.spec.initContainers[0].command: it is not set, and what the image starts by itself is not known"
    + ' here, so no supervisor can start it. Set command, or tell the fallback what the image starts (its ENTRYPOINT and, unless args is set, its CMD).'
    + ' [SC802 supervised-needs-command]',
  ]);
});

test('all Pods of attach-to-anything have the sidecars, whatever made them, and the one written by hand is where it was told to be', () => {
  expect(objectsIn(synth('attach-to-anything', '')).map(object => [`${object.kind}/${object.metadata!.name}`, namesOf(object)])).toEqual([
    ['Deployment/web', { init: ['proxy', 'heartbeat', 'cache'], main: ['web'] }],
    ['Deployment/cart', { init: ['proxy', 'heartbeat'], main: ['cart'] }],
    ['Deployment/orders', { init: ['proxy', 'heartbeat'], main: ['orders'] }],
    ['Job/stocktaking', { init: ['proxy', 'heartbeat'], main: ['stocktaking'] }],
  ]);
});

test('for Kubernetes 1.27 all Pods of attach-to-anything have them as ordinary containers', () => {
  expect(objectsIn(synth('attach-to-anything', '1.27')).map(object => [`${object.kind}/${object.metadata!.name}`, namesOf(object)])).toEqual([
    ['Deployment/web', { init: ['sidecar-runtime'], main: ['proxy', 'heartbeat', 'cache', 'web'] }],
    ['Deployment/cart', { init: ['sidecar-runtime'], main: ['proxy', 'heartbeat', 'cart'] }],
    ['Deployment/orders', { init: ['sidecar-runtime'], main: ['proxy', 'heartbeat', 'orders'] }],
    ['Job/stocktaking', { init: ['sidecar-runtime'], main: ['proxy', 'heartbeat', 'stocktaking'] }],
  ]);
});

test('collect-logs keeps the password of Loki out of its configuration', () => {
  const [configMap] = objectsIn(synth('collect-logs', '')).filter(({ kind }) => kind === 'ConfigMap') as unknown as { data: { 'fluent-bit.yaml': string } }[];
  expect(JSON.parse(configMap.data['fluent-bit.yaml']).pipeline.outputs).toEqual([{
    name: 'loki',
    match: '*',
    retry_limit: 'no_limits',
    host: 'loki.example.com',
    port: 443,
    tls: true,
    labels: 'job=report',
    http_user: 'shop',
    http_passwd: '${OUTPUT_1_PASSWORD}',
  }]);
});

test('web-with-log-shipper is reached through a Service, and scaled by the CPU of the web server alone', () => {
  const objects = objectsIn(synth('web-with-log-shipper', ''));
  expect((workload(objects, 'Service/web').spec as { ports: object[] }).ports).toEqual([{ port: 80, targetPort: 8080 }]);
  expect((workload(objects, 'HorizontalPodAutoscaler/web').spec as { metrics: object[] }).metrics).toEqual([{
    type: 'ContainerResource',
    containerResource: { container: 'web', name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
  }]);
});

interface Explained {
  readonly object: { readonly kind: string; readonly name: string };
  readonly events: readonly LifecycleEvent[];
  readonly phase: string;
  readonly containers: { readonly [name: string]: { readonly starts: number; readonly exitCode: number | null } };
  readonly job?: JobEnd;
}

/** What `explain` says of what an example synthesizes for a cluster. */
function explain(example: string, version: string, file: string): Explained[] {
  const args = ['explain', '-o', 'json', '-k', version, join(synth(example, version), file)];
  return JSON.parse(execFileSync(process.execPath, [resolve('bin/cdk8s-sidecars'), ...args], { encoding: 'utf8' })) as Explained[];
}

/** When a main container and what it needs start and end, in order. */
function order({ events }: Explained, needed: string, main: string): string[] {
  return events.filter(({ container, type }) => container === needed && ['Started', 'Terminating', 'Exited'].includes(type)
    || container === main && ['Starting', 'Exited'].includes(type)).map(({ container, type }) => `${container} ${type}`);
}

const afterIts = (needed: string, main: string) =>
  [`${needed} Started`, `${main} Starting`, `${main} Exited`, `${needed} Terminating`, `${needed} Exited`];

test.each([['1.27', 'istio-bridge'], ['1.29', 'istio-proxy'], ['1.36', 'istio-proxy']])(
  'the Job of istio-job on Kubernetes %s completes, and runs between the start and the end of its proxy', (version, proxy) => {
    const [, job] = explain('istio-job', version, 'prices.k8s.yaml');
    expect({ phase: job.phase, job: job.job?.condition }).toEqual({ phase: 'Succeeded', job: 'Complete' });
    expect(order(job, proxy, 'report')).toEqual(afterIts(proxy, 'report'));
  });

describe('cloud-sql-job', () => {
  /** What is said of the Job and the Deployment, by the names of their main containers. */
  function explained(version: string): { [main: string]: Explained } {
    const [migrate, web] = explain('cloud-sql-job', version, 'orders.k8s.yaml');
    return { migrate, web };
  }

  describe.each(['1.27', '1.29', '1.36'])('on Kubernetes %s', version => {
    test('has a Job that completes, and a Pod of its Deployment that ends in peace', () => {
      const { migrate, web } = explained(version);
      expect({ object: migrate.object.name, phase: migrate.phase, job: migrate.job?.condition }).toEqual({ object: 'migrate-orders', phase: 'Succeeded', job: 'Complete' });
      expect({ object: web.object.name, phase: web.phase }).toEqual({ object: 'orders', phase: 'Succeeded' });
      expect(migrate.containers).toEqual({ 'cloud-sql-proxy': { starts: 1, exitCode: 0 }, 'migrate': { starts: 1, exitCode: 0 } });
      expect(web.containers).toEqual({ 'cloud-sql-proxy': { starts: 1, exitCode: 0 }, 'web': { starts: 1, exitCode: 0 } });
    });

    test.each(['migrate', 'web'])('%s starts once its proxy has started, and the proxy is stopped once it has ended', main => {
      expect(order(explained(version)[main], 'cloud-sql-proxy', main)).toEqual(afterIts('cloud-sql-proxy', main));
    });
  });

  test('comes out the same for all clusters with native sidecars', () => {
    expect(objectsIn(synth('cloud-sql-job', '1.29'))).toEqual(objectsIn(synth('cloud-sql-job', '1.36')));
  });

  test('has main containers that wait for the proxy where a supervisor starts them', () => {
    const commands = objectsIn(synth('cloud-sql-job', '1.27')).flatMap(object => workloadsOf(object)).map(({ podSpec }) =>
      podSpec.containers.map(({ command = [] }) => command.filter(word => /^(mains|after)=/.test(word))));
    expect(commands).toEqual([[['mains=migrate'], ['after=cloud-sql-proxy']], [['mains=web'], ['after=cloud-sql-proxy']]]);
  });

  test('gives both Pods the one service account that the proxy brings', () => {
    const [account, ...others] = objectsIn(synth('cloud-sql-job', ''));
    const { name, annotations } = account.metadata!;
    expect({ kind: account.kind, annotations }).toEqual({
      kind: 'ServiceAccount',
      annotations: { 'iam.gke.io/gcp-service-account': 'orders@shop.iam.gserviceaccount.com' },
    });
    expect(others.flatMap(object => workloadsOf(object)).map(({ podSpec }) => podSpec.serviceAccountName)).toEqual([name, name]);
    expect(readFileSync('examples/cloud-sql-job/README.md', 'utf8')).toContain(`[default/${name}]`);
  });
});

describe('check-in-ci', () => {
  const FOLDER = 'examples/check-in-ci';

  /** What `check` says in the folder of the example about manifests there and what was synthesized. */
  function check(...options: string[]): { code: number; stdout: string } {
    const paths = [resolve(synth('check-in-ci', '')), 'manifests'];
    const { status, stdout } = spawnSync(process.execPath, [resolve('bin/cdk8s-sidecars'), 'check', ...options, ...paths],
      { cwd: FOLDER, encoding: 'utf8', env: { ...process.env, [TargetCluster.ENVIRONMENT_VARIABLE]: '' } });
    return { code: status!, stdout };
  }

  test('passes its own check, which tells what is acknowledged, where and why', () => {
    const { code, stdout } = check('-o', 'json');
    const { findings } = JSON.parse(stdout) as { findings: readonly LocatedFinding[] };
    expect(findings.map(({ id, file, object: { kind, name }, container, acknowledged }) => [id, basename(file), `${kind}/${name}`, container, acknowledged])).toEqual([
      ['SC301', 'orders.k8s.yaml', 'Job/migrate-orders', 'cloud-sql-proxy',
        { reason: 'Flyway tries for half a minute to connect (-connectRetries)', by: 'annotation' }],
      ['SC608', 'collector.yaml', 'Deployment/collector', 'fluent-bit',
        { reason: "the manifest is the vendor's, and the collector is to be out of its Service while its output is down", by: 'configuration' }],
    ]);
    expect(code).toBe(0);
  });

  test('fails without its configuration, and what counts is the warning then', () => {
    expect(check('--config', '/dev/null', '--fail-on', 'warning')).toEqual({ code: 1, stdout: expect.stringContaining('1 warning in 3 workloads') });
  });

  test('has its plugin look at what is synthesized, without a warning on stderr', () => {
    const { stdout, stderr } = spawnSync(resolve('node_modules/.bin/cdk8s'),
      ['synth', '--check-upgrade=false', '--output', join(outdir, 'validated')], { cwd: FOLDER, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } });
    expect(stdout).toMatch(/║ Status +│ success /);
    expect(stdout).toMatch(/║ Acknowledged +│ 1 /);
    expect(stderr).not.toContain('SC301');
  });

  test.each(['cdk8s.yaml', '.cdk8s-sidecars.yaml', '.pre-commit-config.yaml', '.github/workflows/check.yaml', 'manifests/collector.yaml'])(
    'has YAML in %s', file => {
      const documents = [...parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'))];
      expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
      expect(documents.every(({ contents }) => contents !== null)).toBe(true);
    });
});

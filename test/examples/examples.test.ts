import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { synthExample } from './synth-example';
import { TargetCluster } from '../../src';
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
  ['log-shipper', ['report.k8s.yaml'], 'Job/report'],
  ['migrate-behind-a-proxy', ['import-orders.k8s.yaml'], 'Job/import-orders'],
  ['nightly-report', ['nightly-report.k8s.yaml'], 'CronJob/nightly-report'],
  ['pi', ['before.k8s.yaml', 'pi.k8s.yaml'], 'Job/pi'],
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
  return readdirSync(folder).sort().flatMap(file => Yaml.load(join(folder, file)));
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

test('web-with-log-shipper is reached through a Service, and scaled by the CPU of the web server alone', () => {
  const objects = objectsIn(synth('web-with-log-shipper', ''));
  expect((workload(objects, 'Service/web').spec as { ports: object[] }).ports).toEqual([{ port: 80, targetPort: 8080 }]);
  expect((workload(objects, 'HorizontalPodAutoscaler/web').spec as { metrics: object[] }).metrics).toEqual([{
    type: 'ContainerResource',
    containerResource: { container: 'web', name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
  }]);
});

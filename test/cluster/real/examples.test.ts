import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Namespace, onNativeCluster, statusOf, thisCluster, waitFor } from './cluster';
import { TargetCluster } from '../../../src';
import { runsNatively } from '../../../src/lowering/native';
import { synthExample } from '../../examples/synth-example';

jest.setTimeout(400_000);

const NATIVE = runsNatively(thisCluster());
/** Without native sidecars the fallback would have to know what the image of the proxy of `pi` starts. */
const EXAMPLES = readdirSync('examples').filter(example => NATIVE || example !== 'pi');
/** They need images, an account or a mesh that are not there: their Pods would only take the room of others. */
const NOT_RUN = ['check-in-ci', 'cloud-sql-job', 'collect-logs', 'istio-job'];
const outdir = mkdtempSync(join(tmpdir(), 'examples-'));
const namespaces = new Map<string, Namespace>();

/** All manifests of an example for this cluster but those that show how not to do it. */
function manifestsOf(example: string): string {
  const folder = synthExample(example, join(outdir, example), { [TargetCluster.ENVIRONMENT_VARIABLE]: thisCluster().toString() });
  return readdirSync(folder).filter(file => file.endsWith('.yaml') && file !== 'before.k8s.yaml').map(file => readFileSync(join(folder, file), 'utf8')).join('---\n');
}

beforeAll(() => EXAMPLES.forEach(example => namespaces.set(example, new Namespace(`example-${example}`))));

afterAll(() => {
  namespaces.forEach(each => each.remove());
  rmSync(outdir, { recursive: true });
});

test.each(EXAMPLES)('the API server takes the example %s without a warning', example => {
  expect(namespaces.get(example)!.apply(manifestsOf(example), ...NOT_RUN.includes(example) ? ['--dry-run=server'] : [])).toBe('');
});

onNativeCluster('pi completes, and its proxy, which started before it, is stopped after it', async () => {
  const ns = namespaces.get('pi')!;
  expect(await ns.jobEnd('pi')).toBe('Complete');
  const pod = await ns.podOf('pi', ({ status }) => status?.phase === 'Succeeded');
  const [pi, proxy] = ['pi', 'network-proxy'].map(name => statusOf(pod, name).state!.terminated!);

  expect(ns.log('pi', 'pi')[0].line).toMatch(/^3\.14159265358979\d+$/);
  expect(pi.exitCode).toBe(0);
  expect(Date.parse(proxy.startedAt!)).toBeLessThanOrEqual(Date.parse(pi.startedAt!));
  expect(Date.parse(proxy.finishedAt!)).toBeGreaterThanOrEqual(Date.parse(pi.finishedAt!));
  expect(ns.events('Killing')).toEqual(['Stopping container network-proxy']);
});

test('the migration and the import both reach the proxy', async () => {
  const ns = namespaces.get('migrate-behind-a-proxy')!;
  expect(await ns.jobEnd('import-orders')).toBe('Complete');
  expect(ns.log('import-orders', 'migrate').map(({ line }) => line)).toEqual(['ready', 'migrated']);
  expect(ns.log('import-orders', 'import').map(({ line }) => line)).toEqual(['ready', 'imported']);
});

test('the log shipper starts first, stops last and ships every line', async () => {
  const ns = namespaces.get('log-shipper')!;
  expect(await ns.jobEnd('report')).toBe('Complete');
  expect(ns.log('report', 'log-shipper').map(({ line }) => line)).toEqual([
    'cache: open', 'report: page 1', 'report: page 2', 'report: page 3', 'cache: closed',
  ]);
});

test('the nightly report is written with what the proxy gives', async () => {
  const ns = namespaces.get('nightly-report')!;
  ns.runNow('nightly-report', 'tonight');
  expect(await ns.jobEnd('tonight')).toBe('Complete');
  expect(ns.log('tonight', 'report').map(({ line }) => line)).toEqual(['report: 7 orders']);
});

test('the shipper ships the access log of the web server', async () => {
  const ns = namespaces.get('web-with-log-shipper')!;
  ns.rolledOut('deployment/web');
  await waitFor('a request of the readiness probe', () => ns.logOf('deployment/web', 'log-shipper').some(({ line }) => line.endsWith('response:200')));
});

test('the ledger is opened when its backup has nothing to restore, and copied', async () => {
  const ns = namespaces.get('stateful-with-backup')!;
  ns.rolledOut('statefulset/ledger');
  const lines = await waitFor('the first snapshot', () => {
    const log = ns.logOf('pod/ledger-0', 'backup').map(({ line }) => line).filter(line => line.startsWith('backup: '));
    return log.length > 1 && log;
  });
  expect(lines[0]).toBe('backup: nothing to restore');
  expect(lines[1]).toMatch(/^backup: .* UTC \d{4}$/);
});

test('all that the shop is made of reaches the proxy', async () => {
  const ns = namespaces.get('attach-to-anything')!;
  expect(await ns.jobEnd('stocktaking')).toBe('Complete');
  expect(ns.log('stocktaking', 'stocktaking').map(({ line }) => line)).toEqual(['apple 3']);
  for (const name of ['web', 'cart', 'orders']) {
    ns.rolledOut(`deployment/${name}`);
    expect(ns.logOf(`deployment/${name}`, name)[0].line).toBe('apple 3');
  }
});

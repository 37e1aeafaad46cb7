import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Duration, JsonPatch, Testing, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { CompletionMode, JobWithSidecar, JobWithSidecarProps, NativeSidecar, PodReplacementPolicy, SidecarFallback, TargetCluster } from '../../src';

const IMAGE = { image: 'busybox:1.37' };
const sidecar = (name: string, order: { startsBefore?: string[]; startsAfter?: string[] } = {}) => new NativeSidecar({ name, ...IMAGE, ...order });
const init = (name: string) => ({ name, ...IMAGE });

function jobIn(chart: Chart, props: JobWithSidecarProps = {}): JobWithSidecar {
  return new JobWithSidecar(chart, 'job', { containers: [{ name: 'main', ...IMAGE }], sidecars: [sidecar('proxy')], ...props });
}

function initContainers(job: JobWithSidecar): string[] {
  return ApiObject.of(job).toJson().spec.template.spec.initContainers.map(({ name, restartPolicy }: { name: string; restartPolicy?: string }) =>
    restartPolicy ? `${name} (${restartPolicy})` : name);
}

test('sidecars and init containers come out in the order that was asked for, whenever they were added', () => {
  const job = jobIn(Testing.chart(), { initContainers: [init('fetch'), init('migrate')] });
  job.addSidecar(sidecar('db', { startsAfter: ['fetch'] }));
  job.addSidecar(sidecar('logs', { startsBefore: ['proxy'] }));
  job.addInitContainer(init('seed'));
  expect(initContainers(job)).toEqual(['logs (Always)', 'proxy (Always)', 'fetch', 'db (Always)', 'migrate', 'seed']);
});

test('what is added after one rendering is in the next', () => {
  const job = jobIn(Testing.chart());
  expect(initContainers(job)).toEqual(['proxy (Always)']);
  job.addSidecar(sidecar('late'));
  expect(initContainers(job)).toEqual(['proxy (Always)', 'late (Always)']);
});

test('the list of sidecars is a copy', () => {
  const job = jobIn(Testing.chart());
  job.sidecars.push(sidecar('other'));
  expect(job.sidecars.map(({ name }) => name)).toEqual(['proxy']);
});

test('restartPolicy survives in every output mode, with the same bytes', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'modes-'));
  const written = Object.values(YamlOutputType).filter(mode => typeof mode === 'string').map(mode => {
    const app = new App({ outdir: join(outdir, String(mode)), yamlOutputType: YamlOutputType[mode as keyof typeof YamlOutputType] });
    jobIn(new Chart(app, 'chart'));
    app.synth();
    const [file] = readdirSync(app.outdir, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.yaml'));
    return readFileSync(join(app.outdir, file), 'utf8');
  });
  rmSync(outdir, { recursive: true });
  const app = new App();
  jobIn(new Chart(app, 'chart'));
  expect(written.length).toBe(4);
  expect(new Set([...written, app.synthYaml()]).size).toBe(1);
  expect(written[0]).toContain('restartPolicy: Always');
});

test('Testing.synth sees the sidecar', () => {
  const chart = Testing.chart();
  jobIn(chart);
  expect(Testing.synth(chart)[0].spec.template.spec.initContainers[0].restartPolicy).toBe('Always');
});

test('rendering again gives the same bytes, also with spread', () => {
  const app = new App();
  jobIn(new Chart(app, 'chart'), { spread: true });
  const first = app.synthYaml();
  expect(app.synthYaml()).toBe(first);
  expect(first.match(/topologyKey/g)).toHaveLength(2);
});

test('JSON patches are applied before the sidecars are put in', () => {
  const job = jobIn(Testing.chart());
  ApiObject.of(job).addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/image', 'patched'));
  const { containers, initContainers: [proxy] } = ApiObject.of(job).toJson().spec.template.spec;
  expect([containers[0].image, proxy.image]).toEqual(['patched', 'busybox:1.37']);
});

test('a volume that main container and sidecar share is there once', () => {
  const chart = Testing.chart();
  const logs = { path: '/logs', volume: kplus.Volume.fromEmptyDir(chart, 'logs', 'logs') };
  const job = jobIn(chart, {
    containers: [{ name: 'main', ...IMAGE, volumeMounts: [logs] }],
    sidecars: [new NativeSidecar({ name: 'shipper', ...IMAGE, volumeMounts: [logs] })],
  });
  expect(ApiObject.of(job).toJson().spec.template.spec.volumes).toEqual([{ name: 'logs', emptyDir: {} }]);
});

test('the fields that cdk8s-plus leaves out are in the manifest', () => {
  const job = jobIn(Testing.chart(), {
    parallelism: 2,
    completions: 4,
    completionMode: CompletionMode.INDEXED,
    suspend: true,
    backoffLimitPerIndex: 1,
    maxFailedIndexes: 2,
    podReplacementPolicy: PodReplacementPolicy.FAILED,
    successPolicy: { rules: [{ succeededIndexes: '0,2-3', succeededCount: 2 }] },
    managedBy: 'example.com/queue',
  });
  const { template, ...spec } = ApiObject.of(job).toJson().spec;
  expect(spec).toEqual({
    parallelism: 2,
    completions: 4,
    completionMode: 'Indexed',
    suspend: true,
    backoffLimitPerIndex: 1,
    maxFailedIndexes: 2,
    podReplacementPolicy: 'Failed',
    successPolicy: { rules: [{ succeededIndexes: '0,2-3', succeededCount: 2 }] },
    managedBy: 'example.com/queue',
  });
  expect(template.spec.containers.length).toBe(1);
});

test('a target that cannot run native sidecars ends every kind of synthesis, where fallbacks are refused', () => {
  const chart = Testing.chart();
  const job = jobIn(chart, { target: TargetCluster.version('1.31', { oldestNode: '1.27' }), fallback: SidecarFallback.refuse() });
  const text = 'test/job, container \'proxy\', spec.template.spec.initContainers[0].restartPolicy: the target cluster (1.31,node=1.27) has nodes '
    + 'older than native sidecars, which take it for a plain init container: the Pod would wait in Init for ever, for \'proxy\' to exit, and the Job '
    + 'would neither complete nor fail. Upgrade the cluster to Kubernetes 1.29 or later (all of its nodes), or correct the target if the cluster is '
    + 'newer than it says. [SC101 sidecar-unsupported-by-target]';
  expect(() => Testing.synth(chart)).toThrow(new Error(text));
  expect(() => (chart.node.root as App).synthYaml()).toThrow(new Error(text));
  expect(job.diagnostics.map(({ id, severity, constructPath }) => [id, severity, constructPath])).toEqual([['SC101', 'error', 'test/job']]);
});

test('a Job without sidecars is not refused for any target', () => {
  const chart = Testing.chart();
  jobIn(chart, { sidecars: [], target: TargetCluster.version('1.25') });
  expect(Testing.synth(chart)[0].spec.template.spec.containers[0].name).toBe('main');
});

test('a warning is written to stderr once, is readable, and leaves the output alone', () => {
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const chart = Testing.chart();
  const job = jobIn(chart, { target: TargetCluster.version('1.29.2') });
  const first = Testing.synth(chart);
  expect(Testing.synth(chart)).toEqual(first);
  const lines = written.mock.calls.map(([line]) => line);
  written.mockRestore();

  const current = Testing.chart();
  jobIn(current, { target: TargetCluster.version('1.29.14') });
  expect(first).toEqual(Testing.synth(current));
  expect(lines.length).toBe(2);
  expect(lines[0]).toBe('warning: test/job, container \'proxy\', spec.template.spec.initContainers[0]: Kubernetes 1.29.2 has a bug '
    + '(kubernetes/kubernetes#123323): the status of a sidecar that was restarted stays "terminated", so the Pod counts as not ready. '
    + 'Upgrade the nodes; it is repaired in 1.28.8, 1.29.3. [SC110 known-kubelet-bug]\n');
  expect(job.diagnostics.map(({ id, message }) => [id, message.match(/#\d+/)![0]])).toEqual([['SC110', '#123323'], ['SC110', '#126543']]);
});

test('a sidecar may take long to drain if the grace period allows it', () => {
  const chart = Testing.chart();
  const job = jobIn(chart, {
    terminationGracePeriod: Duration.minutes(2),
    sidecars: [new NativeSidecar({ ...IMAGE, drain: Duration.seconds(90) })],
  });
  Testing.synth(chart);
  expect(job.diagnostics).toEqual([]);
});

import { ApiObject, App, Chart, Duration, IResolver, JsonPatch, ResolutionContext, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { JobWithSidecar } from '../../src';

const MAIN = { name: 'main', image: 'busybox:1.37', portNumber: 8080 };
type AnyJob = kplus.Job;

/** Each builds the same with the Job of cdk8s-plus and with ours, which is given no sidecars. */
const FEATURES: [string, kplus.JobProps, (job: AnyJob, chart: Chart) => unknown][] = [
  ['nothing but a container', {}, () => undefined],
  ['all props of a Job', { activeDeadline: Duration.hours(1), backoffLimit: 3, ttlAfterFinished: Duration.minutes(5) }, () => undefined],
  ['restart policy, DNS, host network, registry auth and grace period', {
    restartPolicy: kplus.RestartPolicy.ON_FAILURE,
    dns: { nameservers: ['10.0.0.1'], hostname: 'host' },
    hostNetwork: true,
    terminationGracePeriod: Duration.seconds(5),
    hostAliases: [{ ip: '10.0.0.2', hostnames: ['other'] }],
    securityContext: { fsGroup: 1000, sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }] },
  }, () => undefined],
  ['metadata and podMetadata', { metadata: { name: 'named', labels: { a: 'b' } }, podMetadata: { annotations: { c: 'd' } } }, job => {
    job.metadata.addLabel('e', 'f');
    job.podMetadata.addAnnotation('g', 'h');
  }],
  ['addContainer', {}, job => job.addContainer({ ...MAIN, name: 'second', portNumber: 8081 })],
  ['attachContainer', {}, job => job.attachContainer(new kplus.Container({ ...MAIN, name: 'attached', portNumber: 8081 }))],
  ['addInitContainer', {}, job => {
    job.addInitContainer({ image: 'busybox:1.37' });
    job.addInitContainer({ image: 'busybox:1.37' });
  }],
  ['addVolume and mount', {}, (job, chart) => {
    const volume = kplus.Volume.fromEmptyDir(chart, 'volume', 'volume', { sizeLimit: Size.mebibytes(10) });
    job.addVolume(volume);
    job.containers[0].mount('/volume', volume);
  }],
  ['select', { select: true }, job => job.select(kplus.LabelSelector.of({ labels: { app: 'x' } }))],
  ['isolate', { isolate: true }, () => undefined],
  ['connections', {}, (job, chart) => job.connections.allowTo(new kplus.Pod(chart, 'peer', { containers: [MAIN] }))],
  ['scheduling', {}, (job, chart) => {
    job.scheduling.attract(kplus.Node.labeled(kplus.NodeLabelQuery.is('disk', 'ssd')));
    job.scheduling.tolerate(kplus.Node.tainted(kplus.NodeTaintQuery.exists('dedicated')));
    job.scheduling.separate(new kplus.Pod(chart, 'noisy', { containers: [MAIN] }));
  }],
  ['spread', { spread: true }, () => undefined],
  ['permissions', {}, (job, chart) => job.permissions.grantRead(new kplus.ServiceAccount(chart, 'account'))],
  ['JSON patches', {}, job => ApiObject.of(job).addJsonPatch(JsonPatch.add('/spec/suspend', true))],
];

function synth(
  type: typeof kplus.Job, props: kplus.JobProps, use: (job: AnyJob, chart: Chart) => unknown, resolvers: IResolver[] = [],
): string {
  const app = new App({ resolvers });
  const chart = new Chart(app, 'chart', { namespace: 'space' });
  const serviceAccount = new kplus.ServiceAccount(chart, 'job-account');
  use(new type(chart, 'job', { containers: [MAIN], serviceAccount, ...props }), chart);
  return app.synthYaml();
}

test.each(FEATURES)('without sidecars the manifest equals that of the Job of cdk8s-plus: %s', (_, props, use) => {
  expect(synth(JobWithSidecar, props, use)).toBe(synth(kplus.Job, props, use));
});

test('resolvers of one\'s own see what they see in the Job of cdk8s-plus', () => {
  const seenBy = (type: typeof kplus.Job) => {
    const seen: string[] = [];
    const resolve = ({ key, value }: ResolutionContext) => seen.push(`${key.join('.')}=${JSON.stringify(value)}`);
    const manifest = synth(type, {}, () => undefined, [{ resolve }]);
    return { seen, manifest };
  };
  expect(seenBy(JobWithSidecar)).toEqual(seenBy(kplus.Job));
});

test('without sorted keys the manifest equals that of the Job of cdk8s-plus, too', () => {
  const [, [, props, use]] = FEATURES;
  process.env.CDK8S_DISABLE_SORT = 'yes';
  try {
    const manifest = synth(JobWithSidecar, props, use);
    expect(manifest).toBe(synth(kplus.Job, props, use));
  } finally {
    delete process.env.CDK8S_DISABLE_SORT;
  }
});

test('names that somebody has given are not taken for fields of Kubernetes', () => {
  const labels = { hostIp: 'a', pdId: 'b' };
  const props = { podMetadata: { labels, annotations: labels }, metadata: { labels } };
  const use = (job: AnyJob) => job.scheduling.assign(kplus.Node.named('hostIp'));
  expect(synth(JobWithSidecar, props, use)).toBe(synth(kplus.Job, props, use));
});

test('a Job without containers is an error that names it', () => {
  const chart = new Chart(new App(), 'chart');
  new JobWithSidecar(chart, 'job');
  expect(() => chart.toJson()).toThrow('chart/job: PodSpec must have at least 1 container');
});

import * as kplus from 'cdk8s-plus-27';
import { namespaces, onOldApiServer, onOldNodes, shell, statusOf, thisCluster, yamlOf } from './cluster';
import { JobWithSidecar, NativeSidecar, NativeSidecarProps, SidecarFallback, TargetCluster } from '../../../src';
import { runsNatively } from '../../../src/lowering/native';

jest.setTimeout(400_000);

/** Listens on port 5000 after a while, and says so. */
const SLOW_PROXY = 'trap "exit 0" TERM; sleep 6; echo listening; nc -lk -p 5000 -e true & wait';

const namespace = namespaces();

function job(main: string, sidecar: NativeSidecarProps): string {
  return yamlOf(chart => new JobWithSidecar(chart, 'job', {
    metadata: { name: 'job' },
    backoffLimit: 0,
    target: thisCluster(),
    containers: [{ name: 'main', ...shell(main) }],
    sidecars: [new NativeSidecar({ name: 'proxy', ...sidecar })],
  }));
}

test('a sidecar that is slow to start holds the main container back until its start gate has passed', async () => {
  const ns = namespace('gate');
  ns.apply(job('echo started', { ...shell(SLOW_PROXY), portNumber: 5000 }));

  expect(await ns.jobEnd('job')).toBe('Complete');
  const [listening] = ns.log('job', 'proxy');
  const [started] = ns.log('job', 'main');
  expect([listening.line, started.line]).toEqual(['listening', 'started']);
  expect(listening.time < started.time).toBe(true);
});

test('without a start gate the main container does not wait for the port of the sidecar', async () => {
  const ns = namespace('no-gate');
  ns.apply(job('echo started; sleep 10', { ...shell(SLOW_PROXY), portNumber: 5000, startGate: false }));

  expect(await ns.jobEnd('job')).toBe('Complete');
  expect(ns.log('job', 'main')[0].time < ns.log('job', 'proxy')[0].time).toBe(true);
});

test('a sidecar that crashes is restarted and does not fail the Job', async () => {
  const ns = namespace('crash');
  const crashOnce = 'trap "exit 0" TERM; test -e /state/crashed || { touch /state/crashed; sleep 2; exit 3; }; echo back; sleep 1000 & wait';
  const manifest = yamlOf(chart => {
    const state = { path: '/state', volume: kplus.Volume.fromEmptyDir(chart, 'state', 'state') };
    new JobWithSidecar(chart, 'job', {
      metadata: { name: 'job' },
      backoffLimit: 0,
      target: thisCluster(),
      containers: [{ name: 'main', ...shell('until test -e /state/crashed; do sleep 1; done; sleep 8'), volumeMounts: [state] }],
      sidecars: [new NativeSidecar({ name: 'proxy', ...shell(crashOnce), volumeMounts: [state] })],
    });
  });
  ns.apply(manifest);

  expect(await ns.jobEnd('job')).toBe('Complete');
  const pod = await ns.podOf('job');
  expect(statusOf(pod, 'proxy').restartCount).toBe(runsNatively(thisCluster()) ? 1 : 0);
  expect(statusOf(pod, 'proxy').state?.terminated?.exitCode).toBe(0);
  expect(statusOf(pod, 'main').restartCount).toBe(0);
  expect(ns.log('job', 'proxy').map(({ line }) => line)).toEqual(['back']);
});

test('a main container that fails fails the Job, and the sidecar is stopped', async () => {
  const ns = namespace('failure');
  ns.apply(job('exit 3', shell('trap "exit 0" TERM; sleep 1000 & wait')));

  expect(await ns.jobEnd('job')).toBe('Failed');
  const pod = await ns.podOf('job', ({ status }) => status?.phase === 'Failed');
  expect(statusOf(pod, 'main').state?.terminated?.exitCode).toBe(3);
  expect(statusOf(pod, 'proxy').state?.terminated?.exitCode).toBe(0);
});

/** A Job whose proxy never exits, for one target or another, without a fallback. */
const endless = (target: TargetCluster) => yamlOf(chart => new JobWithSidecar(chart, 'job', {
  metadata: { name: 'job' },
  target,
  fallback: SidecarFallback.refuse(),
  containers: [{ name: 'main', ...shell('echo started') }],
  sidecars: [new NativeSidecar({ name: 'proxy', ...shell('echo up; nc -lk -p 5000 -e true'), portNumber: 5000 })],
}));

onOldNodes('what is refused for an old node hangs there in Init when it is written by hand', async () => {
  const ns = namespace('hang');
  expect(() => endless(thisCluster())).toThrow(
    'the Pod would wait in Init for ever, for \'proxy\' to exit, and the Job would neither complete nor fail');

  // The manifest for a current cluster is what one would write by hand; this API server takes it without a word.
  expect(ns.apply(endless(TargetCluster.newest()))).toBe('');
  const ranFor = (startedAt: string | undefined) => startedAt === undefined ? 0 : Date.now() - Date.parse(startedAt);
  const pod = await ns.podOf('job', each => each.status?.initContainerStatuses !== undefined
    && ranFor(statusOf(each, 'proxy').state?.running?.startedAt) > 30_000);
  expect(pod.spec?.initContainers?.[0].restartPolicy).toBe('Always');
  expect(pod.status?.phase).toBe('Pending');
  expect(statusOf(pod, 'main').state?.waiting?.reason).toBe('PodInitializing');
  expect(pod.status?.conditions?.find(({ type }) => type === 'Initialized')).toMatchObject({
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: 'containers with incomplete status: [proxy]',
  });
});

onOldApiServer('what is refused for an old API server is rejected there when it is written by hand', () => {
  const ns = namespace('reject');
  expect(() => endless(thisCluster())).toThrow(/the API server of the target cluster .* (does not know native sidecars|has native sidecars .* off)/);
  expect(() => ns.apply(endless(TargetCluster.newest()))).toThrow(
    /restartPolicy: field not declared in schema|startupProbe: Forbidden: may not be set for init containers without restartPolicy=Always/);
});

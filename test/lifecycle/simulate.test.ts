import { TargetCluster } from '../../src';
import { Assumption } from '../../src/lifecycle/assumption';
import { scenarioNamed, ScenarioName } from '../../src/lifecycle/scenario';
import { simulate, SimulationOptions } from '../../src/lifecycle/simulate';
import { KubernetesObject } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';
import { deepFreeze } from '../deep-freeze';

const PROBE = { exec: { command: ['true'] }, periodSeconds: 1, failureThreshold: 30 };
const sidecar = (name: string, rest: object = {}) => ({ name, image: name, restartPolicy: 'Always', ...rest });
const gated = (name: string, rest: object = {}) => sidecar(name, { startupProbe: PROBE, ...rest });
const MAIN = { name: 'main', image: 'main' };
const pod = (spec: object): KubernetesObject =>
  deepFreeze({ apiVersion: 'v1', kind: 'Pod', spec: { restartPolicy: 'Never', containers: [MAIN], ...spec } });
const job = (jobSpec: object, spec: object = {}): KubernetesObject => deepFreeze({
  apiVersion: 'batch/v1', kind: 'Job', spec: { ...jobSpec, template: { spec: { restartPolicy: 'Never', containers: [MAIN], ...spec } } },
});

interface Given extends Omit<SimulationOptions, 'assumptions'> {
  readonly target?: string;
  readonly scenario?: ScenarioName;
  readonly assume?: { readonly [container: string]: Partial<Assumption> };
}

function live(object: KubernetesObject, { target = '1.36', scenario = 'end', assume = {}, ...options }: Given = {}) {
  const assumptions = new Map(Object.entries(assume));
  const life = simulate(workloadsOf(object)[0], TargetCluster.parse(target), scenarioNamed(scenario), { assumptions, ...options });
  const told = life.events.map(({ time, container, type, code }) => `${time} ${container ?? life.phase} ${type}${code === undefined ? '' : ` ${code}`}`);
  return { ...life, told };
}

const timesOf = (told: readonly string[], words: string) => told.filter(each => each.endsWith(words)).map(each => Number(each.split(' ')[0]));

test('a Pod with a gated sidecar starts, runs and ends in its order, with a sentence for each turn', () => {
  const { events, phase, containers, end } = live(pod({ initContainers: [gated('proxy')] }), { assume: { main: { run: 5 } } });
  expect(events.map(({ time, message }) => `${time}: ${message}`)).toEqual([
    '0: Pending: the Pod is on its node, and its containers start one after the other.',
    "0: Sidecar 'proxy' is started.",
    "2: 'proxy' has started. Its startup probe has passed at try 3: 'main' may start.",
    "2: Main container 'main' is started.",
    "2: 'main' has started.",
    '2: Running: all init containers are done, and the main containers run.',
    "7: 'main' exits with 0.",
    "7: 'proxy' gets SIGTERM, and has 30 s: all that it waits for has ended.",
    "8: 'proxy' exits with 0.",
    '8: Succeeded: all main containers have ended with 0, and nothing runs any more.',
  ]);
  expect([phase, end]).toEqual(['Succeeded', 8]);
  expect(containers).toEqual({ proxy: { role: 'sidecar', starts: 1, exitCode: 0 }, main: { role: 'main', starts: 1, exitCode: 0 } });
});

test('the scenario start is over when all main containers have started', () => {
  expect(live(pod({ initContainers: [gated('proxy')] }), { scenario: 'start' }).told.at(-1)).toBe('2 Running Phase');
});

describe('versions', () => {
  const OBJECT = pod({ initContainers: [sidecar('a'), sidecar('b')] });

  test('since 1.29 sidecars are stopped after the main containers, one after the other from the last', () => {
    const { told } = live(OBJECT, { target: '1.29', scenario: 'deletion' });
    expect(told.filter(each => each.endsWith('Terminating'))).toEqual(['10 main Terminating', '11 b Terminating', '12 a Terminating']);
  });

  test('1.28 stops all at once', () => {
    const { told } = live(OBJECT, { target: '1.28,SidecarContainers=true', scenario: 'deletion' });
    expect(told.filter(each => each.endsWith('Terminating'))).toEqual(['10 a Terminating', '10 b Terminating', '10 main Terminating']);
  });

  test('to a node of 1.27 a sidecar is an init container that never ends', () => {
    const { told, phase, stuck, job: end } = live(job({}, { initContainers: [sidecar('proxy')] }), { target: '1.30,node=1.27' });
    expect(told).toEqual(['0 Pending Phase', '0 proxy Starting', '0 proxy Started']);
    expect(phase).toBe('Pending');
    expect(stuck).toBe('the Pod stays in Init: \'proxy\' is a plain init container to this kubelet, and does not end, so nothing after it ever starts.');
    expect(end).toEqual({ condition: null, message: 'Its Pod does not come to an end, so neither does the Job.', pods: 1 });
  });

  test('only the deadline of a Job ends it there', () => {
    const { phase, job: end } = live(job({ activeDeadlineSeconds: 60 }, { initContainers: [sidecar('proxy')] }), { target: '1.30,node=1.27' });
    expect(phase).toBe('Failed');
    expect(end).toEqual({ condition: 'Failed', message: 'Its activeDeadlineSeconds of 60 are over (DeadlineExceeded).', pods: 1, time: 61 });
  });

  test.each([
    ['1.30.3', [33]],
    ['1.30.4', [3]],
  ])('on %s an earlier sidecar gets SIGTERM at %j s if a later one has never started when the Pod is deleted', (target, expected) => {
    const object = pod({ initContainers: [sidecar('a'), { name: 'init', image: 'i' }, sidecar('b')] });
    const { told } = live(object, { target, deleteAt: 3, assume: { init: { run: Infinity } } });
    expect(timesOf(told, ' a Terminating')).toEqual(expected);
  });

  test.each([
    ['1.33.5', 'Pending'],
    ['1.33.6', 'Succeeded'],
  ])('on %s a Pod whose sidecar fails its startup probe once ends %s, if it has several startup probes and the policy Never', (target, expected) => {
    const object = pod({ initContainers: [gated('a'), gated('b')] });
    const crashing = { run: 1, exit: 1, gateNever: true, later: { run: Infinity, gateNever: false, exit: 0 } };
    expect(live(object, { target, assume: { a: crashing } }).phase).toBe(expected);
    expect(live(pod({ initContainers: [gated('a')] }), { target, assume: { a: crashing } }).phase).toBe('Succeeded');
  });

  test.each<[string, object, string | undefined]>([
    ['1.27', {}, 'The API server (1.27) does not know restartPolicy of containers, and rejects the manifest: unknown field.'],
    ['1.28', {}, undefined],
    ['1.28', { startupProbe: PROBE }, 'The API server (1.28) drops restartPolicy, and then rejects \'proxy\': '
      + 'probes and lifecycle "may not be set for init containers without restartPolicy=Always".'],
    ['1.30,SidecarContainers=false', {}, undefined],
    ['1.30,node=1.27', { startupProbe: PROBE }, undefined],
    ['1.36', { startupProbe: PROBE }, undefined],
  ])('what %s makes of a sidecar with %j: %s', (target, more, refused) => {
    const life = live(pod({ initContainers: [sidecar('proxy', more)] }), { target });
    expect(life.refused).toBe(refused);
    expect(life.phase === null).toBe(refused !== undefined);
  });

  test('a Pod without sidecars is the same to all', () => {
    const object = pod({ initContainers: [{ name: 'init', image: 'i' }] });
    expect(live(object, { target: '1.25' }).events).toEqual(live(object).events);
  });
});

test('the supervised form does on an old cluster what a native one does on a current one, but is Running while containers wait', () => {
  const object = job({}, { initContainers: [{ name: 'first', image: 'f' }, gated('a'), { name: 'step', image: 's' }, sidecar('b')] });
  const native = live(object);
  const supervised = live(object, { target: '1.27', supervised: true });
  const ofContainers = ({ events }: typeof native) => events.filter(({ container }) => container !== null);
  expect(ofContainers(supervised)).toEqual(ofContainers(native));
  expect([supervised.phase, supervised.job, supervised.refused]).toEqual([native.phase, native.job, undefined]);
  const running = ({ events }: typeof native) => events.find(({ message }) => message.startsWith('Running'))!.time;
  expect([running(native), running(supervised)]).toEqual([6, 2]);
});

describe('restarts', () => {
  test('come at once, then after 10 s, doubling to 5 min, and the back-off starts over after 10 min of running', () => {
    const { told } = live(pod({ restartPolicy: 'Always' }), { assume: { main: { run: 1, exit: 1 } }, horizon: 1500 });
    const starts = timesOf(told, ' main Starting');
    expect(starts.slice(1).map((time, i) => time - starts[i] - 1)).toEqual([0, 10, 20, 40, 80, 160, 300, 300, 300]);
    const late = live(pod({ restartPolicy: 'Always' }), { assume: { main: { run: 600, exit: 1 } }, horizon: 2000 });
    expect(timesOf(late.told, ' main Starting')).toEqual([0, 600, 1200, 1800]);
  });

  test('of main containers wait until the last sidecar has started again, if no main container runs', () => {
    const object = pod({ restartPolicy: 'Always', initContainers: [gated('proxy')] });
    const later = { run: Infinity };
    const { told } = live(object, { assume: { proxy: { run: 3, later }, main: { run: 3, exit: 1, later } }, horizon: 60 });
    expect(timesOf(told, ' proxy Starting')).toEqual([0, 5]);
    expect(timesOf(told, ' main Starting')).toEqual([2, 7]);
  });

  test('of a sidecar in an OnFailure Job count towards its backoffLimit', () => {
    const { job: end, told } = live(job({ backoffLimit: 2 }, { restartPolicy: 'OnFailure', initContainers: [sidecar('proxy')] }),
      { assume: { proxy: { run: 1, exit: 1 }, main: { run: 100 } } });
    expect(end).toEqual({ condition: 'Failed', message: 'Its backoffLimit of 2 is reached (BackoffLimitExceeded).', pods: 1, time: 13 });
    expect(timesOf(told, ' proxy Starting')).toEqual([0, 1, 12]);
  });

  test('of containers with a policy of their own go by that, where kubelets know it', () => {
    const object = pod({ containers: [{ ...MAIN, restartPolicy: 'OnFailure' }] });
    const assume = { main: { run: 1, exit: 1, later: { exit: 0 } } };
    expect(live(object, { assume }).containers.main.starts).toBe(2);
    expect(live(object, { assume, target: '1.34' }).containers.main.starts).toBe(1);
  });
});

describe('the grace period', () => {
  test('is one for all: who waits gets SIGTERM at its end, and 2 s', () => {
    const object = pod({ terminationGracePeriodSeconds: 10, initContainers: [sidecar('a'), sidecar('b')] });
    const { told } = live(object, { scenario: 'grace-expires', assume: { a: { stop: 5 } } });
    expect(told.slice(-7)).toEqual([
      '10 main Terminating', '20 a Terminating', '20 b Terminating', '20 main Killed 137', '21 b Exited 0', '22 a Killed 137', '22 Failed Phase',
    ]);
  });

  test('includes preStop hooks, which run at once, and are cut off at its end', () => {
    const object = pod({ terminationGracePeriodSeconds: 10, initContainers: [sidecar('a', { lifecycle: { preStop: { sleep: { seconds: 60 } } } })] });
    const { told } = live(object, { assume: { main: { run: 1 }, a: { stop: 1 } } });
    expect(told.slice(-5)).toEqual(['1 a PreStop', '11 a PreStopDone', '11 a Terminating', '12 a Exited 0', '12 Succeeded Phase']);
  });

  test('of a probe counts where the kubelet stops one container, which runs its hook first', () => {
    const probe = { exec: { command: ['false'] }, periodSeconds: 2, failureThreshold: 3, terminationGracePeriodSeconds: 4 };
    const lifecycle = { preStop: { sleep: { seconds: 1 } } };
    const object = pod({ initContainers: [sidecar('a', { startupProbe: probe, lifecycle })] });
    const later = { gateNever: false, ignoresTerm: false, start: 0 };
    const { told } = live(object, { assume: { a: { gateNever: true, ignoresTerm: true, later } } });
    expect(told.slice(1, 8)).toEqual([
      '0 a Starting', '4 a PreStop', '5 a PreStopDone', '5 a Terminating', '8 a Killed 137', '8 a Starting', '8 a Started',
    ]);
  });
});

describe('a Job', () => {
  test.each<[string, object, object, Given, unknown]>([
    ['completes with its Pod', {}, {}, {}, { condition: 'Complete', message: 'Its Pod has succeeded.', pods: 1, time: 10 }],
    ['fails when its backoffLimit is reached', { backoffLimit: 2 }, {}, { scenario: 'failure' },
      { condition: 'Failed', message: '3 of its Pods have failed in the same way (BackoffLimitExceeded).', pods: 3, time: 60 }],
    ['fails when its deadline is over before that', { backoffLimit: 2, activeDeadlineSeconds: 30 }, {}, { scenario: 'failure' },
      { condition: 'Failed', message: 'Its activeDeadlineSeconds of 30 are over (DeadlineExceeded).', pods: 1, time: 30 }],
    ['makes another Pod for one that is deleted', {}, {}, { scenario: 'deletion' },
      { condition: null, message: 'Its Pod was deleted, so the Job makes another one.', pods: 1 }],
    ['is failed by a rule that a sidecar matches', { podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [137] } }] } },
      { initContainers: [sidecar('proxy')], terminationGracePeriodSeconds: 2 }, { scenario: 'failure', assume: { proxy: { ignoresTerm: true } } },
      { condition: 'Failed', message: 'A rule of its podFailurePolicy fails the Job (PodFailurePolicy).', pods: 1, time: 12 }],
    ['goes on for ever where a rule ignores the failure', { podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes: { operator: 'NotIn', values: [2] } }] } },
      {}, { scenario: 'failure' },
      { condition: null, message: 'A rule of its podFailurePolicy ignores the failure: the Pod is replaced again and again.', pods: 1 }],
  ])('%s', (_, jobSpec, podSpec, given, expected) => {
    expect(live(job(jobSpec, podSpec), given).job).toEqual(expected);
  });
});

test('the deadline of a Pod fails it, with its sidecars stopped in order', () => {
  const { told, phase } = live(pod({ activeDeadlineSeconds: 5, initContainers: [sidecar('a')] }), { assume: { main: { run: 100, exit: 0 } } });
  expect(told.slice(-5)).toEqual(['5 main Terminating', '6 main Exited 0', '6 a Terminating', '7 a Exited 0', '7 Failed Phase']);
  expect(phase).toBe('Failed');
});

test('what is assumed comes from the manifest where that says it, from the scenario, and from what is said', () => {
  const object = pod({
    initContainers: [
      { name: 'init', image: 'i', command: ['sleep', '7'] },
      sidecar('proxy', { lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 3'] } } } }),
    ],
    containers: [{ ...MAIN, command: ['/bin/sh', '-c'], args: ['exec sleep infinity'] }],
  });
  const { assumptions } = live(object, { assume: { proxy: { stop: 4 } } });
  expect(assumptions.init.run).toBe(7);
  expect(assumptions.main.run).toBe(Infinity);
  expect(assumptions.proxy).toEqual({ run: Infinity, exit: 0, start: 2, stop: 4, postStart: 1, preStop: 3, ignoresTerm: false, gateNever: false });
});

test('a program that says nothing about SIGTERM gets it only if it is not the first process of its container', () => {
  const object = (more: object) => pod({ initContainers: [sidecar('logs', { command: ['tail', '-f', '/logs'] })], ...more });
  const ends = (more: object, given: Given = {}) => live(object(more), { assume: { main: { run: 1 } }, ...given }).containers.logs.exitCode;
  expect([ends({}), ends({ shareProcessNamespace: true }), ends({}, { target: '1.27', supervised: true })]).toEqual([137, 0, 0]);
});

import fc from 'fast-check';
import { supervisableWorkloads } from './supervised/arbitrary-workloads';
import { job, MAIN } from './workloads';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { scenarioNamed } from '../../src/lifecycle/scenario';
import { simulate } from '../../src/lifecycle/simulate';
import { BEST_FALLBACK } from '../../src/lowering/fallback';
import { lower } from '../../src/lowering/lower';
import { raiseSupervised } from '../../src/lowering/raise';
import { Workload } from '../../src/manifest/workloads';

jest.mock('../../src/runtime/supervisor', () => ({ SUPERVISOR: 'the supervisor' }));

const OLD = TargetCluster.parse('1.27');
const lowered = (workload: Workload) => lower(workload, OLD, { ...BEST_FALLBACK, strategy: 'supervised' }).workload;

test('a supervised Pod shows what it was made from', () => {
  const native = job([
    { name: 'setup', image: 'setup' },
    {
      name: 'proxy',
      image: 'proxy',
      command: ['proxy', "it's"],
      restartPolicy: 'Always',
      startupProbe: { exec: { command: ['test', '-e', "/it's up"] }, initialDelaySeconds: 2, periodSeconds: 1, failureThreshold: 7, terminationGracePeriodSeconds: 3 },
      lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } },
    },
    { name: 'migrate', image: 'migrate', command: ['migrate'] },
  ], [{ ...MAIN, command: ['work'], lifecycle: { preStop: { exec: { command: ['sleep', '4'] } } }, readinessProbe: { tcpSocket: { port: 80 } } }]);
  const { podSpec } = raiseSupervised(lowered(native))!;
  expect(podSpec).toEqual({ ...native.podSpec, volumes: [], initContainers: podSpec.initContainers, containers: podSpec.containers });
  expect(podSpec.initContainers!.map(({ volumeMounts, ...container }) => container)).toEqual(native.podSpec.initContainers);
  expect(podSpec.containers.map(({ volumeMounts, ...container }) => container)).toEqual(native.podSpec.containers);
});

test('what is not supervised is left alone', () => {
  expect(raiseSupervised(job([{ name: 'setup' }]))).toBeUndefined();
  expect(raiseSupervised(job([{ name: 'sidecar-runtime' }], [{ ...MAIN, command: ['work'] }]))).toBeUndefined();
});

test('a container that was added to a supervised Pod stays as it is', () => {
  const workload = lowered(job([{ name: 'proxy', command: ['proxy'], restartPolicy: 'Always' }], [{ ...MAIN, command: ['work'] }]));
  const proxy = { name: 'istio-proxy', image: 'proxyv2' };
  const raised = raiseSupervised({ ...workload, podSpec: { ...workload.podSpec, containers: [proxy, ...workload.podSpec.containers] } });
  expect(raised!.podSpec.containers.map(({ name }) => name)).toEqual(['istio-proxy', 'main']);
  expect(raised!.podSpec.containers[0]).toBe(proxy);
});

test('the same is predicted of what was lowered as of what it was lowered from', () => {
  fc.assert(fc.property(supervisableWorkloads, fc.constantFrom('end', 'deletion', 'failure', 'sidecar-crash'), (workload, name) => {
    const result = lower(workload, OLD, { ...BEST_FALLBACK, strategy: 'supervised' });
    fc.pre(result.form === 'supervised');
    const predict = (of: Workload) => simulate(of, OLD, scenarioNamed(name as 'end'), { supervised: true, horizon: 600 }).events;
    expect(predict(raiseSupervised(result.workload)!)).toEqual(predict(workload));
  }));
});

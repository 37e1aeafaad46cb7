import { check, CONTEXT, cronJob, deployment, init, job, main, sidecar } from './workloads';
import { knownKubeletBug } from '../../src/checks/known-kubelet-bug';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { PodSpec } from '../../src/manifest/types';
import { Workload } from '../../src/manifest/workloads';

const PROBE = { startupProbe: { tcpSocket: { port: 80 } } };
const LOGS = sidecar({ name: 'logs' });
const HOST_PORT = { ports: [{ containerPort: 80, hostPort: 80 }] };

/** The issues of the bugs that a workload has on a version. */
function issues(workload: Workload, target: string): string[] {
  return check(knownKubeletBug, workload, { target }).map(({ message }) => /#\d+/.exec(message)![0]);
}

test('a bug is named, with the sidecar it concerns and the versions that repair it', () => {
  expect(check(knownKubeletBug, job({ initContainers: [init(), sidecar()] }), { target: '1.29.2' })).toEqual([
    {
      container: 'proxy',
      field: 'spec.template.spec.initContainers[1]',
      message: 'Kubernetes 1.29.2 has a bug (kubernetes/kubernetes#123323): '
        + 'the status of a sidecar that was restarted stays "terminated", so the Pod counts as not ready.',
      fix: 'Upgrade the nodes; it is repaired in 1.28.8, 1.29.3.',
    },
    {
      container: 'proxy',
      field: 'spec.template.spec.initContainers[1]',
      message: 'Kubernetes 1.29.2 has a bug (kubernetes/kubernetes#126543): '
        + 'an init container can stay in "Created" for ever after a passing error of the container runtime.',
      fix: 'Upgrade the nodes; it is repaired in 1.29.9, 1.30.5, 1.31.1.',
    },
  ]);
});

test.each([
  ['one that has the startup probe', { initContainers: [LOGS, sidecar(PROBE)], containers: [main(PROBE)] }, '1.34.1', ['#132826']],
])('the sidecar that a bug concerns is %s, not the first of all', (_, podSpec, target, expected) => {
  expect(issues(job(podSpec), target)).toEqual(expected);
  expect(check(knownKubeletBug, job(podSpec), { target }).map(({ container, field }) => [container, field])).toEqual([
    ['proxy', 'spec.template.spec.initContainers[1]'],
  ]);
});

const PLAIN: Partial<PodSpec> = { initContainers: [sidecar()] };
const SEVERAL: Partial<PodSpec> = { initContainers: [sidecar(), LOGS] };
const GATED: Partial<PodSpec> = { initContainers: [sidecar(PROBE)] };
const GATED_TWICE: Partial<PodSpec> = { ...GATED, containers: [main(PROBE)] };
const ALL: Partial<PodSpec> = { initContainers: [sidecar({ ...PROBE, ...HOST_PORT }), LOGS], containers: [main(PROBE)] };

test.each<[string, string[]]>([
  ['1.29.0', ['#123323', '#126332', '#126543', '#132826']],
  ['1.29.1', ['#123323', '#126332', '#126543', '#132826']],
  ['1.29.2', ['#123323', '#126332', '#126543', '#132826']],
  ['1.29.3', ['#126332', '#126543', '#132826']],
  ['1.29.7', ['#126332', '#126543', '#132826']],
  ['1.29.8', ['#126543', '#132826']],
  ['1.29.9', ['#132826']],
  ['1.29', ['#132826']],
  ['1.30.0', ['#126332', '#126543', '#132826']],
  ['1.30', ['#132826']],
  ['1.31.0', ['#126543', '#132826']],
  ['1.33.5', ['#132826']],
  ['1.33', []],
  ['1.34.1', ['#132826']],
  ['1.34', []],
  ['1.35.0', []],
  ['1.36', []],
  ['1.37', []],
  ['1.37,node=1.34.0', ['#132826']],
])('of the bugs that matter to a Pod that has it all, %s has these: %j', (target, expected) => {
  expect(issues(job(ALL), target)).toEqual(expected);
});

test.each<[string, Workload, string, string[]]>([
  ['#123323 is about Pods that end', job(PLAIN), '1.28.7', ['#123323']],
  ['#123323 is about Pods that end', job({ ...PLAIN, restartPolicy: 'OnFailure' }), '1.28.7', ['#123323']],
  ['#123323 is about Pods that end', cronJob(PLAIN), '1.28.7', ['#123323']],
  ['#123323 is not about Pods that run on', deployment(PLAIN), '1.28.7', []],
  ['#126332 is about several sidecars', deployment(SEVERAL), '1.30.3', ['#126332', '#126543']],
  ['#126332 is not about one sidecar and init containers', deployment({ initContainers: [sidecar(), init()] }), '1.30.3', ['#126543']],
  ['#126543 is about any sidecar', deployment(PLAIN), '1.31.0', ['#126543']],
  ['#132826 is about several startup probes', job(GATED_TWICE), '1.34.0', ['#132826']],
  ['#132826 is about several startup probes', job({ initContainers: [sidecar(PROBE), { ...LOGS, ...PROBE }] }), '1.34.0', ['#132826']],
  ['#132826 is not about one', job(GATED), '1.34.0', []],
  ['#132826 is not about those of mains alone', job({ ...PLAIN, containers: [main(PROBE), main({ name: 'other', ...PROBE })] }), '1.34.0', []],
  ['#132826 is not about Pods that restart', job({ ...GATED_TWICE, restartPolicy: 'OnFailure' }), '1.34.0', []],
  ['#137146 is about mains that restart', deployment(GATED), '1.35.0', ['#137146']],
  ['#137146 is about mains that restart', job({ ...GATED, restartPolicy: 'OnFailure' }), '1.35.3', ['#137146']],
  ['#137146 is not about mains that do not', job(GATED), '1.35.0', []],
  ['#137146 is not about sidecars without a startup probe', deployment({ ...PLAIN, containers: [main(PROBE)] }), '1.35.0', []],
  ['#137146 is repaired in 1.35.4', deployment(GATED), '1.35', []],
  ['#137146 is not in 1.36', deployment(GATED), '1.36', []],
  ['#132040 is reported by a rule of its own', deployment({ initContainers: [sidecar(HOST_PORT)] }), '1.33.0', []],
])('%s', (_, workload, target, expected) => {
  expect(issues(workload, target)).toEqual(expected);
});

test('a Pod without sidecars has none of them', () => {
  expect(issues(job({ initContainers: [init()], containers: [main({ ...PROBE, ...HOST_PORT })] }), '1.29.0')).toEqual([]);
});

test('a Pod whose sidecars do not stay native has none of them', () => {
  const context = { ...CONTEXT, target: TargetCluster.version('1.29.0') };
  expect(knownKubeletBug.check(job(ALL), { ...context, native: true }).length).toBe(4);
  expect(knownKubeletBug.check(job(ALL), { ...context, native: false })).toEqual([]);
});

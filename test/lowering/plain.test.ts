import { cronJob, deployment, job, MAIN, pod, PROXY } from './workloads';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { lowerToPlainContainers, plainObstacles } from '../../src/lowering/plain';
import { Container } from '../../src/manifest/types';

const LOGS: Container = { name: 'logs', restartPolicy: 'Always' };
const [INIT, STEP]: Container[] = [{ name: 'init' }, { name: 'step' }];

test('in a Pod that ends, every sidecar is against plain containers', () => {
  const common = {
    id: 'SC822',
    slug: 'plain-container-never-ends',
    severity: DiagnosticSeverity.ERROR,
    message: 'as an ordinary container it would keep the Pod from ending, since nothing stops it after the main containers.',
    fix: 'Choose the supervised fallback.',
  };
  expect(plainObstacles(job([PROXY, INIT, LOGS]))).toEqual([
    { ...common, container: 'proxy', field: 'spec.template.spec.initContainers[0]' },
    { ...common, container: 'logs', field: 'spec.template.spec.initContainers[2]' },
  ]);
  expect(plainObstacles(cronJob([INIT, PROXY]))).toEqual([
    { ...common, container: 'proxy', field: 'spec.jobTemplate.spec.template.spec.initContainers[1]' },
  ]);
});

test.each([
  ['Never', ['SC822']],
  ['OnFailure', ['SC822']],
  ['Always', []],
  [undefined, []],
])('with policy %s, these are against plain containers: %j', (restartPolicy, ids) => {
  expect(plainObstacles(pod({ restartPolicy, initContainers: [PROXY], containers: [MAIN] })).map(({ id }) => id)).toEqual(ids);
});

test('sidecars become ordinary containers as they are, before the main ones, and all else stays', () => {
  const probes: Partial<Container> = { startupProbe: { tcpSocket: { port: 1 } }, lifecycle: { preStop: { exec: { command: ['stop'] } } } };
  const proxy: Container = { name: 'proxy', image: 'proxy:1', ...probes, resources: { requests: { cpu: '1' } } };
  const before = pod({ initContainers: [INIT, { ...proxy, restartPolicy: 'Always' }, LOGS], containers: [MAIN], volumes: [], hostPID: true });
  const { workload } = lowerToPlainContainers(before, TargetCluster.version('1.27'));
  expect(workload).toEqual(pod({ initContainers: [INIT], containers: [proxy, { name: 'logs' }, MAIN], volumes: [], hostPID: true }));
  expect(JSON.stringify(workload.podSpec.containers[0])).toBe(JSON.stringify(proxy));
});

test('without other init containers there is no list of them', () => {
  const { workload } = lowerToPlainContainers(deployment([PROXY, LOGS]), TargetCluster.version('1.27'));
  expect(JSON.stringify(workload.object))
    .toBe('{"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":[{"name":"proxy"},{"name":"logs"},{"name":"main"}]}}}}');
});

test('every sidecar gets a warning that says what is lost, and which init containers may miss it', () => {
  const { diagnostics } = lowerToPlainContainers(deployment([INIT, PROXY, STEP, LOGS, { name: 'last' }]), TargetCluster.parse('1.30,node=1.27'));
  const common = { id: 'SC821', slug: 'plain-container', severity: DiagnosticSeverity.WARNING };
  const lost = 'for the target cluster (1.30,node=1.27) it becomes an ordinary container: it starts together with the main containers, '
    + 'which do not wait until it works, and it is stopped together with them';
  const fix = 'Upgrade the cluster to Kubernetes 1.29 or later, or make the supervised fallback possible.';
  expect(diagnostics).toEqual([
    {
      ...common,
      container: 'proxy',
      field: 'spec.template.spec.initContainers[1]',
      message: `${lost}; the init containers after it run without it (step, last).`,
      fix,
    },
    {
      ...common,
      container: 'logs',
      field: 'spec.template.spec.initContainers[3]',
      message: `${lost}; the init containers after it run without it (last).`,
      fix,
    },
  ]);
});

test('a sidecar with no init container after it is told nothing of them', () => {
  const { diagnostics } = lowerToPlainContainers(deployment([INIT, PROXY]), TargetCluster.version('1.27'));
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'for the target cluster (1.27) it becomes an ordinary container: it starts together with the main containers, '
    + 'which do not wait until it works, and it is stopped together with them.',
  ]);
});

import { cronJob, deployment, job, PROXY } from './workloads';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { refuse } from '../../src/lowering/refused';

const UPGRADE = 'Upgrade the cluster to Kubernetes 1.29 or later (all of its nodes), or correct the target if the cluster is newer than it says.';
const TURN_ON = 'Turn the gate on, or correct the target.';
const HANG = 'the Pod would wait in Init for ever, for \'proxy\' to exit';
const JOB_HANG = `${HANG}, and the Job would neither complete nor fail`;
const UNKNOWN = 'does not know native sidecars: kubectl apply is rejected (unknown field "restartPolicy"), '
  + 'and for clients that do not validate strictly it drops restartPolicy without a word';
const OLD_NODES = 'has nodes older than native sidecars, which take it for a plain init container';
const ALPHA_OFF = 'has native sidecars as an alpha that is off';
const TURNED_OFF = 'has native sidecars turned off';
const DROPPED = 'it drops restartPolicy without a word';
const REST_REJECTED = 'and then rejects the rest ("may not be set for init containers without restartPolicy=Always")';
const POD_REJECTED = 'they would reject the Pod (InitContainerRestartPolicyForbidden)';
const UNORDERED = 'runs native sidecars as an alpha that stops them in no order: '
  + 'on the end or deletion of the Pod this one may be gone before the containers that need it.';
const ACCEPT = `${UPGRADE} To accept this, give the target acceptUnorderedTermination: true.`;

const PROBED = { ...PROXY, startupProbe: { tcpSocket: { port: 5000 } } };

test.each([
  ['1.27', 'Job', job([PROXY]), `the API server of the target cluster (1.27) ${UNKNOWN}, and ${JOB_HANG}.`, UPGRADE],
  ['1.27', 'CronJob', cronJob([PROXY]), `the API server of the target cluster (1.27) ${UNKNOWN}, and ${JOB_HANG}.`, UPGRADE],
  ['1.27', 'Deployment', deployment([PROXY]), `the API server of the target cluster (1.27) ${UNKNOWN}, and ${HANG}.`, UPGRADE],
  ['1.27', 'Job with a probe', job([PROBED]),
    `the API server of the target cluster (1.27) ${UNKNOWN} and then rejects the rest ("may not be set for init containers").`, UPGRADE],
  ['1.28', 'Job', job([PROXY]), `the API server of the target cluster (1.28) ${ALPHA_OFF}: ${DROPPED}, and ${JOB_HANG}.`, UPGRADE],
  ['1.28', 'Job with a probe', job([PROBED]), `the API server of the target cluster (1.28) ${ALPHA_OFF}: ${DROPPED} ${REST_REJECTED}.`, UPGRADE],
  ['1.28,SidecarContainers=false', 'Job', job([PROXY]),
    `the API server of the target cluster (1.28,SidecarContainers=false) ${TURNED_OFF}: ${DROPPED}, and ${JOB_HANG}.`, UPGRADE],
  ['1.28,node=1.27', 'Deployment', deployment([PROXY]),
    `the API server of the target cluster (1.28,node=1.27) ${ALPHA_OFF}: ${DROPPED}, and ${HANG}.`, UPGRADE],
  ['1.28,SidecarContainers=true', 'Job', job([PROXY]), `the target cluster (1.28,SidecarContainers=true) ${UNORDERED}`, ACCEPT],
  ['1.30,node=1.28,SidecarContainers=true', 'Deployment with a probe', deployment([PROBED]),
    `the target cluster (1.30,node=1.28,SidecarContainers=true) ${UNORDERED}`, ACCEPT],
  ['1.29,SidecarContainers=false', 'Job', job([PROXY]),
    `the API server of the target cluster (1.29,SidecarContainers=false) ${TURNED_OFF}: ${DROPPED}, and ${JOB_HANG}.`, TURN_ON],
  ['1.29,SidecarContainers=false', 'Deployment with a probe', deployment([PROBED]),
    `the API server of the target cluster (1.29,SidecarContainers=false) ${TURNED_OFF}: ${DROPPED} ${REST_REJECTED}.`, TURN_ON],
  ['1.30,node=1.27.16', 'Job', job([PROXY]), `the target cluster (1.30,node=1.27.16) ${OLD_NODES}: ${JOB_HANG}.`, UPGRADE],
  ['1.30,node=1.27.16', 'Job with a probe', job([PROBED]), `the target cluster (1.30,node=1.27.16) ${OLD_NODES}: ${JOB_HANG}.`, UPGRADE],
  ['1.30,node=1.27.16', 'Deployment', deployment([PROXY]), `the target cluster (1.30,node=1.27.16) ${OLD_NODES}: ${HANG}.`, UPGRADE],
  ['1.30,node=1.28', 'Job', job([PROXY]),
    `the target cluster (1.30,node=1.28) has nodes with native sidecars as an alpha that is off: ${POD_REJECTED}.`, UPGRADE],
  ['1.33,node=1.30,SidecarContainers=false', 'Job', job([PROXY]),
    `the target cluster (1.33,node=1.30,SidecarContainers=false) has nodes with native sidecars turned off: ${POD_REJECTED}.`, TURN_ON],
])('on a target of %s, it is told why a %s is refused', (text, _, workload, message, fix) => {
  expect(refuse(workload, TargetCluster.parse(text)).map(diagnostic => [diagnostic.message, diagnostic.fix])).toEqual([[message, fix]]);
});

const HANDLER = { exec: { command: ['true'] } };

test.each([
  ['a liveness probe', { livenessProbe: HANDLER }],
  ['a readiness probe', { readinessProbe: HANDLER }],
  ['a startup probe', { startupProbe: HANDLER }],
  ['a lifecycle hook', { lifecycle: { preStop: HANDLER } }],
])('%s gets a sidecar rejected where restartPolicy is dropped', (_, fields) => {
  const [{ message }] = refuse(job([{ ...PROXY, ...fields }]), TargetCluster.version('1.28'));
  expect(message).toMatch(/then rejects the rest \("may not be set for init containers without restartPolicy=Always"\)\.$/);
});

test('there is one error for each sidecar, with the path of its restartPolicy', () => {
  const common = { id: 'SC101', slug: 'sidecar-unsupported-by-target', severity: DiagnosticSeverity.ERROR, fix: TURN_ON };
  const message = `the target cluster (1.33,node=1.30,SidecarContainers=false) has nodes with native sidecars turned off: ${POD_REJECTED}.`;
  const workload = cronJob([PROXY, { name: 'init' }, { ...PROXY, name: 'logs' }]);
  expect(refuse(workload, TargetCluster.version('1.33', { oldestNode: '1.30', featureGates: { SidecarContainers: false } }))).toEqual([
    { ...common, container: 'proxy', field: 'spec.jobTemplate.spec.template.spec.initContainers[0].restartPolicy', message },
    { ...common, container: 'logs', field: 'spec.jobTemplate.spec.template.spec.initContainers[2].restartPolicy', message },
  ]);
});

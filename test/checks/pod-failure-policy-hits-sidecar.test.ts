import { check, cronJob, deployment, init, job, main, sidecar } from './workloads';
import { podFailurePolicyHitsSidecar } from '../../src/checks/pod-failure-policy-hits-sidecar';
import { PodFailurePolicyRule, PodSpec } from '../../src/manifest/types';

const POD: Partial<PodSpec> = { containers: [main(), main({ name: 'other' })], initContainers: [sidecar()] };
const ABOUT_MAIN = onExit('In', [137], 'main');

function onExit(operator: string, values: number[], containerName?: string): PodFailurePolicyRule {
  return { action: 'FailJob', onExitCodes: { operator, values, ...containerName && { containerName } }, onPodConditions: [] };
}

test.each([
  ['In', [137]],
  ['In', [1, 143]],
  ['NotIn', [1]],
  ['NotIn', [1, 137]],
])('a rule about the codes %s %j of all containers also matches sidecars that were stopped', (operator, values) => {
  expect(check(podFailurePolicyHitsSidecar, job(POD, { podFailurePolicy: { rules: [ABOUT_MAIN, onExit(operator, values)] } }))).toEqual([{
    container: 'proxy',
    field: 'spec.podFailurePolicy.rules[1].onExitCodes.containerName',
    message: 'it is not set, so the rule also matches the exit codes of sidecars, which often end with 137 or 143 when the Pod is stopped.',
    fix: 'Write one such rule for each main container, with its name as containerName: main, other.',
  }]);
});

test('each such rule is a finding, at its place in a CronJob', () => {
  const workload = cronJob(POD, { podFailurePolicy: { rules: [onExit('In', [137]), ABOUT_MAIN, onExit('In', [143])] } });
  expect(check(podFailurePolicyHitsSidecar, workload).map(({ field }) => field)).toEqual([
    'spec.jobTemplate.spec.podFailurePolicy.rules[0].onExitCodes.containerName',
    'spec.jobTemplate.spec.podFailurePolicy.rules[2].onExitCodes.containerName',
  ]);
});

const NAMELESS = { podFailurePolicy: { rules: [onExit('In', [137])] } };

test.each([
  ['a rule about one container', job(POD, { podFailurePolicy: { rules: [ABOUT_MAIN] } })],
  ['codes that a stopped sidecar does not end with', job(POD, { podFailurePolicy: { rules: [onExit('In', [42]), onExit('NotIn', [137, 143])] } })],
  ['a rule about conditions', job(POD, { podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] } })],
  ['a Pod of one main, whose name is filled in', job({ initContainers: [sidecar()] }, NAMELESS)],
  ['a Pod without sidecars', job({ ...POD, initContainers: [init()] }, NAMELESS)],
  ['a Job without a policy', job(POD)],
  ['a Deployment', deployment(POD)],
])('nothing is said of %s', (_, workload) => {
  expect(check(podFailurePolicyHitsSidecar, workload)).toEqual([]);
});

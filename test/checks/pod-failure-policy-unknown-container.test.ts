import { check, cronJob, deployment, init, job, main, sidecar } from './workloads';
import { podFailurePolicyUnknownContainer } from '../../src/checks/pod-failure-policy-unknown-container';
import { PodSpec } from '../../src/manifest/types';

const POD: Partial<PodSpec> = { containers: [main(), main({ name: 'other' })], initContainers: [sidecar(), init()] };

function policy(...names: (string | undefined)[]) {
  return {
    podFailurePolicy: { rules: names.map(containerName => ({ action: 'FailJob', onExitCodes: { containerName, operator: 'In', values: [1] }, onPodConditions: [] })) },
  };
}

test('a rule about a container that is not there is a finding', () => {
  expect(check(podFailurePolicyUnknownContainer, job(POD, policy('main', 'mian')))).toEqual([{
    container: 'mian',
    field: 'spec.podFailurePolicy.rules[1].onExitCodes.containerName',
    message: 'the Pod has no container of this name, so the API server rejects the Job.',
    fix: 'Set containerName to one of: proxy, init, main, other.',
  }]);
});

test('so is one in a CronJob', () => {
  expect(check(podFailurePolicyUnknownContainer, cronJob(POD, policy('Main'))).map(({ field }) => field)).toEqual([
    'spec.jobTemplate.spec.podFailurePolicy.rules[0].onExitCodes.containerName',
  ]);
});

test.each([
  ['rules about mains, sidecars and init containers', job(POD, policy('main', 'other', 'proxy', 'init'))],
  ['a rule without a name', job(POD, policy(undefined))],
  ['a rule about conditions', job(POD, { podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] } })],
  ['a Job without a policy', job(POD)],
  ['a Deployment', deployment(POD)],
])('nothing is said of %s', (_, workload) => {
  expect(check(podFailurePolicyUnknownContainer, workload)).toEqual([]);
});

test('nothing is said of a patch, which may leave out containers that are there', () => {
  expect(check(podFailurePolicyUnknownContainer, job({ containers: [main({ name: 'other', image: undefined })] }, policy('main')))).toEqual([]);
});

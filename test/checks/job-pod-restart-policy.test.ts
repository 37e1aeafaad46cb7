import { check, cronJob, deployment, job, main } from './workloads';
import { jobPodRestartPolicy } from '../../src/checks/job-pod-restart-policy';
import { applyPatch } from '../../src/manifest/json-patch';
import { workloadsOf } from '../../src/manifest/workloads';

const FIX = 'Set it to Never or OnFailure. Sidecars have a restartPolicy of their own, which stays Always.';

test.each([
  ['Always', 'replace', 'the Pods of a Job may not have the restart policy Always.'],
  ['always', 'replace', 'the Pods of a Job may not have the restart policy always.'],
  [undefined, 'add', 'the Pods of a Job may not have the restart policy Always, which is what they get if none is set.'],
])('the Pods of a Job may not have the restart policy %s', (restartPolicy, op, message) => {
  expect(check(jobPodRestartPolicy, job({ restartPolicy }))).toEqual([{
    field: 'spec.template.spec.restartPolicy', message, fix: FIX, patch: [{ op, path: '/spec/template/spec/restartPolicy', value: 'Never' }],
  }]);
});

test('the Pods of a CronJob may not either', () => {
  const workload = cronJob({ restartPolicy: 'Always' });
  const findings = check(jobPodRestartPolicy, workload);
  expect(findings).toEqual([{
    field: 'spec.jobTemplate.spec.template.spec.restartPolicy',
    message: 'the Pods of a Job may not have the restart policy Always.',
    fix: FIX,
    patch: [{ op: 'replace', path: '/spec/jobTemplate/spec/template/spec/restartPolicy', value: 'Never' }],
  }]);
  expect(check(jobPodRestartPolicy, workloadsOf(applyPatch(workload.object, findings[0].patch!))[0])).toEqual([]);
});

function jobSet(restartPolicy?: string) {
  return workloadsOf({
    apiVersion: 'jobset.x-k8s.io/v1alpha2',
    kind: 'JobSet',
    spec: { replicatedJobs: [{ template: { spec: { template: { spec: { containers: [], restartPolicy } } } } }] },
  })[0];
}

test('the Pods of a JobSet may not either', () => {
  expect(check(jobPodRestartPolicy, jobSet('Always')).map(({ field }) => field)).toEqual(['spec.replicatedJobs[0].template.spec.template.spec.restartPolicy']);
});

test.each([
  ['Never', job({ restartPolicy: 'Never' })],
  ['OnFailure', job({ restartPolicy: 'OnFailure' })],
  ['Never in a CronJob', cronJob({ restartPolicy: 'Never' })],
  ['Always in a Deployment', deployment({ restartPolicy: 'Always' })],
  ['none in a Deployment', deployment()],
  ['none in a JobSet, which fills it in', jobSet()],
  ['none in a patch of kustomize', job({ restartPolicy: undefined, containers: [main({ image: undefined })] })],
  ['none in a kind that is not known', { ...job({ restartPolicy: undefined }), isGuess: true }],
])('nothing is said of the restart policy %s', (_, workload) => {
  expect(check(jobPodRestartPolicy, workload)).toEqual([]);
});

test('nothing is said of a placeholder, nor of a patch that puts other images into a Job', () => {
  expect(check(jobPodRestartPolicy, job({ restartPolicy: '${POLICY}' }))).toEqual([]);
  expect(check(jobPodRestartPolicy, job({ restartPolicy: undefined, containers: [main(), main({ name: 'other' })] }))).toEqual([]);
});

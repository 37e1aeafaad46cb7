import { check, cronJob, deployment, job } from './workloads';
import { jobPodRestartPolicy } from '../../src/checks/job-pod-restart-policy';

const FIX = 'Use Never or OnFailure; sidecars have a restartPolicy of their own, which is set for you.';

test.each([
  ['Always', 'the Pods of a Job may not have the restart policy Always.'],
  [undefined, 'the Pods of a Job may not have the restart policy Always, which is what they get if none is set.'],
])('the Pods of a Job may not have the restart policy %s', (restartPolicy, message) => {
  expect(check(jobPodRestartPolicy, job({ restartPolicy }))).toEqual([{ field: 'spec.template.spec.restartPolicy', message, fix: FIX }]);
});

test('the Pods of a CronJob may not either', () => {
  expect(check(jobPodRestartPolicy, cronJob({ restartPolicy: 'Always' }))).toEqual([{
    field: 'spec.jobTemplate.spec.template.spec.restartPolicy',
    message: 'the Pods of a Job may not have the restart policy Always.',
    fix: FIX,
  }]);
});

test.each([
  ['Never', job({ restartPolicy: 'Never' })],
  ['OnFailure', job({ restartPolicy: 'OnFailure' })],
  ['Never in a CronJob', cronJob({ restartPolicy: 'Never' })],
  ['Always in a Deployment', deployment({ restartPolicy: 'Always' })],
  ['none in a Deployment', deployment()],
])('nothing is said of the restart policy %s', (_, workload) => {
  expect(check(jobPodRestartPolicy, workload)).toEqual([]);
});

import { check, cronJob, deployment, job } from './workloads';
import { jobFieldNeedsVersion } from '../../src/checks/job-field-needs-version';
import { JobSpec } from '../../src/manifest/types';

test.each([
  ['podFailurePolicy', '1.25', '1.26'],
  ['backoffLimitPerIndex', '1.28', '1.29'],
  ['maxFailedIndexes', '1.28', '1.29'],
  ['podReplacementPolicy', '1.28', '1.29'],
  ['successPolicy', '1.30', '1.31'],
  ['managedBy', '1.31', '1.32'],
])('%s is nothing for %s, but something for %s', (field, before, since) => {
  const workload = job({}, { [field]: {} } as Partial<JobSpec>);
  expect(check(jobFieldNeedsVersion, workload, { target: before })).toEqual([{
    field: `spec.${field}`,
    message: `the API server of the target cluster (${before}) does not have ${field}, or has it turned off: `
      + 'it drops the field without a word, or rejects the Job.',
    fix: `Leave ${field} out, or upgrade the cluster.`,
  }]);
  expect(check(jobFieldNeedsVersion, workload, { target: since })).toEqual([]);
});

test('each field is a finding, at its place in a CronJob', () => {
  const workload = cronJob({}, { podReplacementPolicy: 'Failed', backoffLimitPerIndex: 1 });
  expect(check(jobFieldNeedsVersion, workload, { target: '1.28' }).map(({ field }) => field)).toEqual([
    'spec.jobTemplate.spec.backoffLimitPerIndex',
    'spec.jobTemplate.spec.podReplacementPolicy',
  ]);
});

test.each([
  ['an old node under a new API server, since the Job is not its business', '1.30,node=1.28', []],
  ['a gate that is on', '1.28,JobBackoffLimitPerIndex=true', []],
  ['a gate that is off', '1.30,JobBackoffLimitPerIndex=false', ['spec.backoffLimitPerIndex']],
])('what counts is the API server: %s', (_, target, fields) => {
  expect(check(jobFieldNeedsVersion, job({}, { backoffLimitPerIndex: 1 }), { target }).map(({ field }) => field)).toEqual(fields);
});

test.each([
  ['fields that every version has', job({}, { backoffLimit: 1, completions: 2, parallelism: 2, suspend: true, ttlSecondsAfterFinished: 9 })],
  ['a Deployment', deployment()],
])('nothing is said of %s', (_, workload) => {
  expect(check(jobFieldNeedsVersion, workload, { target: '1.20' })).toEqual([]);
});

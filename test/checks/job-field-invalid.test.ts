import { check, cronJob, deployment, job, main } from './workloads';
import { jobFieldInvalid } from '../../src/checks/job-field-invalid';
import { JobSpec, PodFailurePolicyRule } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const COUNT = 'Give a whole number, 0 or more.';
const INDEXED = 'Set completionMode to Indexed.';
const ON_1: PodFailurePolicyRule = { action: 'FailJob', onExitCodes: { operator: 'In', values: [1] }, onPodConditions: [] };
const ON_DISRUPTION: PodFailurePolicyRule = { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] };

function rules(...all: object[]) {
  return { podFailurePolicy: { rules: all as PodFailurePolicyRule[] } };
}

function onExit(operator: string, ...values: number[]) {
  return { action: 'FailJob', onExitCodes: { operator, values } };
}

function success(...all: object[]): Partial<JobSpec> {
  return { completionMode: 'Indexed', completions: 3, successPolicy: { rules: all } } as Partial<JobSpec>;
}

test.each<[Partial<JobSpec>, string, string, string]>([
  [{ parallelism: -1 }, 'parallelism', 'it is -1.', COUNT],
  [{ completions: 1.5 }, 'completions', 'it is 1.5.', COUNT],
  [{ backoffLimit: NaN }, 'backoffLimit', 'it is NaN.', COUNT],
  [{ backoffLimit: '3' as unknown as number }, 'backoffLimit', 'it is "3".', COUNT],
  [{ completionMode: 'Indexed', completions: 1, backoffLimitPerIndex: -1 }, 'backoffLimitPerIndex', 'it is -1.', COUNT],
  [{ completionMode: 'Indexed', completions: 1, backoffLimitPerIndex: 1, maxFailedIndexes: Infinity }, 'maxFailedIndexes', 'it is Infinity.', COUNT],
  [{ completionMode: 'Indexed' }, 'completions', 'an indexed Job must say how many completions it has.', 'Set completions.'],
  [{ backoffLimitPerIndex: 1 }, 'backoffLimitPerIndex', 'only an indexed Job has indexes to count failures of.', INDEXED],
  [{ completionMode: 'NonIndexed', backoffLimitPerIndex: 1 }, 'backoffLimitPerIndex', 'only an indexed Job has indexes to count failures of.', INDEXED],
  [{ maxFailedIndexes: 1 }, 'maxFailedIndexes', 'without backoffLimitPerIndex no index ever fails.', 'Set backoffLimitPerIndex.'],
  [{ ...rules(ON_1), podReplacementPolicy: 'TerminatingOrFailed' }, 'podReplacementPolicy', 'with a podFailurePolicy it must be Failed.',
    'Set it to Failed, or leave it out.'],
  [rules(...Array(21).fill(ON_1)), 'podFailurePolicy.rules', 'there are 21 rules.', 'Use at most 20.'],
  [rules(ON_1, { action: 'Ignore' }), 'podFailurePolicy.rules[1]', 'a rule is about either exit codes or conditions.',
    'Set one of onExitCodes and onPodConditions.'],
  [rules({ action: 'Ignore', onPodConditions: [] }), 'podFailurePolicy.rules[0]', 'a rule is about either exit codes or conditions.',
    'Set one of onExitCodes and onPodConditions.'],
  [rules({ ...ON_DISRUPTION, ...onExit('In', 1) }), 'podFailurePolicy.rules[0]', 'a rule is about either exit codes or conditions.',
    'Set one of onExitCodes and onPodConditions.'],
  [rules({ ...ON_1, action: 'FailIndex' }), 'podFailurePolicy.rules[0].action', 'FailIndex needs backoffLimitPerIndex.',
    'Set backoffLimitPerIndex, or use another action.'],
  [rules(onExit('In')), 'podFailurePolicy.rules[0].onExitCodes.values', '[] are not exit codes.', 'Give one or more whole numbers from 0 to 255.'],
  [rules(onExit('In', 1, 256)), 'podFailurePolicy.rules[0].onExitCodes.values', '[1, 256] are not exit codes.',
    'Give one or more whole numbers from 0 to 255.'],
  [rules(onExit('NotIn', -1)), 'podFailurePolicy.rules[0].onExitCodes.values', '[-1] are not exit codes.',
    'Give one or more whole numbers from 0 to 255.'],
  [rules(onExit('In', 0, 1)), 'podFailurePolicy.rules[0].onExitCodes.values', '0 is no failure, so In may not name it.', 'Take 0 out.'],
  [{ ...success({ succeededCount: 1 }), completionMode: 'NonIndexed' }, 'successPolicy', 'only an indexed Job can have one.', INDEXED],
  [success(), 'successPolicy.rules', 'there are 0 rules.', 'Use 1 to 20.'],
  [success(...Array(21).fill({ succeededCount: 1 })), 'successPolicy.rules', 'there are 21 rules.', 'Use 1 to 20.'],
  [success({ succeededCount: 1 }, {}), 'successPolicy.rules[1]', 'the rule says nothing.', 'Set succeededCount, succeededIndexes, or both.'],
])('the API server rejects a Job with %j', (jobSpec, field, message, fix) => {
  expect(check(jobFieldInvalid, job({}, jobSpec))).toEqual([{ field: `spec.${field}`, message, fix }]);
});

test.each([
  ['OnFailure', 'it needs the Pod restart policy Never, not OnFailure.'],
  ['Always', 'it needs the Pod restart policy Never, not Always.'],
  [undefined, 'it needs the Pod restart policy Never, not Always, which is what Pods get if none is set.'],
])('a podFailurePolicy needs the restart policy Never, not %s', (restartPolicy, message) => {
  expect(check(jobFieldInvalid, job({ restartPolicy }, rules(ON_1)))).toEqual([
    { field: 'spec.podFailurePolicy', message, fix: 'Set restartPolicy to Never.' },
  ]);
});

test('each fault is a finding, at its place in a CronJob', () => {
  const workload = cronJob({ restartPolicy: 'OnFailure' }, { parallelism: -1, completionMode: 'Indexed', ...rules({ action: 'FailIndex' }) });
  expect(check(jobFieldInvalid, workload).map(({ field }) => field)).toEqual([
    'spec.jobTemplate.spec.parallelism',
    'spec.jobTemplate.spec.completions',
    'spec.jobTemplate.spec.podFailurePolicy',
    'spec.jobTemplate.spec.podFailurePolicy.rules[0]',
    'spec.jobTemplate.spec.podFailurePolicy.rules[0].action',
  ]);
});

test.each<[string, Partial<JobSpec>]>([
  ['no fields', {}],
  ['counts of 0', { parallelism: 0, completions: 0, backoffLimit: 0 }],
  ['indexes and failures of each', { completionMode: 'Indexed', completions: 3, backoffLimitPerIndex: 0, maxFailedIndexes: 0, ...rules({ ...ON_1, action: 'FailIndex' }) }],
  ['20 rules about failures', rules(...Array(20).fill(ON_1))],
  ['no rules about failures', rules()],
  ['rules about codes and conditions', rules(onExit('NotIn', 0), onExit('In', 255), { ...onExit('In', 1), onPodConditions: [] }, ON_DISRUPTION)],
  ['a podFailurePolicy that replaces failed Pods', { ...rules(ON_1), podReplacementPolicy: 'Failed' }],
  ['a replacement of ending Pods', { podReplacementPolicy: 'TerminatingOrFailed' }],
  ['rules about success', success({ succeededCount: 0 }, { succeededIndexes: '0,2' }, { succeededCount: 1, succeededIndexes: '0-1' })],
])('nothing is said of a Job with %s', (_, jobSpec) => {
  expect(check(jobFieldInvalid, job({}, jobSpec))).toEqual([]);
});

test('nothing is said of other workloads', () => {
  expect(check(jobFieldInvalid, deployment())).toEqual([]);
});

test('of a patch, and of a kind that says more than its manifest does, only the numbers are looked at', () => {
  const fields = { backoffLimitPerIndex: 1, parallelism: -1 };
  const [jobSet] = workloadsOf({
    apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', spec: { replicatedJobs: [{ name: 'a', template: { spec: { ...fields, template: { spec: { containers: [main()] } } } } }] },
  });
  expect(check(jobFieldInvalid, jobSet).map(({ field }) => field)).toEqual(['spec.replicatedJobs[0].template.spec.parallelism']);
  expect(check(jobFieldInvalid, job({ containers: [main({ image: undefined })] }, fields)).map(({ field }) => field)).toEqual(['spec.parallelism']);
});

test.each(['${PARALLELISM}', '{{ n }}'])('the placeholder %s is left alone', placeholder => {
  expect(check(jobFieldInvalid, job({}, { parallelism: placeholder as unknown as number }))).toEqual([]);
});

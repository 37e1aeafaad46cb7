import { isFragment } from './evidence/unfinished';
import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { isPlaceholder } from '../manifest/placeholder';
import { JobSpec, PodFailurePolicyRule } from '../manifest/types';
import { Workload } from '../manifest/workloads';

const MOST_RULES = 20;
const COUNTS = ['parallelism', 'completions', 'backoffLimit', 'backoffLimitPerIndex', 'maxFailedIndexes'] as const;

/** What the API server rejects in a Job (batch validation, `validateJobSpec`). */
export const jobFieldInvalid: Rule = {
  id: 'SC118',
  slug: 'job-field-invalid',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  isGeneral: true,
  text: {
    summary: 'A field of a Job has a value that the API server refuses, or does not go with the other fields.',
    details: `The API server checks more than the form of a Job. Counts are whole numbers, 0 or more. \`backoffLimitPerIndex\`, \`successPolicy\` and the
action \`FailIndex\` are for indexed Jobs, which must say how many \`completions\` they have. A \`podFailurePolicy\` needs Pods with
\`restartPolicy: Never\`, goes with \`podReplacementPolicy: Failed\` only, and has at most 20 rules, each about exit codes or about conditions.

Such a Job is refused when it is applied; one that a CronJob holds, when the CronJob is. Of patches, and of a JobSet, which adds what its
Jobs leave out, only the counts are looked at.`,
    versions: 'all that have the fields',
    sources: ['KEP-3329', 'KEP-3850', 'KEP-3998', 'kubernetes/kubernetes pkg/apis/batch/validation/validation.go'],
    example: `apiVersion: batch/v1
kind: Job
metadata:
  name: render
spec:
  completions: 10
  backoffLimitPerIndex: 1
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: render
          image: registry.example.com/render:1.0
`,
    corrected: `apiVersion: batch/v1
kind: Job
metadata:
  name: render
spec:
  completionMode: Indexed
  completions: 10
  backoffLimitPerIndex: 1
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: render
          image: registry.example.com/render:1.0
`,
  },
  check: workload => {
    const { jobSpec, jobSpecPath, podSpec: { restartPolicy } } = workload;
    return !jobSpec ? [] : isWholeJob(workload) ? jobFieldFindings(jobSpec, restartPolicy, `${jobSpecPath}.`)
      : findingsAt(`${jobSpecPath}.`, countFindings(jobSpec));
  },
};

/** Whether the fields of the Job that go with each other are all there: JobSet sets a completion mode, and patches change a few. */
function isWholeJob(workload: Workload): boolean {
  return (workload.object.apiVersion ?? '').startsWith('batch/') && !isFragment(workload);
}

/**
 * What is wrong with the fields of a Job.
 *
 * @param restartPolicy of its Pods
 * @param prefix of the paths in the findings
 */
export function jobFieldFindings(job: Partial<JobSpec>, restartPolicy: string | undefined, prefix: string): Finding[] {
  return findingsAt(prefix, [
    ...countFindings(job),
    ...indexFindings(job),
    ...failurePolicyFindings(job, restartPolicy),
    ...successPolicyFindings(job),
  ]);
}

function findingsAt(prefix: string, texts: readonly Text[]): Finding[] {
  return texts.map(([field, message, fix]) => ({ field: `${prefix}${field}`, message, fix }));
}

/** Field, message, fix. */
type Text = [string, string, string];

function countFindings(job: Partial<JobSpec>): Text[] {
  return COUNTS.filter(field => job[field] !== undefined && !isCount(job[field]) && !isPlaceholder(job[field])).map(field =>
    [field, `it is ${shown(job[field])}.`, 'Give a whole number, 0 or more.']);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function indexFindings(job: Partial<JobSpec>): Text[] {
  const indexed = job.completionMode === 'Indexed';
  return [
    ...indexed && job.completions === undefined
      ? [['completions', 'an indexed Job must say how many completions it has.', 'Set completions.'] as Text] : [],
    ...!indexed && job.backoffLimitPerIndex !== undefined
      ? [['backoffLimitPerIndex', 'only an indexed Job has indexes to count failures of.', 'Set completionMode to Indexed.'] as Text] : [],
    ...job.backoffLimitPerIndex === undefined && job.maxFailedIndexes !== undefined
      ? [['maxFailedIndexes', 'without backoffLimitPerIndex no index ever fails.', 'Set backoffLimitPerIndex.'] as Text] : [],
  ];
}

function failurePolicyFindings(job: Partial<JobSpec>, restartPolicy: string | undefined): Text[] {
  if (!job.podFailurePolicy) {
    return [];
  }
  const { rules } = job.podFailurePolicy;
  return [
    ...restartPolicy === 'Never' ? [] : [['podFailurePolicy',
      `it needs the Pod restart policy Never, not ${restartPolicy ?? 'Always, which is what Pods get if none is set'}.`,
      'Set restartPolicy to Never.'] as Text],
    ...job.podReplacementPolicy !== undefined && job.podReplacementPolicy !== 'Failed'
      ? [['podReplacementPolicy', 'with a podFailurePolicy it must be Failed.', 'Set it to Failed, or leave it out.'] as Text] : [],
    ...rules.length > MOST_RULES ? [['podFailurePolicy.rules', `there are ${rules.length} rules.`, `Use at most ${MOST_RULES}.`] as Text] : [],
    ...rules.flatMap((rule, i) => ruleFindings(rule, job.backoffLimitPerIndex !== undefined)
      .map(([field, message, fix]): Text => [`podFailurePolicy.rules[${i}]${field}`, message, fix])),
  ];
}

function ruleFindings({ action, onExitCodes, onPodConditions }: PodFailurePolicyRule, perIndex: boolean): Text[] {
  const values = onExitCodes?.values ?? [];
  const texts: Text[] = [];
  if ((onExitCodes === undefined) === ((onPodConditions ?? []).length === 0)) {
    texts.push(['', 'a rule is about either exit codes or conditions.', 'Set one of onExitCodes and onPodConditions.']);
  }
  if (action === 'FailIndex' && !perIndex) {
    texts.push(['.action', 'FailIndex needs backoffLimitPerIndex.', 'Set backoffLimitPerIndex, or use another action.']);
  }
  if (onExitCodes && (values.length === 0 || values.some(value => !isCount(value) || value > 255))) {
    texts.push(['.onExitCodes.values', `[${values.join(', ')}] are not exit codes.`, 'Give one or more whole numbers from 0 to 255.']);
  }
  if (onExitCodes?.operator === 'In' && values.includes(0)) {
    texts.push(['.onExitCodes.values', '0 is no failure, so In may not name it.', 'Take 0 out.']);
  }
  return texts;
}

function successPolicyFindings(job: Partial<JobSpec>): Text[] {
  const { successPolicy } = job as { successPolicy?: { rules: { succeededCount?: number; succeededIndexes?: string }[] } };
  if (!successPolicy) {
    return [];
  }
  const { rules } = successPolicy;
  return [
    ...job.completionMode === 'Indexed' ? [] : [['successPolicy', 'only an indexed Job can have one.', 'Set completionMode to Indexed.'] as Text],
    ...rules.length === 0 || rules.length > MOST_RULES
      ? [['successPolicy.rules', `there are ${rules.length} rules.`, `Use 1 to ${MOST_RULES}.`] as Text] : [],
    ...rules.flatMap(({ succeededCount, succeededIndexes }, i): Text[] => succeededCount === undefined && succeededIndexes === undefined
      ? [[`successPolicy.rules[${i}]`, 'the rule says nothing.', 'Set succeededCount, succeededIndexes, or both.']] : []),
  ];
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

import { Rule } from './rule';
import { ClusterFeature } from '../cluster/cluster-feature';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';

const NEEDS: readonly [string, ClusterFeature][] = Object.entries({
  backoffLimitPerIndex: ClusterFeature.JOB_BACKOFF_LIMIT_PER_INDEX,
  managedBy: ClusterFeature.JOB_MANAGED_BY,
  maxFailedIndexes: ClusterFeature.JOB_BACKOFF_LIMIT_PER_INDEX,
  podFailurePolicy: ClusterFeature.JOB_POD_FAILURE_POLICY,
  podReplacementPolicy: ClusterFeature.JOB_POD_REPLACEMENT_POLICY,
  successPolicy: ClusterFeature.JOB_SUCCESS_POLICY,
});

export const jobFieldNeedsVersion: Rule = {
  id: 'SC115',
  slug: 'job-field-needs-version',
  severity: DiagnosticSeverity.WARNING,
  basis: 'api',
  isGeneral: true,
  text: {
    summary: 'A field of a Job is newer than the API server of the target cluster, or is turned off there.',
    details: `An API server that does not know a field drops it without a word, or refuses the Job if the client asks for strict validation, as kubectl
does. If its feature gate is off it drops the field too. Then the Job runs, but not as it says: a \`podFailurePolicy\` that is gone lets it
retry what should have failed at once.

Leave the field out for such a cluster, or upgrade it. Only the API server counts, not the nodes.`,
    versions: 'podFailurePolicy: before 1.26; backoffLimitPerIndex, maxFailedIndexes, podReplacementPolicy: before 1.29; successPolicy: before 1.31; managedBy: before 1.32',
    sources: ['KEP-3329', 'KEP-3850', 'KEP-3939', 'KEP-3998', 'KEP-4368'],
    example: `apiVersion: batch/v1
kind: Job
metadata:
  name: convert
spec:
  podReplacementPolicy: Failed
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: convert
          image: registry.example.com/convert:1.0
`,
    corrected: `apiVersion: batch/v1
kind: Job
metadata:
  name: convert
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: convert
          image: registry.example.com/convert:1.0
`,
    exampleTarget: '1.27',
  },
  check: ({ jobSpec, jobSpecPath }, { target }) => NEEDS
    .filter(([field, feature]) => jobSpec && Object.hasOwn(jobSpec, field) && !target.supports(feature))
    .map(([field]) => ({
      field: `${jobSpecPath}.${field}`,
      message: `the API server of the target cluster (${target}) does not have ${field}, or has it turned off: `
        + 'it drops the field without a word, or rejects the Job.',
      fix: `Leave ${field} out, or upgrade the cluster.`,
    })),
};

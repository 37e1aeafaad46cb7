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
  check: ({ jobSpec, jobSpecPath }, { target }) => NEEDS
    .filter(([field, feature]) => jobSpec && Object.hasOwn(jobSpec, field) && !target.supports(feature))
    .map(([field]) => ({
      field: `${jobSpecPath}.${field}`,
      message: `the API server of the target cluster (${target}) does not have ${field}, or has it turned off: `
        + 'it drops the field without a word, or rejects the Job.',
      fix: `Leave ${field} out, or upgrade the cluster.`,
    })),
};

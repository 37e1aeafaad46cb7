import { JobFields } from './job-fields';
import { PodFailurePolicy } from './pod-failure-policy';
import { JobSpec } from '../manifest/types';

/**
 * The fields as they stand in the manifest; without those that are not set.
 */
export function jobFieldsJson(fields: JobFields): Partial<JobSpec> {
  const json = {
    parallelism: fields.parallelism,
    completions: fields.completions,
    completionMode: fields.completionMode,
    suspend: fields.suspend,
    backoffLimitPerIndex: fields.backoffLimitPerIndex,
    maxFailedIndexes: fields.maxFailedIndexes,
    podReplacementPolicy: fields.podReplacementPolicy,
    managedBy: fields.managedBy,
    podFailurePolicy: fields.podFailurePolicy && podFailurePolicyJson(fields.podFailurePolicy),
    successPolicy: fields.successPolicy,
  };
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

/**
 * The policy as it stands in the manifest.
 */
function podFailurePolicyJson({ rules }: PodFailurePolicy) {
  return {
    rules: rules.map(({ action, onExitCodes, onPodConditions }) => ({
      action,
      ...onExitCodes && { onExitCodes: { ...onExitCodes, values: [...new Set(onExitCodes.values)].sort((a, b) => a - b) } },
      ...onPodConditions && { onPodConditions: onPodConditions.map(({ type, status = 'True' }) => ({ type, status })) },
    })),
  };
}

import * as kplus from 'cdk8s-plus-27';
import { throwFindings } from './construction-error';
import { JobFields } from './job-fields';
import { PodFailurePolicy } from './pod-failure-policy';
import { jobFieldFindings, jobFieldInvalid } from '../checks/job-field-invalid';
import { jobPodRestartPolicy, restartPolicyFindings } from '../checks/job-pod-restart-policy';
import { withSortedKeysDeep } from '../manifest/fields';
import { JobSpec } from '../manifest/types';

const PLAIN_FIELDS = [
  'parallelism', 'completions', 'completionMode', 'suspend', 'backoffLimitPerIndex', 'maxFailedIndexes', 'podReplacementPolicy', 'successPolicy',
  'managedBy',
] as const;

/**
 * The fields as they stand in the manifest; undefined if none is set.
 *
 * @throws if the Jobs of the workload could not work
 */
export function checkedJobFields(workload: kplus.Job | kplus.CronJob, fields: JobFields): Partial<JobSpec> | undefined {
  const json = jobFieldsJson(fields);
  throwFindings(jobPodRestartPolicy, restartPolicyFindings(workload.restartPolicy, 'restartPolicy'), workload);
  throwFindings(jobFieldInvalid, json ? jobFieldFindings(json, workload.restartPolicy, '') : [], workload);
  return json;
}

function jobFieldsJson(fields: JobFields): Partial<JobSpec> | undefined {
  const json: { [field: string]: unknown } = {};
  for (const field of PLAIN_FIELDS) {
    if (fields[field] !== undefined) {
      json[field] = fields[field];
    }
  }
  if (fields.podFailurePolicy) {
    json.podFailurePolicy = podFailurePolicyJson(fields.podFailurePolicy);
  }
  return Object.keys(json).length > 0 ? withSortedKeysDeep(json) : undefined;
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

import { isNameless } from '../manifest/failure-policy';
import { withSortedKeys } from '../manifest/fields';
import { withJobSpec, Workload } from '../manifest/workloads';

/**
 * Points the exit-code rules of a Job's `podFailurePolicy` that name no container at its only main container. Without a
 * name they also match sidecars, which in a failed Pod often end with 137 or 143 (job controller, pod_failure_policy.go).
 */
export function withContainerNames(workload: Workload): Workload {
  const rules = workload.jobSpec?.podFailurePolicy?.rules;
  const [main, ...others] = workload.podSpec.containers ?? [];
  if (!rules?.some(isNameless) || !main || others.length > 0) {
    return workload;
  }
  return withJobSpec(workload, {
    ...workload.jobSpec!,
    podFailurePolicy: {
      rules: rules.map(rule => !isNameless(rule) ? rule
        : { ...rule, onExitCodes: withSortedKeys({ ...rule.onExitCodes!, containerName: main.name }) }),
    },
  });
}

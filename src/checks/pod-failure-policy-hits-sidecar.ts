import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, sidecarsOf } from '../manifest/containers';
import { isNameless } from '../manifest/failure-policy';
import { PodFailurePolicyRule } from '../manifest/types';

/** Exit codes after SIGKILL and SIGTERM. */
const STOPPED = [137, 143];

/** The job controller looks at the exit codes of init containers and sidecars too (pod_failure_policy.go). */
export const podFailurePolicyHitsSidecar: Rule = {
  id: 'SC211',
  slug: 'pod-failure-policy-hits-sidecar',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  check: ({ jobSpec, jobSpecPath, podSpec }) => {
    if (!jobSpec?.podFailurePolicy) {
      return [];
    }
    const [sidecar] = sidecarsOf(podSpec);
    const names = containersOf(podSpec).filter(({ role }) => role === 'main').map(({ container }) => container.name);
    return !sidecar || names.length < 2 ? [] : jobSpec.podFailurePolicy.rules.flatMap((rule, i) => isNameless(rule) && matchesStopped(rule)
      ? [{
        container: sidecar.container.name,
        field: `${jobSpecPath}.podFailurePolicy.rules[${i}].onExitCodes.containerName`,
        message: 'it is not set, so the rule also matches the exit codes of sidecars, which often end with 137 or 143 when the Pod is stopped.',
        fix: `Write one rule for each main container, with its name: ${names.join(', ')}.`,
      }]
      : []);
  },
};

function matchesStopped({ onExitCodes }: PodFailurePolicyRule): boolean {
  return STOPPED.some(code => onExitCodes?.values.includes(code) === (onExitCodes?.operator === 'In'));
}

import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';

export const podFailurePolicyUnknownContainer: Rule = {
  id: 'SC117',
  slug: 'pod-failure-policy-unknown-container',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  check: ({ jobSpec, jobSpecPath, podSpec }) => {
    if (!jobSpec?.podFailurePolicy) {
      return [];
    }
    const names = containersOf(podSpec).map(({ container }) => container.name);
    return jobSpec.podFailurePolicy.rules.flatMap(({ onExitCodes }, i) => {
      const name = onExitCodes?.containerName;
      return !name || names.includes(name) ? [] : [{
        container: name,
        field: `${jobSpecPath}.podFailurePolicy.rules[${i}].onExitCodes.containerName`,
        message: 'the Pod has no container of this name, so the API server rejects the Job.',
        fix: `Use one of: ${names.join(', ')}.`,
      }];
    });
  },
};

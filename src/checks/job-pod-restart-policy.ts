import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';

export const jobPodRestartPolicy: Rule = {
  id: 'SC107',
  slug: 'job-pod-restart-policy',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  check: ({ jobSpec, podSpec, podSpecPath }) =>
    jobSpec ? restartPolicyFindings(podSpec.restartPolicy, `${podSpecPath}.restartPolicy`) : [],
};

/**
 * What is wrong with the restart policy of a Job's Pods.
 */
export function restartPolicyFindings(policy: string | undefined, field: string): Finding[] {
  return policy === 'Never' || policy === 'OnFailure' ? [] : [{
    field,
    message: `the Pods of a Job may not have the restart policy ${policy ?? 'Always, which is what they get if none is set'}.`,
    fix: 'Use Never or OnFailure; sidecars have a restartPolicy of their own, which is set for you.',
  }];
}

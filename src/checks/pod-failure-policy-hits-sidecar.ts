import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, sidecarsOf } from '../manifest/containers';
import { isNameless } from '../manifest/failure-policy';
import { PodFailurePolicyRule } from '../manifest/types';

/** Exit codes after SIGKILL and SIGTERM. */
const STOPPED = [137, 143];

/** The Pods of the example. */
const PODS = `  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: logs
          image: fluent/fluent-bit:3.1
          restartPolicy: Always
          resources:
            requests: { cpu: 50m, memory: 64Mi }
      containers:
        - name: train
          image: registry.example.com/train:1.0
        - name: evaluate
          image: registry.example.com/train:1.0
          args: [evaluate]
`;

/** The job controller looks at the exit codes of init containers and sidecars too (pod_failure_policy.go). */
export const podFailurePolicyHitsSidecar: Rule = {
  id: 'SC211',
  slug: 'pod-failure-policy-hits-sidecar',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A rule of a podFailurePolicy names no container, so it also looks at how sidecars ended.',
    details: `The job controller compares \`onExitCodes\` with the exit codes of all containers of a failed Pod, init containers and sidecars too, unless the
rule says \`containerName\`. Sidecars are stopped by a signal at the end of every Pod, and many then exit with 143 or 137. A rule that matches these
codes, or all but a few, counts the end of a sidecar as that of the work: the Job fails at once, or goes on where it should not.

Name the container that the rule is about; where there are several, write one rule for each. In a Pod of one main container the constructs fill the
name in, and nothing is said.`,
    versions: '1.26 and later, with native sidecars',
    sources: ['KEP-3329', 'KEP-753', 'kubernetes/kubernetes pkg/controller/job/pod_failure_policy.go'],
    example: `apiVersion: batch/v1
kind: Job
metadata:
  name: train
spec:
  podFailurePolicy:
    rules:
      - action: FailJob
        onExitCodes:
          operator: NotIn
          values: [1, 42]
${PODS}`,
    corrected: `apiVersion: batch/v1
kind: Job
metadata:
  name: train
spec:
  podFailurePolicy:
    rules:
      - action: FailJob
        onExitCodes:
          containerName: train
          operator: NotIn
          values: [1, 42]
      - action: FailJob
        onExitCodes:
          containerName: evaluate
          operator: NotIn
          values: [1, 42]
${PODS}`,
  },
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
        fix: `Write one such rule for each main container, with its name as containerName: ${names.join(', ')}.`,
      }]
      : []);
  },
};

function matchesStopped({ onExitCodes }: PodFailurePolicyRule): boolean {
  return STOPPED.some(code => onExitCodes?.values.includes(code) === (onExitCodes?.operator === 'In'));
}

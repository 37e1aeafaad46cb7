import { isFragment } from './evidence/unfinished';
import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';

export const podFailurePolicyUnknownContainer: Rule = {
  id: 'SC117',
  slug: 'pod-failure-policy-unknown-container',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  isGeneral: true,
  text: {
    summary: 'A rule of a podFailurePolicy names a container that the Pod does not have.',
    details: `The API server looks for \`containerName\` among the containers and init containers of the Pod template, native sidecars included, and
refuses the Job if there is none of that name. It is mostly a slip of the pen, or a container that was renamed.`,
    versions: '1.26 and later',
    sources: ['KEP-3329', 'kubernetes/kubernetes pkg/apis/batch/validation/validation.go'],
    example: `apiVersion: batch/v1
kind: Job
metadata:
  name: train
spec:
  podFailurePolicy:
    rules:
      - action: FailJob
        onExitCodes:
          containerName: trainer
          operator: In
          values: [42]
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: train
          image: registry.example.com/train:1.0
`,
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
          operator: In
          values: [42]
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: train
          image: registry.example.com/train:1.0
`,
  },
  check: workload => {
    const { jobSpec, jobSpecPath, podSpec } = workload;
    if (!jobSpec?.podFailurePolicy || isFragment(workload)) {
      return [];
    }
    const names = containersOf(podSpec).map(({ container }) => container.name);
    return jobSpec.podFailurePolicy.rules.flatMap(({ onExitCodes }, i) => {
      const name = onExitCodes?.containerName;
      return !name || names.includes(name) ? [] : [{
        container: name,
        field: `${jobSpecPath}.podFailurePolicy.rules[${i}].onExitCodes.containerName`,
        message: 'the Pod has no container of this name, so the API server rejects the Job.',
        fix: `Set containerName to one of: ${names.join(', ')}.`,
      }];
    });
  },
};

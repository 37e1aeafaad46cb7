import { completionOf } from './evidence/completion';
import { deployHookOf } from './evidence/deploy-hooks';
import { consequence, names, sidecarFix } from './job-never-completes';
import { CheckContext, Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { Workload } from '../manifest/workloads';

/** What SC201 says, where it cannot be told for certain. Several main containers of which nothing is known are no reason. */
export const jobMayNotComplete: Rule = {
  id: 'SC202',
  slug: 'job-may-not-complete',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A main container of a Job looks as if it never ended, in which case the Job never completes.',
    details: `It is as with SC201, but the manifest does not tell for certain. The container has ports and probes beside a main container that
has none; or its image is called like a server, but is not the one that its project publishes; or whether it ends is said in a file of its own; or
the containers share their processes (\`shareProcessNamespace\`), so that one may stop the other.

If it serves the other containers, make it a native sidecar: an init container with \`restartPolicy: Always\`. If it does end by itself,
acknowledge this rule with the reason. Several main containers of which nothing is known are no finding.`,
    versions: 'all',
    sources: ['KEP-753', 'kubernetes/kubernetes#25908'],
    example: `apiVersion: batch/v1
kind: Job
metadata:
  name: score
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: score
          image: registry.example.com/score:2.0
        - name: model
          image: registry.example.com/model-server:2.0
          ports:
            - containerPort: 8000
          readinessProbe:
            httpGet: { path: /ready, port: 8000 }
          resources:
            requests: { cpu: '1', memory: 1Gi }
`,
    corrected: `apiVersion: batch/v1
kind: Job
metadata:
  name: score
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: model
          image: registry.example.com/model-server:2.0
          restartPolicy: Always
          ports:
            - containerPort: 8000
          startupProbe:
            httpGet: { path: /ready, port: 8000 }
            failureThreshold: 60
          resources:
            requests: { cpu: '1', memory: 1Gi }
      containers:
        - name: score
          image: registry.example.com/score:2.0
`,
  },
  check: (workload, context) => workload.jobSpec && !deployHookOf(workload.object) ? mayNotComplete(workload, context) : [],
};

/**
 * What probably keeps a Pod that is to complete from doing so.
 */
export function mayNotComplete(workload: Workload, context: CheckContext): Finding[] {
  const completion = completionOf(workload);
  return completion.doubtful.map(({ container, path, because }) => ({
    container: container.name,
    field: `${workload.podSpecPath}.${path}`,
    message: `${because}: unless something stops it when ${names(completion.ending)} ended, ${consequence(workload, completion)}.`,
    fix: sidecarFix(context),
  }));
}

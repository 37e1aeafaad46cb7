import { deployHookOf } from './evidence/deploy-hooks';
import { mayNotComplete } from './job-may-not-complete';
import { meshKeepsRunning } from './job-mesh-injected';
import { neverCompletes } from './job-never-completes';
import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { endsByItself } from '../manifest/pod-ends';

/** SC201, SC202 and SC203 leave hooks to it: there it is not only the Job that hangs. It weighs as much as what it is said instead of. */
export const jobHookWithSidecar: Rule = {
  id: 'SC209',
  slug: 'job-hook-with-sidecar',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A Job or Pod that a deployment waits for as a hook does not complete, because a container beside its work goes on.',
    details: `Argo CD waits for the hooks of a phase before it goes on, and Helm for those of a release. A container that never ends keeps the hook
from completing, and so the sync or the release from ending: Argo CD waits until somebody stops it, Helm until its timeout.

It is what SC201, SC202 and SC203 find in other Jobs, and weighs as much; for hooks it is said here, and bare Pods count too. Make the container a
native sidecar, or ask the mesh for one.`,
    versions: 'all',
    sources: ['argoproj/argo-cd#6880', 'KEP-753'],
    example: `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations:
    argocd.argoproj.io/hook: PreSync
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: registry.example.com/shop:5.2
          command: [python, manage.py, migrate]
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
          args: ['--port=5432', 'project:region:instance']
          resources:
            requests: { cpu: 100m, memory: 128Mi }
`,
    corrected: `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations:
    argocd.argoproj.io/hook: PreSync
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
          restartPolicy: Always
          args: ['--port=5432', '--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          startupProbe:
            httpGet: { path: /startup, port: 9090 }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
      containers:
        - name: migrate
          image: registry.example.com/shop:5.2
          command: [python, manage.py, migrate]
`,
  },
  check: (workload, context) => {
    const { jobSpec, kind, podSpec, object } = workload;
    const hook = jobSpec ?? (kind === 'Pod' && endsByItself(podSpec)) ? deployHookOf(object) : undefined;
    return !hook ? [] : [
      ...neverCompletes(workload, context),
      ...mayNotComplete(workload, context),
      ...meshKeepsRunning(workload, context),
    ].map(finding => ({ ...finding, message: `${finding.message.slice(0, -1)}, and ${hook.waiting}.` }));
  },
};

import { dependenceOn, isGated } from './evidence/dependants';
import { isTelemetry } from './evidence/purpose';
import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';

/** The next container starts when a sidecar is started, and it is that as soon as it runs unless a probe says otherwise (KEP-753). */
export const noStartGate: Rule = {
  id: 'SC301',
  slug: 'no-start-gate',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'Nothing makes the containers after a sidecar wait until it can serve them.',
    details: `
A native sidecar counts as started as soon as its process runs, and then the next container starts. A proxy or server needs a little
longer until it listens, so the first calls of the others may be refused: in a Job that often is the end of the run.

A **startup probe** holds the next container back until it has passed. A \`postStart\` hook does so as well. Readiness and liveness
probes hold nothing back.

It is found where a later container names a port of the sidecar, or only reads a volume that the sidecar fills; where the sidecar is a
known proxy; and where it declares a port that is not one for metrics or health. Containers that wait by themselves, with a loop or a
program such as \`wait-for-it\`, are left alone. Clients of a collector of logs, metrics or traces are worth an info: they lose the first ones at
most. Is it fine for the clients to try again? Then acknowledge the warning.`,
    versions: '1.29 and later, where sidecars run natively',
    sources: ['KEP-753', 'kubernetes/kubernetes#120848', 'cloud-sql-proxy: examples/k8s-sidecar/job_with_sidecar.yaml'],
    example: `
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3
          restartPolicy: Always
          args: ['--port=5432', '--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          resources:
            requests: {cpu: 100m, memory: 128Mi}
      containers:
        - name: migrate
          image: flyway/flyway:11
          args: ['-url=jdbc:postgresql://127.0.0.1:5432/app', 'migrate']
`,
    corrected: `
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3
          restartPolicy: Always
          args: ['--port=5432', '--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          resources:
            requests: {cpu: 100m, memory: 128Mi}
          startupProbe:
            httpGet: {path: /startup, port: 9090}
            periodSeconds: 1
            failureThreshold: 60
      containers:
        - name: migrate
          image: flyway/flyway:11
          args: ['-url=jdbc:postgresql://127.0.0.1:5432/app', 'migrate']
`,
  },
  check: ({ podSpec, podSpecPath }) => {
    const containers = containersOf(podSpec);
    return containers.flatMap(sidecar => {
      const { container, path, role } = sidecar;
      const dependence = role !== 'sidecar' || container.image === undefined || isGated(container) || container.readinessProbe ? undefined : dependenceOn(sidecar, containers, podSpec);
      return !dependence ? [] : [{
        container: container.name,
        field: `${podSpecPath}.${path}.startupProbe`,
        message: `${dependence.what}, but nothing makes ${dependence.who} wait ${dependence.until}: `
          + 'without a startup probe a sidecar counts as started as soon as its process runs, and a readiness probe does not hold anything back.',
        fix: dependence.kind === 'reader' ? 'Give the sidecar a startup probe that asks whether the files are there.' : 'Give the sidecar a startup probe.',
        // What sends logs, metrics and traces tries again, or does without the first ones.
        ...dependence.kind === 'client' && isTelemetry(container) && { severity: DiagnosticSeverity.INFO },
      }];
    });
  },
};

import { isTelemetry } from './evidence/purpose';
import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';
import { endsByItself } from '../manifest/pod-ends';

/** A Pod is ready when all its main containers and all its sidecars are (KEP-753). */
export const sidecarReadinessCouples: Rule = {
  id: 'SC608',
  slug: 'sidecar-readiness-couples',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A sidecar for logs, metrics or traces has a readiness probe, which takes the Pod out of its Services when the sidecar has trouble.',
    details: `
A Pod is ready only if its sidecars are, too. If a log shipper loses its backend and says that it is not ready, the Pod is taken out of all Services
and rollouts wait for it, though the main container could go on to serve. All Pods share that backend, so all of them go at once.

Take the readiness probe off. A liveness probe restarts a sidecar that hangs, and a startup probe holds the main containers back until it runs; neither
has to do with Services. The readiness of a proxy that requests go through is right as it is.

In a Job nothing waits for readiness.`,
    versions: '1.28 and later',
    sources: ['KEP-753', 'kubernetes/kubernetes#142145'],
    example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: logs
      image: fluent/fluent-bit:4.0
      restartPolicy: Always
      startupProbe:
        httpGet: { path: /, port: 2020 }
      readinessProbe:
        httpGet: { path: /api/v2/health, port: 2020 }
      resources:
        requests: { cpu: 50m, memory: 64Mi }
  containers:
    - name: web
      image: nginx:1.29
`,
    corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: logs
      image: fluent/fluent-bit:4.0
      restartPolicy: Always
      startupProbe:
        httpGet: { path: /, port: 2020 }
      resources:
        requests: { cpu: 50m, memory: 64Mi }
  containers:
    - name: web
      image: nginx:1.29
`,
  },
  check: ({ podSpec, podSpecPath }) => sidecarsOf(podSpec)
    .filter(({ container }) => container.readinessProbe && isTelemetry(container))
    .map(({ container, path }) => ({
      container: container.name,
      field: `${podSpecPath}.${path}.readinessProbe`,
      ...endsByItself(podSpec)
        ? {
          message: 'nothing waits for the readiness of a sidecar in a Pod that ends by itself.',
          fix: 'Take the readiness probe off, or make it a startup probe if the main containers are to wait for the sidecar.',
          severity: DiagnosticSeverity.INFO,
        }
        : {
          message: 'no requests go through this sidecar, but when it is not ready the whole Pod is not, and is taken out of its Services.',
          fix: 'Take the readiness probe off; use a liveness probe if the sidecar is to be restarted when it hangs.',
        },
    })),
};

import { Dependence, dependenceOn, isGated } from './evidence/dependants';
import { Rule } from './rule';
import { kubeletBugs } from '../cluster/kubelet-bugs';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { DEFAULT_FAILURE_THRESHOLD, DEFAULT_PERIOD_SECONDS } from '../manifest/api-defaults';
import { containersOf } from '../manifest/containers';
import { PatchOperation, pointerTo } from '../manifest/json-patch';
import { Probe } from '../manifest/types';

/** Who lets a probe fail for this long, and this often, does not ask whether traffic may come, but waits for a start. */
const LONG_START_SECONDS = 300;
const MANY_FAILURES = 30;
/** A startup probe that fails restarts its container, which readiness never does. So what comes of it gets this long at least. */
const LEAST_START_SECONDS = 120;

/** Readiness of a sidecar counts for that of its Pod, and for nothing else (KEP-753). */
export const readinessDoesNotGate: Rule = {
  id: 'SC302',
  slug: 'readiness-does-not-gate',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A sidecar has a readiness probe where only a startup probe would make the others wait for it.',
    details: `
The readiness of a sidecar counts for the readiness of the Pod: it decides whether Services send traffic. It never holds back the
containers that come after the sidecar. They start as soon as its process runs, or as soon as its **startup probe** has passed, if
there is one.

Often the same question does for both. Copy the readiness probe to \`startupProbe\`, without a \`successThreshold\` above 1, and with
a \`failureThreshold\` for the slowest start: other than a readiness probe, a startup probe that fails for good restarts the sidecar.
Do not copy it where the answer depends on a container that starts later; the Pod would wait for ever.`,
    versions: '1.29 and later, where sidecars run natively',
    sources: ['KEP-753', 'kubernetes/website#41802', 'GoogleCloudPlatform/accelerated-platforms: offline-batch-worker/base/jobset.yaml'],
    example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      initContainers:
        - name: envoy
          image: envoyproxy/envoy:v1.34.1
          restartPolicy: Always
          ports:
            - containerPort: 10000
          readinessProbe:
            httpGet: {path: /ready, port: 9901}
            periodSeconds: 2
          resources:
            requests: {cpu: 100m, memory: 128Mi}
      containers:
        - name: web
          image: ghcr.io/example/web:1.4
          env:
            - {name: BACKEND, value: 'http://localhost:10000'}
`,
    corrected: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      initContainers:
        - name: envoy
          image: envoyproxy/envoy:v1.34.1
          restartPolicy: Always
          ports:
            - containerPort: 10000
          startupProbe:
            httpGet: {path: /ready, port: 9901}
            periodSeconds: 2
            failureThreshold: 60
          readinessProbe:
            httpGet: {path: /ready, port: 9901}
            periodSeconds: 2
          resources:
            requests: {cpu: 100m, memory: 128Mi}
      containers:
        - name: web
          image: ghcr.io/example/web:1.4
          env:
            - {name: BACKEND, value: 'http://localhost:10000'}
`,
  },
  check: ({ podSpec, podSpecPath }, { target }) => {
    const containers = containersOf(podSpec);
    return containers.flatMap((sidecar, i) => {
      const { container, path, role } = sidecar;
      const { readinessProbe } = container;
      if (role !== 'sidecar' || container.image === undefined || !readinessProbe || isGated(container)) {
        return [];
      }
      const dependence = dependenceOn(sidecar, containers, podSpec) ?? (isPatient(readinessProbe) ? PATIENT : undefined);
      if (!dependence || dependence.kind === 'traffic') {
        return [];
      }
      const field = `${podSpecPath}.${path}.startupProbe`;
      const askedOfLater = containers.slice(i + 1).some(other => asksPortOf(readinessProbe, other.container.ports));
      const mayHurt = dependence.kind === 'offer' || askedOfLater
        || kubeletBugs(target._oldestNodeVersion()).some(({ trigger }) => trigger.includes('startup probe'));
      return [{
        container: container.name,
        field,
        message: `${dependence.what}, but its readiness probe does not make ${dependence.who} wait ${dependence.until}: `
          + 'without a startup probe the next container starts as soon as the process of this sidecar runs.',
        fix: 'Give the sidecar a startup probe, which may ask the same as its readiness probe if that does not depend on containers that start later.',
        ...!mayHurt && { patch: [asStartupProbe(readinessProbe, pointerTo(field))] },
      }];
    });
  },
};

const PATIENT: Dependence = {
  kind: 'client',
  what: 'this sidecar is given long to get ready, as if something waited for it',
  who: 'the other containers',
  until: 'until it is ready',
};

function isPatient({ failureThreshold = DEFAULT_FAILURE_THRESHOLD, periodSeconds }: Probe): boolean {
  return failureThreshold >= MANY_FAILURES && failureThreshold * (periodSeconds || DEFAULT_PERIOD_SECONDS) >= LONG_START_SECONDS;
}

/** Whether a probe asks at a port that another container declares. */
function asksPortOf({ httpGet, tcpSocket, grpc }: Probe, ports: readonly { readonly containerPort: number; readonly name?: string }[] = []): boolean {
  const asked = httpGet?.port ?? tcpSocket?.port ?? grpc?.port;
  return ports.some(({ containerPort, name }) => asked === containerPort || (name !== undefined && asked === name));
}

function asStartupProbe({ successThreshold: _, ...probe }: Probe, path: string): PatchOperation {
  const { failureThreshold = DEFAULT_FAILURE_THRESHOLD, periodSeconds } = probe;
  const enough = Math.ceil(LEAST_START_SECONDS / (periodSeconds || DEFAULT_PERIOD_SECONDS));
  return { op: 'add', path, value: { ...probe, failureThreshold: Math.max(failureThreshold, enough) } };
}

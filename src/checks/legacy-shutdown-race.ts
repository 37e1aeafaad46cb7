import { offeredPorts, servesOnlyPod } from './evidence/dependants';
import { namesPort } from './evidence/loopback';
import { isSupplier } from './evidence/purpose';
import { runningProgram } from './evidence/running-program';
import { shareFiles } from './evidence/shared-volume';
import { preStopSeconds } from './evidence/stop-time';
import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, PlacedContainer } from '../manifest/containers';
import { Container, PodSpec } from '../manifest/types';

const LONG_RUNNING = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController'];

/** How a mesh is told to inject its proxy as a native sidecar. */
const BY_INJECTION: { readonly [program: string]: string } = {
  'Istio proxy': 'Let Istio inject it as a native sidecar: set the annotation sidecar.istio.io/nativeSidecar: "true" on the Pod.',
  'Linkerd proxy': 'Let Linkerd inject it as a native sidecar: set the annotation config.linkerd.io/proxy-enable-native-sidecar: "true" on the Pod.',
};

/** All main containers of a Pod get SIGTERM at the same time, in no order; native sidecars after them (KEP-753). */
export const legacyShutdownRace: Rule = {
  id: 'SC406',
  slug: 'legacy-shutdown-race',
  severity: DiagnosticSeverity.INFO,
  basis: 'judgement',
  text: {
    summary: 'A proxy or log shipper is a main container, and is stopped together with the one that needs it.',
    details: `
When a Pod is deleted, all its main containers get SIGTERM at the same time. A proxy that ends at once cuts the connections of an
application that still answers its last requests. A log shipper that ends first loses the last lines.

A native sidecar gets SIGTERM only when the main containers have ended. Move the container to \`initContainers\`, give it
\`restartPolicy: Always\`, and a startup probe if the others should find it ready. In the constructs, add it as a sidecar.`,
    versions: '1.29 and later, where sidecars run natively',
    sources: ['KEP-753', 'istio/istio#36631', 'istio/istio#11130'],
    example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: {app: shop}
  template:
    metadata:
      labels: {app: shop}
      annotations:
        kubectl.kubernetes.io/default-container: shop
    spec:
      containers:
        - name: shop
          image: ghcr.io/example/shop:2.1
          resources:
            requests: {cpu: 200m, memory: 256Mi}
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3
          args: ['--port=5432', '--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          resources:
            requests: {cpu: 100m, memory: 128Mi}
`,
    corrected: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: {app: shop}
  template:
    metadata:
      labels: {app: shop}
      annotations:
        kubectl.kubernetes.io/default-container: shop
    spec:
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3
          restartPolicy: Always
          args: ['--port=5432', '--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          startupProbe:
            httpGet: {path: /startup, port: 9090}
            periodSeconds: 1
            failureThreshold: 60
          resources:
            requests: {cpu: 100m, memory: 128Mi}
      containers:
        - name: shop
          image: ghcr.io/example/shop:2.1
          resources:
            requests: {cpu: 200m, memory: 256Mi}
`,
  },
  check: ({ kind, podSpec, podSpecPath }, { native }) => {
    const mains = native && LONG_RUNNING.includes(kind) ? containersOf(podSpec).filter(({ role }) => role === 'main') : [];
    return mains.length < 2 ? [] : mains.flatMap(({ container, path }) => {
      const user = preStopSeconds(container) > 0 ? undefined : userOf(container, mains, podSpec);
      const name = runningProgram(container)?.name ?? '';
      return !user ? [] : [{
        container: container.name,
        field: `${podSpecPath}.${path}`,
        message: `it is a main container (${name}), so it gets SIGTERM at the same time as '${user}', which still needs it then.`,
        fix: BY_INJECTION[name] ?? 'Make it a native sidecar: move it to initContainers, with restartPolicy: Always and a startup probe.',
      }];
    });
  },
};

/** The first main container that needs another one until its end. */
function userOf(container: Container, mains: readonly PlacedContainer[], podSpec: PodSpec): string | undefined {
  const program = runningProgram(container);
  if (!program || program.role === 'server' ) {
    return undefined;
  }
  const others = mains.map(main => main.container).filter(other => other !== container && !looksAfterOthers(other));
  const user = program.role === 'mesh' || servesOnlyPod(program) ? others[0]
    : others.find(other => (program.role === 'agent' && !isSupplier(container) && shareFiles(podSpec, container, other))
      || offeredPorts(container, mains).some(port => namesPort(other, port)));
  return user?.name;
}

function looksAfterOthers(container: Container): boolean {
  const program = runningProgram(container);
  return program !== undefined && program.role !== 'server';
}

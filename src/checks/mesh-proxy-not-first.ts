import { regularInjection } from './evidence/mesh-injection';
import { runningProgram } from './evidence/running-program';
import { CheckContext, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, PlacedContainer, sidecarsOf } from '../manifest/containers';
import { Workload } from '../manifest/workloads';

const EXAMPLE = (native: boolean) => `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web, sidecar.istio.io/inject: 'true'}
      annotations:
        sidecar.istio.io/nativeSidecar: '${native}'
    spec:
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.27.0
          restartPolicy: Always
          args: ['--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          startupProbe:
            httpGet: {path: /startup, port: 9090}
            periodSeconds: 1
            failureThreshold: 60
          resources:
            requests: {cpu: 100m, memory: 128Mi}
      containers:
        - name: web
          image: ghcr.io/example/web:1.4
`;

/** The proxy that webhooks add is the first of the sidecars where it is one; written by hand, or as a main container, it need not be. */
export const meshProxyNotFirst: Rule = {
  id: 'SC304',
  slug: 'mesh-proxy-not-first',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A native sidecar starts before the proxy of the mesh, and so has no network at first.',
    details: `
A mesh leads all traffic of a Pod to its proxy. What starts before the proxy reaches nobody until that is up, and what stops after it is cut off
again: sidecars start in the order of the list and stop in reverse, and main containers start after all of them.

Istio and Linkerd put their proxy before all other init containers where it is a native sidecar. Where they add it as a main container, native
sidecars of the Pod come before it.

Have the mesh add its proxy as a native sidecar; or put it first, where it stands in the manifest. It is an information only where nothing is known of
what the sidecar does: one that never leaves the Pod does not mind.`,
    versions: '1.29 and later, where sidecars run natively',
    sources: ['istio/istio#53920', 'istio/istio#11130', 'KEP-753'],
    example: EXAMPLE(false),
    corrected: EXAMPLE(true),
  },
  check: (workload, context) => {
    const before = context.native ? beforeTheProxy(workload, context) : undefined;
    return !before ? [] : before.sidecars.map(({ container, path }) => ({
      container: container.name,
      field: `${workload.podSpecPath}.${path}`,
      message: `it starts before ${before.proxy}, through which all traffic of the Pod goes, so it reaches nobody until that is up.`,
      fix: before.fix,
      ...!/^(proxy|agent)$/.test(runningProgram(container)?.role ?? '') && { severity: DiagnosticSeverity.INFO },
    }));
  },
};

interface BeforeTheProxy {
  /** What it is, as a part of a sentence. */
  readonly proxy: string;
  readonly sidecars: readonly PlacedContainer[];
  readonly fix: string;
}

function beforeTheProxy(workload: Workload, { target, meshes }: CheckContext): BeforeTheProxy | undefined {
  const sidecars = sidecarsOf(workload.podSpec);
  if (sidecars.length === 0) {
    return undefined;
  }
  const containers = containersOf(workload.podSpec);
  const at = containers.findIndex(({ container, role }) => role !== 'init' && runningProgram(container)?.role === 'mesh');
  if (at >= 0) {
    const { container: { name }, role } = containers[at];
    return {
      proxy: `'${name}'`,
      sidecars: containers.slice(0, at).filter(earlier => earlier.role === 'sidecar'),
      fix: role === 'sidecar' ? `Put '${name}' before it.` : `Make '${name}' a native sidecar, before all others.`,
    };
  }
  const injection = regularInjection(workload, target, meshes);
  return injection?.isAsked ? {
    proxy: `the proxy that ${injection.mesh} will add as a main container, since ${injection.because}`,
    sidecars,
    fix: `Set the annotation ${injection.remedy} of the Pods to "true".`,
  } : undefined;
}

import { offeredPorts, servesOnlyPod } from './evidence/dependants';
import { commandLine, namesHost, namesPort } from './evidence/loopback';
import { runningProgram } from './evidence/running-program';
import { canWrite } from './evidence/shared-volume';
import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, PlacedContainer } from '../manifest/containers';
import { PatchOperation, pointerTo } from '../manifest/json-patch';
import { Container } from '../manifest/types';

/** What leads the traffic of a Pod to the proxy of a mesh, which must come before that proxy. */
const NETWORK_SETUP_NAME = /(^|-)(istio|linkerd|iptables|cni|network)(-|$)/;
const NETWORK_CAPABILITIES = ['NET_ADMIN', 'NET_RAW'];

/** The condition of a loop that goes on until it holds. */
const WAITING_LOOP = /(?:^|[\s;&|])(?:until|while\s+!)\s([^;\n]{1,300})/g;
/** What may end such a loop early. */
const GIVES_UP = /(^|[\s;&|("'`/])(timeout|break|exit|for|seq)(\s|$)/;

/** Init containers and sidecars start in the order of the list, and a plain init container must have ended before the next one starts. */
export const initBeforeNeededSidecar: Rule = {
  id: 'SC303',
  slug: 'init-before-needed-sidecar',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'An init container talks to a sidecar that starts only after the init container has ended.',
    details: `
Init containers and native sidecars stand in one list, and start in the order of that list. A plain init container must have ended
before the next one starts. If it calls a proxy that comes later in the list, nobody answers: the init container fails and is tried
again, or waits for ever, and the Pod does not get any further.

Put the sidecar first. In the constructs, sidecars that others need are placed before what needs them.`,
    versions: '1.29 and later, where sidecars run natively',
    sources: ['KEP-753', 'apache/airflow#42158', 'temporalio/helm-charts#444', 'linkerd/linkerd2#11465'],
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
    spec:
      initContainers:
        - name: migrate
          image: flyway/flyway:11
          args: ['-url=jdbc:postgresql://127.0.0.1:5432/shop', 'migrate']
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
        - name: migrate
          image: flyway/flyway:11
          args: ['-url=jdbc:postgresql://127.0.0.1:5432/shop', 'migrate']
      containers:
        - name: shop
          image: ghcr.io/example/shop:2.1
`,
  },
  check: ({ podSpec, podSpecPath }) => {
    const containers = containersOf(podSpec);
    const lastSidecar = containers.reduce((last, { role }, i) => role === 'sidecar' ? i : last, -1);
    return containers.slice(0, Math.max(0, lastSidecar)).flatMap((init, i): Finding[] => {
      if (init.role !== 'init' || setsUpNetwork(init.container)) {
        return [];
      }
      const need = needOf(init.container, containers, i);
      return !need ? [] : [{
        container: init.container.name,
        field: `${podSpecPath}.${init.path}`,
        message: need.waits
          ? `it waits until ${need.what}, but that one starts only after this init container has ended: the Pod never gets any further.`
          : `it talks to what '${need.sidecar.container.name}' is there for (${need.what}), but that one starts only after this init container has ended.`,
        fix: `Put the sidecar '${need.sidecar.container.name}' before this init container.`,
        ...need.waits && { severity: DiagnosticSeverity.ERROR },
        ...containers[i + 1] === need.sidecar && { patch: [moveBehindNext(`${podSpecPath}.initContainers`, i)] },
      }];
    });
  },
};

interface Need {
  readonly sidecar: PlacedContainer;
  readonly what: string;
  /** Whether the init container does nothing but wait for it. */
  readonly waits: boolean;
}

function needOf(init: Container, containers: readonly PlacedContainer[], place: number): Need | undefined {
  const earlier = containers.slice(0, place).filter(({ role }) => role === 'sidecar');
  for (const sidecar of containers.slice(place + 1)) {
    const { container, role } = sidecar;
    const program = runningProgram(container);
    if (role !== 'sidecar' || program?.role === 'agent' || prepares(init, container)) {
      continue;
    }
    const port = offeredPorts(container, containers).find(offered => namesPort(init, offered)
      && !earlier.some(other => offeredPorts(other.container, containers).includes(offered)));
    if (port !== undefined) {
      const waits = earlier.length === 0 && container.ports?.some(({ containerPort }) => containerPort === port) === true && waitsForEver(init, port);
      return { sidecar, what: waits ? `port ${port} of '${container.name}' answers` : `port ${port}`, waits };
    }
    if (program && servesOnlyPod(program) && namesHost(init)
      && !earlier.some(other => runningProgram(other.container)?.role === 'proxy')) {
      return { sidecar, what: program.name, waits: false };
    }
  }
  return undefined;
}

function setsUpNetwork(container: Container): boolean {
  return NETWORK_SETUP_NAME.test(container.name) || runningMesh(container)
    || (container.securityContext?.capabilities?.add ?? []).some(capability => NETWORK_CAPABILITIES.includes(capability));
}

function runningMesh(container: Container): boolean {
  return runningProgram(container)?.role === 'mesh';
}

/** Whether an init container writes files for a sidecar, so that it must come before it, whatever addresses it writes there. */
function prepares(init: Container, sidecar: Container): boolean {
  return (sidecar.volumeMounts ?? []).some(({ name }) => canWrite(init, name));
}

function waitsForEver(init: Container, port: number): boolean {
  const script = commandLine(init);
  return !GIVES_UP.test(script)
    && [...script.matchAll(WAITING_LOOP)].some(([, condition]) => namesPort({ name: '', command: [condition] }, port));
}

/** `move` takes the value out before it puts it in: the place that the next one had is then the one behind it. */
function moveBehindNext(list: string, place: number): PatchOperation {
  return { op: 'move', from: pointerTo(list, String(place)), path: pointerTo(list, String(place + 1)) };
}

import { commandLine, namesPort } from './evidence/loopback';
import { runningProgram } from './evidence/running-program';
import { canWrite, mountOf, onlyReads, startsEmpty } from './evidence/shared-volume';
import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, PlacedContainer } from '../manifest/containers';
import { Container, PodSpec } from '../manifest/types';

const OWN_HOST = /^(localhost|127\.0\.0\.1|::1|\[::1\])$/;
/** A command that only asks whether there is a file. */
const ASKS_FOR_FILE = /^(?:(?:\/bin\/)?(?:ba|a)?sh\s+-c\s+)?(?:\/(?:usr\/)?bin\/)?(?:(?:test|\[)\s+-[efrsd]|cat|ls)\s+(\/[\w./-]+)(?:\s+\])?\s*$/;

/** What a sidecar must see before the next container starts. */
interface Gate {
  readonly field: string;
  readonly title: string;
  readonly command?: readonly string[];
  /** Number or name of the port that it asks at. */
  readonly port?: number | string;
}

/** Nothing after a sidecar starts before its startup probe has passed, and its postStart hook is done (KEP-753). */
export const startupDeadlock: Rule = {
  id: 'SC305',
  slug: 'startup-deadlock',
  severity: DiagnosticSeverity.ERROR,
  basis: 'judgement',
  text: {
    summary: 'The start of a sidecar waits for a container that starts only after the sidecar.',
    details: `
The next container starts when the startup probe of a sidecar has passed, and its \`postStart\` hook is done. A startup probe that
asks at a port of the main container, or for a file that only the main container writes, can never pass: the sidecar waits for the
main container, and the main container for the sidecar. The Pod stays in \`Init\` until somebody deletes it, and a Job does not end.

Let the startup probe ask only for what the sidecar does by itself. What depends on the main container belongs in a readiness
probe, which holds nothing back.`,
    versions: '1.29 and later, where sidecars run natively',
    sources: ['KEP-753'],
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
        - name: gateway
          image: ghcr.io/example/gateway:3.2
          restartPolicy: Always
          args: ['--listen=:9000', '--upstream=localhost:8080']
          ports:
            - containerPort: 9000
          startupProbe:
            httpGet: {path: /healthz, port: 8080}
            failureThreshold: 30
          resources:
            requests: {cpu: 100m, memory: 64Mi}
      containers:
        - name: web
          image: ghcr.io/example/web:1.4
          ports:
            - containerPort: 8080
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
        - name: gateway
          image: ghcr.io/example/gateway:3.2
          restartPolicy: Always
          args: ['--listen=:9000', '--upstream=localhost:8080']
          ports:
            - containerPort: 9000
          startupProbe:
            tcpSocket: {port: 9000}
            failureThreshold: 30
          resources:
            requests: {cpu: 100m, memory: 64Mi}
      containers:
        - name: web
          image: ghcr.io/example/web:1.4
          ports:
            - containerPort: 8080
`,
  },
  check: ({ podSpec, podSpecPath }) => {
    const containers = containersOf(podSpec);
    return containers.flatMap((sidecar, i) => {
      if (sidecar.role !== 'sidecar') {
        return [];
      }
      return gatesOf(sidecar.container).flatMap(gate => {
        const place = { container: sidecar.container.name, field: `${podSpecPath}.${sidecar.path}.${gate.field}` };
        return portOfLater(gate, containers, i, place) ?? fileOfLater(gate, podSpec, containers, i, place) ?? [];
      });
    });
  },
};

type Place = Pick<Finding, 'container' | 'field'>;

function gatesOf({ startupProbe, lifecycle }: Container): Gate[] {
  return [
    { handler: startupProbe, field: 'startupProbe', title: 'its startup probe' },
    { handler: lifecycle?.postStart, field: 'lifecycle.postStart', title: 'its postStart hook' },
  ].flatMap(({ handler, field, title }): Gate[] => {
    const { exec, httpGet, tcpSocket, grpc } = (handler ?? {}) as NonNullable<Container['startupProbe']>;
    const asked = [httpGet, tcpSocket].find(action => action && OWN_HOST.test(action.host ?? 'localhost')) ?? grpc;
    return exec?.command ? [{ field, title, command: exec.command }] : asked ? [{ field, title, port: asked.port }] : [];
  });
}

function portOfLater(gate: Gate, containers: readonly PlacedContainer[], place: number, found: Place): Finding | undefined {
  const sidecar = containers[place].container;
  const later = containers.slice(place + 1).filter(({ role }) => role !== 'init');
  for (const { container, container: { name: owner, ports = [] } } of later) {
    const port = ports.find(({ containerPort, name }) => gate.command ? namesPort({ name: '', command: [...gate.command] }, containerPort)
      : gate.port === containerPort || (name !== undefined && gate.port === name));
    if (port && !containers.slice(0, place + 1).some(other =>
      other.role === 'sidecar' && hasPort(other.container, gate.port ?? port.containerPort, port.containerPort))) {
      const certain = !gate.command && !runningProgram(sidecar);
      return {
        ...found,
        message: `${gate.title} asks at port ${port.containerPort}, which is one of '${container.name}', and that starts only after this sidecar has started: `
          + `${certain ? 'neither ever does' : 'it seems that neither ever does'}.`,
        fix: `Let it ask at a port of this sidecar; what depends on '${owner}' belongs in a readiness probe.`,
        ...!certain && { severity: DiagnosticSeverity.WARNING },
      };
    }
  }
  return undefined;
}

/** Whether a container declares a port, or says in its command or variables that it listens there. */
function hasPort(container: Container, asked: number | string, port: number): boolean {
  const { ports = [], env = [] } = container;
  const own = new RegExp(`(?<!localhost:|127\\.0\\.0\\.1:|\\[::1\\]:|\\d)${port}(?!\\d)`);
  return ports.some(({ containerPort, name }) => containerPort === port || (name !== undefined && name === asked))
    || own.test(commandLine(container)) || env.some(({ value }) => value !== undefined && own.test(String(value)));
}

function fileOfLater(gate: Gate, podSpec: PodSpec, containers: readonly PlacedContainer[], place: number, found: Place): Finding | undefined {
  const sidecar = containers[place].container;
  const [, file] = ASKS_FOR_FILE.exec(gate.command?.join(' ') ?? '') ?? [];
  const volume = file === undefined ? undefined : mountOf(sidecar, file)?.name;
  if (volume === undefined || !onlyReads(sidecar, volume) || !startsEmpty(podSpec, volume)) {
    return undefined;
  }
  const writers = containers.filter(({ container }) => canWrite(container, volume));
  return writers.length === 0 || writers.some(writer => containers.indexOf(writer) < place) ? undefined : {
    ...found,
    message: `${gate.title} asks for ${file}, but of those who can write to the volume '${volume}' none starts before this sidecar has started `
      + `(${writers.map(({ container }) => `'${container.name}'`).join(', ')}): it seems that nothing ever does.`,
    fix: 'Let it ask for what the sidecar does by itself, or let an init container before it write the file.',
    severity: DiagnosticSeverity.WARNING,
  };
}

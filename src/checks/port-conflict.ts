import { meshPorts } from './evidence/mesh-ports';
import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, PlacedContainer } from '../manifest/containers';

/** Containers that run at the same time share the Pod's network: sidecars and mains, not plain init containers. */
export const portConflict: Rule = {
  id: 'SC601',
  slug: 'port-conflict',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'Two containers that run at the same time have the same port.',
    details: `
All containers of a Pod share one network. Of two that listen on the same port the first gets it, and the other fails with
\`address already in use\`. Native sidecars start first, so it is the main container that fails. Plain init containers have ended by then, and do
not count; TCP and UDP have ports of their own.

The proxies of Istio (15000 to 15090) and Linkerd (4140 to 4191) take ports that nobody declares. An application must not use these.`,
    versions: 'all',
    sources: ['kubernetes/kubernetes#91279', 'tektoncd/pipeline#7144', 'Istio documentation, "Application Requirements"'],
    example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: admin
      image: nginx:1.29
      restartPolicy: Always
      ports:
        - containerPort: 8080
      startupProbe:
        httpGet: { path: /, port: 8080 }
      resources:
        requests: { cpu: 50m, memory: 32Mi }
  containers:
    - name: web
      image: tomcat:11
      ports:
        - containerPort: 8080
`,
    corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: admin
      image: nginx:1.29
      restartPolicy: Always
      ports:
        - containerPort: 8081
      startupProbe:
        httpGet: { path: /, port: 8081 }
      resources:
        requests: { cpu: 50m, memory: 32Mi }
  containers:
    - name: web
      image: tomcat:11
      ports:
        - containerPort: 8080
`,
  },
  check: ({ podSpec, podSpecPath }) => {
    const running = containersOf(podSpec).filter(({ role }) => role !== 'init');
    const reserved = running.length < 2 ? NONE : portsOfMeshes(running);
    if (reserved.size === 0 && running.filter(({ container }) => container.ports).length < 2) {
      return [];
    }
    const owners = new Map<string, string>();
    return running.flatMap(({ container, path }) =>
      (container.ports ?? []).flatMap(({ containerPort, protocol = 'TCP' }, i): Finding[] => {
        const port = `${containerPort}/${protocol}`;
        const owner = owners.get(port) ?? container.name;
        const proxy = reserved.get(port) ?? container.name;
        owners.set(port, owner);
        const message = owner !== container.name
          ? `'${owner}' also has port ${port}, and the containers of a Pod share one network: only the first to listen gets it.`
          : `port ${port} is one of those on which the proxy '${proxy}' listens, and the containers of a Pod share one network: only the first to listen gets it.`;
        return owner === container.name && proxy === container.name ? [] : [{
          container: container.name,
          field: `${podSpecPath}.${path}.ports[${i}].containerPort`,
          message,
          fix: owner !== container.name ? 'Let one of them listen on another port.' : 'Let it listen on another port.',
        }];
      }));
  },
};

const NONE: ReadonlyMap<string, string> = new Map();

/** The container that has a port without declaring it. */
function portsOfMeshes(running: readonly PlacedContainer[]): ReadonlyMap<string, string> {
  const ports = running.flatMap(({ container }) => meshPorts(container).map((port): [string, string] => [`${port}/TCP`, container.name]));
  return ports.length === 0 ? NONE : new Map(ports);
}

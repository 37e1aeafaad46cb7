import { listAt } from './evidence/list-at';
import { Finding, Rule } from './rule';
import { ClusterFeature } from '../cluster/cluster-feature';
import { TargetCluster } from '../cluster/target-cluster';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, sidecarsOf } from '../manifest/containers';
import { fieldAt } from '../manifest/fields';
import { pointerTo } from '../manifest/json-patch';
import { RelatedObjects } from '../manifest/related-objects';
import { KubernetesObject, PodSpec } from '../manifest/types';
import { Workload } from '../manifest/workloads';

/** A port that has a name in a sidecar only. */
interface SidecarPort {
  readonly sidecar: string;
  readonly number: number;
}

/** The endpoints controllers looked for names in the main containers only, and so did some network plugins. */
export const namedPortOnSidecar: Rule = {
  id: 'SC602',
  slug: 'named-port-on-sidecar',
  severity: DiagnosticSeverity.ERROR,
  basis: 'judgement',
  text: {
    summary: 'A Service or NetworkPolicy names a port that only a native sidecar declares, which not every cluster can find.',
    details: `
Before 1.33 the name in \`targetPort\` of a Service is looked up in the main containers only. If just a native sidecar declares it, the Service
gets endpoints without that port, and nothing says so: connections are refused. \`kubectl port-forward\` of that time cannot find it either.

The names in the \`ingress\` of a NetworkPolicy are looked up by the network plugin, and older ones did not look at init containers (Calico
before 3.29).

Numbers always work. If a main container declares a port of that name as well, that one is found.`,
    versions: '1.28 to 1.32; NetworkPolicies: depends on the network plugin',
    sources: ['kubernetes/kubernetes#127958', 'kubernetes/kubernetes#128850', 'projectcalico/calico#8881'],
    exampleTarget: '1.32',
    example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: { app: web }
spec:
  initContainers:
    - name: exporter
      image: nginx/nginx-prometheus-exporter:1.4
      restartPolicy: Always
      ports:
        - name: metrics
          containerPort: 9113
      resources:
        requests: { cpu: 10m, memory: 32Mi }
  containers:
    - name: web
      image: nginx:1.29
---
apiVersion: v1
kind: Service
metadata:
  name: web-metrics
spec:
  selector: { app: web }
  ports:
    - port: 9113
      targetPort: metrics
`,
    corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: { app: web }
spec:
  initContainers:
    - name: exporter
      image: nginx/nginx-prometheus-exporter:1.4
      restartPolicy: Always
      ports:
        - name: metrics
          containerPort: 9113
      resources:
        requests: { cpu: 10m, memory: 32Mi }
  containers:
    - name: web
      image: nginx:1.29
---
apiVersion: v1
kind: Service
metadata:
  name: web-metrics
spec:
  selector: { app: web }
  ports:
    - port: 9113
      targetPort: 9113
`,
  },
  check: (workload, { target, native, others }) => {
    const ports = native ? portsOfSidecarsOnly(workload.podSpec) : NONE;
    return ports.size === 0 ? [] : [...inServices(ports, workload, target, others), ...inNetworkPolicies(ports, workload, target, others)];
  },
};

const NONE: ReadonlyMap<string, SidecarPort> = new Map();

/** By name and protocol, by which they are looked up. */
function portsOfSidecarsOnly(podSpec: PodSpec): ReadonlyMap<string, SidecarPort> {
  const sidecars = sidecarsOf(podSpec).filter(({ container }) => container.ports?.some(({ name }) => name !== undefined));
  if (sidecars.length === 0) {
    return NONE;
  }
  const ports = new Map<string, SidecarPort>();
  for (const { container } of sidecars) {
    for (const { name, protocol = 'TCP', containerPort } of container.ports!) {
      const key = `${name}/${protocol}`;
      if (name !== undefined && !ports.has(key)) {
        ports.set(key, { sidecar: container.name, number: containerPort });
      }
    }
  }
  for (const { container, role } of containersOf(podSpec)) {
    if (role === 'main') {
      container.ports?.forEach(({ name, protocol = 'TCP' }) => ports.delete(`${name}/${protocol}`));
    }
  }
  return ports;
}

function inServices(ports: ReadonlyMap<string, SidecarPort>, workload: Workload, target: TargetCluster, others: RelatedObjects): Finding[] {
  return target.supports(ClusterFeature.NAMED_SIDECAR_PORTS) ? [] : others.servicesOf(workload).flatMap(object =>
    listAt(object, ['spec', 'ports']).flatMap((port, i) => reference(object, port, 'targetPort', `spec.ports[${i}].targetPort`, ports,
      ({ sidecar }, name) => ({
        message: `only the sidecar '${sidecar}' has a port '${name}', and Kubernetes ${target.apiServer} looks for names in main containers: `
          + 'the Service gets endpoints without this port, and nobody can connect.',
      }))));
}

function inNetworkPolicies(ports: ReadonlyMap<string, SidecarPort>, workload: Workload, target: TargetCluster, others: RelatedObjects): Finding[] {
  return others.networkPoliciesOf(workload).flatMap(object => listAt(object, ['spec', 'ingress']).flatMap((ingress, i) =>
    listAt(ingress, ['ports']).flatMap((port, k) => reference(object, port, 'port', `spec.ingress[${i}].ports[${k}].port`, ports,
      ({ sidecar }, name) => ({
        message: `only the sidecar '${sidecar}' has a port '${name}', and not all network plugins look for names in init containers: `
          + 'with those that do not, nothing may come in here.',
        severity: target.supports(ClusterFeature.NAMED_SIDECAR_PORTS) ? DiagnosticSeverity.INFO : DiagnosticSeverity.WARNING,
      })))));
}

/** What is to be said of a port in another object, if it is the name of one in a sidecar. */
function reference(
  object: KubernetesObject,
  port: unknown,
  key: string,
  field: string,
  ports: ReadonlyMap<string, SidecarPort>,
  tell: (port: SidecarPort, name: string) => Pick<Finding, 'message' | 'severity'>,
): Finding[] {
  const name = fieldAt(port, [key]);
  const found = typeof name === 'string' ? ports.get(`${name}/${fieldAt(port, ['protocol']) ?? 'TCP'}`) : undefined;
  return !found ? [] : [{
    object,
    field,
    ...tell(found, name as string),
    fix: `Use its number, ${found.number}.`,
    patch: [{ op: 'replace', path: pointerTo(field), value: found.number }],
  }];
}

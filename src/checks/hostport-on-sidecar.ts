import { Rule } from './rule';
import { kubeletBugs } from '../cluster/kubelet-bugs';
import { parseVersion } from '../cluster/version';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';

/** The NodePorts plugin of the scheduler did not look at init containers; the scheduler is as new as the API server. */
export const hostportOnSidecar: Rule = {
  id: 'SC603',
  slug: 'hostport-on-sidecar',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A native sidecar uses a port of the node, which the scheduler of the target does not take into account.',
    details: `
The scheduler keeps Pods that use the same \`hostPort\` apart. In releases before 1.33.6 it looks at the main containers only, so two Pods whose
sidecars use one port can land on the same node. There the second one to listen fails, and restarts for ever.

With \`hostNetwork: true\` every port of a container is one of the node.

Upgrade the control plane, or keep such Pods apart by other means, such as a \`podAntiAffinity\` by host name. A DaemonSet has one Pod a node, so
there it is only other workloads that can get in its way.`,
    versions: '1.28 to 1.33.5',
    sources: ['kubernetes/kubernetes#132040', 'kubernetes/kubernetes#133390'],
    exampleTarget: '1.32',
    example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: statsd
      image: prom/statsd-exporter:v0.28.0
      restartPolicy: Always
      ports:
        - containerPort: 9125
          hostPort: 9125
          protocol: UDP
      resources:
        requests: { cpu: 10m, memory: 32Mi }
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
    - name: statsd
      image: prom/statsd-exporter:v0.28.0
      restartPolicy: Always
      ports:
        - containerPort: 9125
          protocol: UDP
      resources:
        requests: { cpu: 10m, memory: 32Mi }
  containers:
    - name: web
      image: nginx:1.29
`,
  },
  check: ({ kind, podSpec, podSpecPath }, { target, native }) => {
    const sidecars = native ? sidecarsOf(podSpec).filter(({ container }) => container.ports) : [];
    if (sidecars.length === 0) {
      return [];
    }
    const { hostNetwork } = podSpec;
    const exposed = sidecars.flatMap(({ container: { name, ports }, path }) =>
      ports!.flatMap(({ containerPort, hostPort = hostNetwork ? containerPort : 0 }, i) =>
        hostPort ? [{ container: name, hostPort, field: `${podSpecPath}.${path}.ports[${i}]` }] : []));
    const bug = exposed.length > 0 ? kubeletBugs(parseVersion(target.apiServer)).find(({ trigger }) => trigger === 'host port on a sidecar') : undefined;
    return !bug ? [] : exposed.map(({ container, hostPort, field }) => ({
      container,
      field: `${field}.${hostNetwork ? 'containerPort' : 'hostPort'}`,
      message: `it uses port ${hostPort} of the node, and in Kubernetes ${target.apiServer} ${bug.summary} (kubernetes/kubernetes${bug.issue}).`,
      fix: `Keep the Pods apart with podAntiAffinity, or upgrade the control plane: it is repaired in ${bug.affected.map(({ fixedIn }) => fixedIn).join(', ')}.`,
      ...kind === 'DaemonSet' && { severity: DiagnosticSeverity.INFO },
    }));
  },
};

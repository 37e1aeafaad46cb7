import { explainUnsupported } from './evidence/unsupported-by-target';
import { Rule, RuleText } from './rule';
import { TargetCluster } from '../cluster/target-cluster';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';

const TEXT: RuleText = {
  summary: 'A native sidecar goes to a cluster that does not run native sidecars.',
  details: `Kubernetes 1.29 and later run an init container with \`restartPolicy: Always\` as a sidecar. What older clusters do depends on
who looks first:

- An API server before 1.28 does not know the field. \`kubectl apply\` is rejected (\`unknown field\`); clients that do not ask for strict
  validation, Helm among them, lose the field and hear nothing but a warning.
- An API server with the feature turned off drops the field, and says nothing at all.
- A node before 1.28 ignores the field, and one with the feature turned off rejects the Pod.

Where the field is lost, the sidecar is a plain init container that never ends, and the Pod waits in \`Init\` for ever. A probe or a hook on
the sidecar turns that into an error, because plain init containers may have neither.

\`cdk8s-sidecars lower\` prints the form that such a cluster can run. The constructs do so by themselves.`,
  versions: 'before 1.29; up to 1.32 where the feature gate SidecarContainers is off',
  sources: ['KEP-753', 'KEP-2885', 'kubernetes/website#42762', 'kubernetes/website#45738', 'kubernetes/kubernetes#127701'],
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
        - name: cache
          image: memcached:1.6-alpine
          restartPolicy: Always
          startupProbe:
            tcpSocket: {port: 11211}
          resources:
            requests: {cpu: 50m, memory: 64Mi}
      containers:
        - name: shop
          image: nginx:1.29-alpine
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
      containers:
        - name: cache
          image: memcached:1.6-alpine
          startupProbe:
            tcpSocket: {port: 11211}
          resources:
            requests: {cpu: 50m, memory: 64Mi}
        - name: shop
          image: nginx:1.29-alpine
`,
  exampleTarget: '1.27',
};

/** At synthesis, and by the command lower, the sidecar is brought to another form, or refused with the same words. */
export const sidecarUnsupportedByTarget: Rule = {
  id: 'SC101',
  slug: 'sidecar-unsupported-by-target',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  text: TEXT,
  check: ({ podSpec, podSpecPath, kind, isGuess }, { target, native, lowered }) => native || lowered ? []
    : sidecarsOf(podSpec).map(({ container, path }) => {
      const { message, fix } = explainUnsupported(target, container, kind);
      return {
        container: container.name,
        field: `${podSpecPath}.${path}.restartPolicy`,
        message,
        fix: isGuess ? fix : `${fix} Or write what this cluster can run: ${lowerCommand(target)} does that for a manifest, `
          + 'and the constructs do it by themselves (SidecarFallback).',
      };
    }),
};

function lowerCommand({ apiServer, oldestNode, featureGates }: TargetCluster): string {
  const gates = Object.keys(featureGates).sort().map(gate => `${gate}=${featureGates[gate]}`);
  return [
    `'cdk8s-sidecars lower -k ${apiServer}`,
    ...oldestNode === apiServer ? [] : [`--node ${oldestNode}`],
    ...gates.length === 0 ? [] : [`--feature-gates ${gates.join(',')}`],
  ].join(' ') + "'";
}

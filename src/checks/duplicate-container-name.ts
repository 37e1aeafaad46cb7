import { Finding, Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { isPlaceholder } from '../manifest/placeholder';

const TEXT: RuleText = {
  summary: 'Two containers of a Pod have the same name.',
  details: `Init containers, native sidecars and main containers share one set of names, so a sidecar that moves from \`containers\` to
\`initContainers\` must not be left behind in the old place. The API server rejects the Pod: \`Duplicate value\`.`,
  versions: 'all',
  sources: ['kubernetes/kubernetes, ValidatePodSpec', 'kubernetes/website#41802'],
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  initContainers:
    - name: shop
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
apiVersion: v1
kind: Pod
metadata:
  name: shop
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
};

/** Names are unique over init containers and main containers (core validation, `ValidatePodSpec`). */
export const duplicateContainerName: Rule = {
  id: 'SC106',
  slug: 'duplicate-container-name',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  isGeneral: true,
  text: TEXT,
  check: ({ podSpec, podSpecPath, isGuess }) => {
    const containers = containersOf(podSpec);
    if (new Set(containers.map(({ container }) => container.name)).size === containers.length) {
      return [];
    }
    const first = new Map<string, string>();
    return containers.filter(({ container: { name } }) => !isPlaceholder(name) && !(isGuess && name === '')).flatMap(({ container, path }) => {
      const other = first.get(container.name);
      if (other === undefined) {
        first.set(container.name, path);
        return [];
      }
      return [nameTaken(container.name, other, `${podSpecPath}.${path}.name`)];
    });
  },
};

/**
 * What is said of a container whose name another one has.
 */
export function nameTaken(name: string, other: string, field: string): Finding {
  return {
    container: name,
    field,
    message: `the name is taken by ${other}; init containers, sidecars and main containers of a Pod share one set of names.`,
    fix: 'Give one of them another name.',
  };
}

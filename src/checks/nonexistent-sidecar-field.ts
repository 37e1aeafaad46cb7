import { Finding, Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { PatchOperation, pointerTo } from '../manifest/json-patch';
import { Container } from '../manifest/types';

const TEXT: RuleText = {
  summary: 'A container has a field that was once proposed, or made up, to mark sidecars, and that Kubernetes does not have.',
  details: `A proposal of 2018 to 2020 would have marked a sidecar with \`lifecycle.type: Sidecar\`. It was given up, but the field lives on in
articles and answers, and so do \`sidecar: true\` and the like. No release of Kubernetes has any of them: \`kubectl apply\` is rejected
(\`unknown field\`), and other clients lose the field, so that the container is an ordinary one.

A native sidecar is a container under \`initContainers\` with \`restartPolicy: Always\`, and nothing else.`,
  versions: 'all',
  sources: ['KEP-753'],
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: shop
  annotations:
    kubectl.kubernetes.io/default-container: shop
spec:
  containers:
    - name: shop
      image: nginx:1.29-alpine
    - name: cache
      image: memcached:1.6-alpine
      lifecycle:
        type: Sidecar
      resources:
        requests: {cpu: 50m, memory: 64Mi}
`,
  corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: shop
  annotations:
    kubectl.kubernetes.io/default-container: shop
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

/** Fields that no container has, and that can have been meant for one thing only. */
const MADE_UP = ['sidecar', 'isSidecar', 'sidecarContainer', 'containerType'] as const;
const SIDECAR_TYPE = /^(native-?)?side-?car$|^standard$/i;

/** Custom kinds may have such fields. */
export const nonexistentSidecarField: Rule = {
  id: 'SC104',
  slug: 'nonexistent-sidecar-field',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  text: TEXT,
  check: ({ podSpec, podSpecPath, isGuess }) => isGuess ? [] : containersOf(podSpec).flatMap(({ container, path, role }) =>
    madeUpFields(container).map(({ name, removes }): Finding => ({
      container: container.name,
      field: `${podSpecPath}.${path}.${name}`,
      message: `there is no field ${name} in any release of Kubernetes: kubectl apply is rejected (unknown field), and other clients lose it without a word.`,
      fix: role === 'sidecar' ? 'Take it out: restartPolicy: Always is all that makes a sidecar.'
        : 'Take it out. If the container is to be a sidecar, it belongs under initContainers, with restartPolicy: Always (a NativeSidecar in the constructs).',
      patch: [{ op: 'remove', path: pointerTo(`${podSpecPath}.${path}.${removes}`) } satisfies PatchOperation],
    }))),
};

function madeUpFields(container: Container): { readonly name: string; readonly removes: string }[] {
  const fields = container as unknown as { readonly [name: string]: unknown };
  const { type } = (container.lifecycle ?? {}) as { type?: unknown };
  const isSidecarType = (value: unknown) => typeof value === 'string' && SIDECAR_TYPE.test(value);
  return [
    ...MADE_UP.filter(name => fields[name] !== undefined).map(name => ({ name, removes: name })),
    ...isSidecarType(fields.type) ? [{ name: 'type', removes: 'type' }] : [],
    ...isSidecarType(type) ? [{ name: 'lifecycle.type', removes: Object.keys(container.lifecycle!).length === 1 ? 'lifecycle' : 'lifecycle.type' }] : [],
  ];
}

import { mayBeInjected } from './evidence/injection';
import { isCompanion } from './evidence/purpose';
import { isWhole } from './evidence/unfinished';
import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { fieldAt, pathSegments } from '../manifest/fields';
import { PatchOperation, pointerTo } from '../manifest/json-patch';
import { podMetadata, podMetadataPath, Workload } from '../manifest/workloads';

const ANNOTATION = 'kubectl.kubernetes.io/default-container';
/** Its predecessor, which still says that somebody thought of it. */
const FORMER = 'kubectl.kubernetes.io/default-logs-container';

/** Without the annotation, or if it names no container, kubectl takes the first one of `containers`; never a native sidecar. */
export const defaultContainerMissing: Rule = {
  id: 'SC609',
  slug: 'default-container-missing',
  severity: DiagnosticSeverity.INFO,
  basis: 'judgement',
  text: {
    summary: 'What kubectl takes where no container is named is a helper, or another one than the annotation means.',
    details: `
Without \`-c\`, kubectl takes the container that the annotation \`kubectl.kubernetes.io/default-container\` of the Pod names. If there is no such
annotation, or no container of that name, it takes the first one in \`containers\`.

Native sidecars are in \`initContainers\`, so kubectl passes them by and the annotation is seldom needed. It is where a proxy is listed as the first of
several main containers. An annotation that names a container that is gone misleads everybody.`,
    versions: 'kubectl 1.21 and later',
    sources: ['kubernetes/kubernetes#96986', 'Kubernetes documentation, "Well-Known Labels, Annotations and Taints"'],
    example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    kubectl.kubernetes.io/default-container: app
spec:
  initContainers:
    - name: logs
      image: fluent/fluent-bit:4.0
      restartPolicy: Always
      resources:
        requests: { cpu: 50m, memory: 64Mi }
  containers:
    - name: web
      image: nginx:1.29
`,
    corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    kubectl.kubernetes.io/default-container: web
spec:
  initContainers:
    - name: logs
      image: fluent/fluent-bit:4.0
      restartPolicy: Always
      resources:
        requests: { cpu: 50m, memory: 64Mi }
  containers:
    - name: web
      image: nginx:1.29
`,
  },
  check: workload => {
    const named = fieldAt(podMetadata(workload), ['annotations', ANNOTATION]);
    return typeof named === 'string' ? wrongName(named, workload) : helperFirst(workload);
  },
};

function wrongName(named: string, workload: Workload): Finding[] {
  const { containers = [], initContainers = [] } = workload.podSpec;
  const [first] = containers;
  // A template, or a container that comes later, may be right.
  return !first || !/^[a-z0-9-]+$/.test(named) || [...containers, ...initContainers].some(({ name }) => name === named)
    || !isWhole(workload) || mayBeInjected(workload, named) ? [] : [{
      field: fieldOf(workload),
      message: `there is no container '${named}', so kubectl takes '${first.name}'.`,
      fix: containers.length === 1 ? `Set it to '${first.name}', or take it out.` : `Set it to one of: ${containers.map(({ name }) => name).join(', ')}.`,
      severity: DiagnosticSeverity.WARNING,
      ...containers.length === 1 && { patch: [{ op: 'replace', path: pointerTo(`${podMetadataPath(workload)}.annotations`, ANNOTATION), value: first.name }] },
    }];
}

function helperFirst(workload: Workload): Finding[] {
  const [first, ...others] = workload.podSpec.containers ?? [];
  const main = first && others.length > 0 && isCompanion(first) ? others.find(container => !isCompanion(container)) : undefined;
  return !main || fieldAt(podMetadata(workload), ['annotations', FORMER]) !== undefined || !isWhole(workload) ? [] : [{
    container: first.name,
    field: fieldOf(workload),
    message: `kubectl logs and kubectl exec take this container, since it is the first, and not '${main.name}'.`,
    fix: `Set the annotation ${ANNOTATION} of the Pod to '${main.name}'.`,
    patch: annotated(workload, main.name),
  }];
}

function fieldOf(workload: Workload): string {
  return `${podMetadataPath(workload)}.annotations[${ANNOTATION}]`;
}

/** Adds the annotation, and what it has to be in. */
function annotated(workload: Workload, name: string): PatchOperation[] {
  const path = podMetadataPath(workload);
  return fieldAt(workload.object, pathSegments(path)) === undefined
    ? [{ op: 'add', path: pointerTo(path), value: { annotations: { [ANNOTATION]: name } } }]
    : fieldAt(podMetadata(workload), ['annotations']) === undefined
      ? [{ op: 'add', path: pointerTo(path, 'annotations'), value: { [ANNOTATION]: name } }]
      : [{ op: 'add', path: pointerTo(path, 'annotations', ANNOTATION), value: name }];
}

import { Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';
import { fieldAt, pathSegments } from '../manifest/fields';
import { KubernetesObject } from '../manifest/types';
import { Workload } from '../manifest/workloads';

const TEXT: RuleText = {
  summary: 'The definition of a custom resource was made before native sidecars, so the API server prunes restartPolicy from it.',
  details: `Many custom resources have the template of a Pod in them, and their CustomResourceDefinition has the whole schema of it. If that was
generated before Kubernetes 1.28, it does not know \`restartPolicy\` of containers. The API server prunes what the schema does not know, so
the controller sees a plain init container, and the Pod it makes waits in \`Init\` for ever.

Install the newer definition of the project. Helm does not do so by itself: it never changes definitions in the folder \`crds\` of a chart
that it has installed once.`,
  versions: 'all, by the age of the definition',
  sources: ['kubeflow/spark-operator#2022', 'actions/actions-runner-controller#772', 'argoproj/argo-rollouts#3366'],
  example: `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: clonesets.apps.kruise.io
spec:
  group: apps.kruise.io
  names: {kind: CloneSet, plural: clonesets}
  scope: Namespaced
  versions:
    - name: v1alpha1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                template:
                  type: object
                  properties:
                    spec:
                      type: object
                      properties:
                        initContainers:
                          type: array
                          items:
                            type: object
                            properties:
                              name: {type: string}
                              image: {type: string}
---
apiVersion: apps.kruise.io/v1alpha1
kind: CloneSet
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
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: clonesets.apps.kruise.io
spec:
  group: apps.kruise.io
  names: {kind: CloneSet, plural: clonesets}
  scope: Namespaced
  versions:
    - name: v1alpha1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                template:
                  type: object
                  properties:
                    spec:
                      type: object
                      properties:
                        initContainers:
                          type: array
                          items:
                            type: object
                            properties:
                              name: {type: string}
                              image: {type: string}
                              restartPolicy: {type: string}
---
apiVersion: apps.kruise.io/v1alpha1
kind: CloneSet
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
};

/** API servers prune fields of custom resources that their structural schema does not have. */
export const crdEmbedsOldPodspec: Rule = {
  id: 'SC702',
  slug: 'crd-embeds-old-podspec',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: TEXT,
  check: (workload, { others }) => {
    const definitions = others.ofKind('CustomResourceDefinition');
    const sidecars = definitions.length === 0 ? [] : sidecarsOf(workload.podSpec);
    const definition = sidecars.length === 0 ? undefined : definitions.find(candidate => prunesRestartPolicy(candidate, workload));
    return !definition ? [] : sidecars.map(({ container, path }) => ({
      container: container.name,
      field: `${workload.podSpecPath}.${path}.restartPolicy`,
      message: `the CustomResourceDefinition '${definition.metadata?.name}' does not have restartPolicy of init containers in its schema, so the API server `
        + `takes it out, and '${container.name}' is a plain init container that the Pod waits for.`,
      fix: 'Install a newer CustomResourceDefinition of the project, from a release made for Kubernetes 1.28 or later.',
    }));
  },
};

function prunesRestartPolicy(definition: KubernetesObject, { object, podSpecPath }: Workload): boolean {
  const [group, version] = (object.apiVersion ?? '').split('/');
  if (fieldAt(definition, ['spec', 'group']) !== group || fieldAt(definition, ['spec', 'names', 'kind']) !== object.kind
    || fieldAt(definition, ['spec', 'preserveUnknownFields']) === true) {
    return false;
  }
  const versions = fieldAt(definition, ['spec', 'versions']);
  const served: unknown = Array.isArray(versions) ? versions.find(candidate => fieldAt(candidate, ['name']) === version) : undefined;
  const schema = fieldAt(served, ['schema', 'openAPIV3Schema']) ?? fieldAt(definition, ['spec', 'validation', 'openAPIV3Schema']);
  const containers = schemaAt(schema, [...pathSegments(podSpecPath), 'initContainers', '0']);
  const properties = fieldAt(containers, ['properties']);
  return typeof properties === 'object' && properties !== null && !Object.hasOwn(properties, 'restartPolicy') && !keepsAll(containers);
}

/** The schema of a field; undefined where there is none, or where it lies in something of which all is kept. */
function schemaAt(schema: unknown, path: readonly string[]): unknown {
  let at = schema;
  for (const key of path) {
    if (keepsAll(at)) {
      return undefined;
    }
    at = /^\d+$/.test(key) ? fieldAt(at, ['items']) : fieldAt(at, ['properties', key]) ?? fieldAt(at, ['additionalProperties']);
  }
  return at;
}

function keepsAll(schema: unknown): boolean {
  return fieldAt(schema, ['x-kubernetes-preserve-unknown-fields']) === true || fieldAt(schema, ['additionalProperties']) === true;
}

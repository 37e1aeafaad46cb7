import { CONTAINER_RESTART_POLICIES, fateOfRestartPolicy } from './evidence/restart-policy-on-api-server';
import { CheckContext, Finding, Rule, RuleText } from './rule';
import { ClusterFeature } from '../cluster/cluster-feature';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, PlacedContainer } from '../manifest/containers';
import { PatchOperation, pointerTo } from '../manifest/json-patch';
import { isPlaceholder } from '../manifest/placeholder';
import { endsByItself } from '../manifest/pod-ends';
import { Workload } from '../manifest/workloads';

const TEXT: RuleText = {
  summary: 'A container under containers has a restartPolicy, which does not make a sidecar there.',
  details: `A native sidecar stands under \`initContainers\`. Under \`containers\`, \`restartPolicy\` is another feature:

- Before Kubernetes 1.34 the API server rejects it there: \`may not be set for non-init containers\`.
- Kubernetes 1.34 drops it without a word, unless its feature gate \`ContainerRestartRules\` is on.
- From 1.35 on it is allowed, and says what happens when this one container ends. With \`Always\`, a container of a Job is
  started again whenever it ends, so the Job never completes. It starts and stops with the other containers, in no order.

Move the container to \`initContainers\`, behind the init containers that do not need it and before those that do.`,
  versions: 'all; from 1.35 on only Always in a Pod that is meant to end',
  sources: ['KEP-753', 'KEP-5307', 'RedHatInsights/clowder#1783', 'istio/istio, misannotated.yaml'],
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
      restartPolicy: Always
      startupProbe:
        tcpSocket: {port: 11211}
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
  exampleTarget: '1.33',
};

export const restartPolicyOnRegularContainer: Rule = {
  id: 'SC103',
  slug: 'restart-policy-on-regular-container',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  text: TEXT,
  check: (workload, context) => {
    const mains = containersOf(workload.podSpec).filter(({ role }) => role === 'main');
    const having = mains.filter(({ container }) => container.restartPolicy !== undefined && !isPlaceholder(container.restartPolicy));
    return having.flatMap(placed => {
      const field = `${workload.podSpecPath}.${placed.path}.restartPolicy`;
      const patch = placed.container.restartPolicy === 'Always' && having.length === 1 && mains.length > 1 && context.native
        ? asLastInitContainer(workload, placed) : undefined;
      return outcome(workload, placed, context).map(found => ({ container: placed.container.name, field, ...found, ...patch && { patch } }));
    });
  },
};

const MOVE = 'If it is to be a sidecar, move the container to initContainers, with restartPolicy: Always';

function outcome(workload: Workload, { container }: PlacedContainer, { target }: CheckContext): Pick<Finding, 'message' | 'fix' | 'severity'>[] {
  const value: unknown = container.restartPolicy;
  const leaveOut = `${MOVE}; else leave restartPolicy out: that of the Pod holds for all its main containers.`;
  switch (fateOfRestartPolicy(target, 'main container')) {
    case 'unknown': return [{
      message: `the API server of the target cluster (${target}) does not know restartPolicy on a container: kubectl apply is rejected `
        + '(unknown field "restartPolicy"), and for clients that do not validate strictly it is dropped without a word.',
      fix: leaveOut,
    }];
    case 'rejects': return [{
      message: `the API server of the target cluster (${target}) rejects restartPolicy on a container under containers `
        + '(Forbidden: may not be set for non-init containers).',
      fix: leaveOut,
    }];
    case 'drops': return [{
      message: `the API server of the target cluster (${target}) drops restartPolicy from a container under containers without a word.`,
      fix: leaveOut,
    }];
  }
  if (!CONTAINER_RESTART_POLICIES.some(known => known === value)) {
    return [{
      message: `the API server rejects ${JSON.stringify(value)} as the restartPolicy of a container `
        + `(Unsupported value: ${JSON.stringify(value)}: supported values: ${CONTAINER_RESTART_POLICIES.map(known => `"${known}"`).join(', ')}).`,
      fix: 'Write one of those, or leave restartPolicy out.',
    }];
  }
  if (value === 'Always' && endsByItself(workload.podSpec)) {
    return [{
      severity: DiagnosticSeverity.WARNING,
      message: 'restartPolicy: Always does not make a sidecar of a container under containers. It is started again whenever it ends, so the Pod never '
        + `ends${workload.jobSpecPath === undefined ? '' : ', and the Job never completes'}.`,
      fix: `${MOVE}: it is stopped then once the main containers have ended. Else leave restartPolicy out.`,
    }];
  }
  return target.supports(ClusterFeature.CONTAINER_RESTART_POLICIES) ? [] : [{
    severity: DiagnosticSeverity.WARNING,
    message: `nodes of the target cluster (${target}) do not know a restartPolicy of single containers, and go by that of the Pod.`,
    fix: 'Upgrade the nodes, or leave restartPolicy out.',
  }];
}

/** Behind all other init containers, which have done without it so far. */
function asLastInitContainer({ podSpec, podSpecPath }: Workload, { path }: PlacedContainer): PatchOperation[] {
  const list = pointerTo(`${podSpecPath}.initContainers`);
  return [
    ...podSpec.initContainers === undefined ? [{ op: 'add', path: list, value: [] } as const] : [],
    { op: 'move', from: pointerTo(`${podSpecPath}.${path}`), path: `${list}/-` },
  ];
}

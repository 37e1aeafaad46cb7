import { endOfRun } from './evidence/end-of-run';
import { CONTAINER_RESTART_POLICIES, fateOfRestartPolicy, RestartPolicyFate } from './evidence/restart-policy-on-api-server';
import { CheckContext, Finding, Rule, RuleText } from './rule';
import { TargetCluster } from '../cluster/target-cluster';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, hasSidecarFields, PlacedContainer } from '../manifest/containers';
import { pointerTo } from '../manifest/json-patch';
import { isPlaceholder } from '../manifest/placeholder';

const TEXT: RuleText = {
  summary: 'The restartPolicy of an init container is another one than Always, and only Always makes a sidecar.',
  details: `\`Always\` is the one value that makes a native sidecar of an init container, and it is written with a capital.

Up to Kubernetes 1.33 it is also the one value that is allowed: the API server rejects all others. Kubernetes 1.34 drops them, unless its
feature gate \`ContainerRestartRules\` is on. From 1.35 on, \`Never\` and \`OnFailure\` are allowed too. They say what happens when
the init container fails, and leave it a plain init container: what comes after it waits for its end, and it may have no probes.`,
  versions: 'all',
  sources: ['KEP-753', 'KEP-5307', 'hashicorp/terraform-provider-kubernetes#2912'],
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  initContainers:
    - name: cache
      image: memcached:1.6-alpine
      restartPolicy: always
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

export const initRestartPolicyValue: Rule = {
  id: 'SC102',
  slug: 'init-restart-policy-value',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  text: TEXT,
  check: ({ podSpec, podSpecPath }, context) => containersOf(podSpec)
    .filter(({ container, role }) => role === 'init' && container.restartPolicy !== undefined && !isPlaceholder(container.restartPolicy))
    .flatMap(placed => {
      const fate = fateOfRestartPolicy(context.target, 'init container');
      const isKept = fate === 'keeps' && CONTAINER_RESTART_POLICIES.some(value => value === placed.container.restartPolicy);
      const field = `${podSpecPath}.${placed.path}.restartPolicy`;
      return isKept ? notASidecar(placed, field) : [noSuchValue(placed, field, fate, context)];
    }),
};

/** It is allowed, and worth more than a note only if somebody seems to have taken it for what makes a sidecar. */
function notASidecar({ container }: PlacedContainer, field: string): Finding[] {
  const { end, because } = endOfRun(container);
  const isMeant = end === 'never' || hasSidecarFields(container);
  return !isMeant && Object.hasOwn(container, 'restartPolicyRules') ? [] : [{
    container: container.name,
    field,
    severity: isMeant ? DiagnosticSeverity.WARNING : DiagnosticSeverity.INFO,
    message: `${container.restartPolicy} does not make a sidecar of it: it stays a plain init container, and all that comes after it waits for it to end${
      end === 'never' ? `, which it never does (${because})` : ''}.`,
    fix: 'If it is to keep running beside the main containers, set restartPolicy to Always, which makes it a native sidecar; else all is well.',
  }];
}

function noSuchValue({ container }: PlacedContainer, field: string, fate: RestartPolicyFate, { target, native }: CheckContext): Finding {
  const value: unknown = container.restartPolicy;
  const isAlways = typeof value === 'string' && value.trim().toLowerCase() === 'always';
  return {
    container: container.name,
    field,
    message: `${JSON.stringify(value)} is no restartPolicy of an init container in the target cluster (${target}): its API server ${outcome(fate, value, target)}.`,
    fix: isAlways ? 'Write Always, with a capital: it makes a native sidecar of the init container.'
      : 'If it is to keep running beside the main containers, set restartPolicy to Always, which makes it a native sidecar; else leave it out.',
    ...isAlways && native && { patch: [{ op: 'replace', path: pointerTo(field), value: 'Always' }] },
  };
}

function outcome(fate: RestartPolicyFate, value: unknown, target: TargetCluster): string {
  switch (fate) {
    case 'unknown': return 'does not know the field (unknown field "restartPolicy"), and drops it for clients that do not validate strictly';
    case 'drops': return 'drops it without a word, and the container is a plain init container';
    default: return `rejects it (Unsupported value: ${JSON.stringify(value)}: supported values: ${
      (fateOfRestartPolicy(target, 'init container') === 'keeps' ? CONTAINER_RESTART_POLICIES : CONTAINER_RESTART_POLICIES.slice(0, 1))
        .map(known => `"${known}"`).join(', ')})`;
  }
}

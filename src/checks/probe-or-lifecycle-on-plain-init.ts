import { isFragment } from './evidence/unfinished';
import { Finding, Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, hasSidecarFields, SIDECAR_FIELDS } from '../manifest/containers';
import { isPlaceholder } from '../manifest/placeholder';

const TEXT: RuleText = {
  summary: 'A plain init container has a probe or a lifecycle hook, which only sidecars and main containers may have.',
  details: `An init container that has to end before the next one starts is not probed, and not told to stop. The API server rejects
\`lifecycle\`, \`livenessProbe\`, \`readinessProbe\` and \`startupProbe\` on it:
\`may not be set for init containers without restartPolicy=Always\`.

Where \`restartPolicy: Always\` was there once, something on the way has taken it out: a chart, a custom resource with an old schema, or
an admission webhook.`,
  versions: 'all',
  sources: ['KEP-753', 'k8ssandra/cass-operator#629', 'enix/kube-image-keeper#457', 'open-policy-agent/gatekeeper-library, host-probes-lifecycle'],
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  initContainers:
    - name: settings
      image: busybox:1.37
      command: [sh, -c, cp /defaults/* /settings/]
      readinessProbe:
        exec: {command: [test, -e, /settings/shop.conf]}
      volumeMounts: [{name: settings, mountPath: /settings}]
  containers:
    - name: shop
      image: nginx:1.29-alpine
      volumeMounts: [{name: settings, mountPath: /etc/shop}]
  volumes: [{name: settings, emptyDir: {}}]
`,
  corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  initContainers:
    - name: settings
      image: busybox:1.37
      command: [sh, -c, cp /defaults/* /settings/]
      volumeMounts: [{name: settings, mountPath: /settings}]
  containers:
    - name: shop
      image: nginx:1.29-alpine
      volumeMounts: [{name: settings, mountPath: /etc/shop}]
  volumes: [{name: settings, emptyDir: {}}]
`,
};

export const probeOrLifecycleOnPlainInit: Rule = {
  id: 'SC105',
  slug: 'probe-or-lifecycle-on-plain-init',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  text: TEXT,
  check: workload => containersOf(workload.podSpec)
    .filter(({ container, role }) => role === 'init' && hasSidecarFields(container) && !isPlaceholder(container.restartPolicy)
      && !(container.image === undefined && isFragment(workload)))
    .flatMap(({ container, path }) => SIDECAR_FIELDS
      .filter(field => container[field])
      .map(field => forbiddenOnInit(container.name, field, `${workload.podSpecPath}.${path}.${field}`))),
};

/**
 * What is said of a plain init container that has what only other containers may have.
 */
export function forbiddenOnInit(container: string, name: typeof SIDECAR_FIELDS[number], field: string): Finding {
  return {
    container,
    field,
    message: `a plain init container may not have ${name}; the API server rejects it`
      + ' ("may not be set for init containers without restartPolicy=Always").',
    fix: `If it is to keep running, give it restartPolicy: Always (in the constructs: make it a NativeSidecar); else take ${name} off${
      name === 'startupProbe' ? ', which cdk8s-plus adds where portNumber is set' : ''}.`,
  };
}

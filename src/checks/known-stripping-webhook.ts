import { StrippingWebhook, STRIPPING_WEBHOOKS, strippingWebhooks } from './evidence/stripping-webhooks';
import { Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';

function webhook(name: string, service: string): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata:
  name: ${service}
webhooks:
  - name: ${name}
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig:
      service: {name: ${service}, namespace: kube-system, path: /mutate}
    rules:
      - apiGroups: ['']
        apiVersions: [v1]
        operations: [CREATE]
        resources: [pods]
---
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
`;
}

const TEXT: RuleText = {
  summary: 'An admission webhook goes to the same cluster that is known to take restartPolicy out of Pods.',
  details: `A webhook that reads a Pod into types older than native sidecars, and writes it back as a whole, loses \`restartPolicy\` of init
containers. The sidecar becomes a plain init container then, after every check of the manifest has passed: with a probe or a hook on it
the Pod is rejected (\`may not be set for init containers without restartPolicy=Always\`), and without one it waits in \`Init\` for ever.

Which release of the webhook runs is mostly not to be seen in its configuration. Acknowledge the finding where it is new enough. A startup
probe on each sidecar makes the loss show at once, and a \`SidecarGuard\` has the API server refuse such Pods with the reason.`,
  versions: 'all',
  sources: [
    'KEP-753', 'aws/amazon-eks-pod-identity-webhook#208', 'Azure/azure-workload-identity#1312', 'aws/aws-app-mesh-controller-for-k8s#774',
    'DataDog/datadog-agent#37837', 'doitintl/kube-secrets-init#53', 'doitintl/gtoken#38', 'enix/kube-image-keeper#457', 'GoogleCloudPlatform/berglas#264',
  ],
  example: webhook('pod-identity-webhook.amazonaws.com', 'pod-identity-webhook'),
  corrected: webhook('mutating-webhook.openpolicyagent.org', 'gatekeeper-webhook-service'),
};

export const knownStrippingWebhook: Rule = {
  id: 'SC701',
  slug: 'known-stripping-webhook',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: TEXT,
  check: (workload, { others }) => {
    const configurations = others.ofKind('MutatingWebhookConfiguration');
    const [sidecar] = configurations.length === 0 ? [] : sidecarsOf(workload.podSpec);
    return !sidecar ? [] : configurations.flatMap(object => strippingWebhooks(object, workload).map(({ known, index }) => ({
      object,
      field: `webhooks[${index}].name`,
      message: `${saidOf(known)}, so sidecars such as '${sidecar.container.name}' of ${workload.kind} '${workload.object.metadata?.name ?? ''}' `
        + `would be plain init containers that the Pod waits for (${known.issue}).`,
      fix: known.remedy,
    })));
  },
};

/**
 * The webhooks that are known to take `restartPolicy` out, in words.
 */
export function knownToStrip(): string {
  const titles = (repaired: boolean) => STRIPPING_WEBHOOKS.filter(({ isRepaired }) => isRepaired === repaired).map(({ title }) => title).join(', ');
  return `${titles(true)}, each in older releases; ${titles(false)}`;
}

function saidOf({ title, isRepaired }: StrippingWebhook): string {
  return `${isRepaired ? 'older releases of ' : ''}the webhook of ${title} ${isRepaired ? 'take' : 'takes'} restartPolicy out of the init containers of Pods`;
}

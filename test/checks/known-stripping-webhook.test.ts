import { check, deployment, init, sidecar } from './workloads';
import { knownStrippingWebhook } from '../../src/checks/known-stripping-webhook';
import { KubernetesObject } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

const EKS = 'pod-identity-webhook.amazonaws.com';
const PODS = [{ operations: ['CREATE'], resources: ['pods'] }];

function configuration(webhook: object, kind = 'MutatingWebhookConfiguration'): KubernetesObject {
  const webhooks = [{ name: 'other.example.com', rules: PODS }, webhook];
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'x' }, webhooks };
}

function labelled(labels: unknown): Workload {
  const podSpec = { initContainers: [sidecar()], containers: [] };
  const template = { metadata: { labels }, spec: podSpec };
  return workloadsOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop' }, spec: { template } })[0];
}

const SHOP = labelled({ app: 'shop' });

test('a webhook that takes restartPolicy out is named in its configuration', () => {
  const object = configuration({ name: EKS, rules: PODS });
  expect(check(knownStrippingWebhook, SHOP, { others: [SHOP.object, object] })).toEqual([{
    object,
    field: 'webhooks[1].name',
    message: 'older releases of the webhook of Amazon EKS Pod Identity take restartPolicy out of the init containers of Pods, so sidecars such as \'proxy\' '
      + 'of Deployment \'shop\' would be plain init containers that the Pod waits for (aws/amazon-eks-pod-identity-webhook#208).',
    fix: 'Use a release of amazon-eks-pod-identity-webhook from February 2024 or later.',
  }]);
});

test('one that has not been repaired is named as such', () => {
  const object = configuration({ name: 'pods.kube-secrets-init.admission.doit-intl.com' });
  const findings = check(knownStrippingWebhook, deployment({ initContainers: [sidecar()] }), { others: [object] });
  expect(findings.map(({ message, fix }) => [message, fix])).toEqual([[
    'the webhook of kube-secrets-init takes restartPolicy out of the init containers of Pods, so sidecars such as \'proxy\' of Deployment \'\' '
      + 'would be plain init containers that the Pod waits for (doitintl/kube-secrets-init#53).',
    'Keep it away from Pods with sidecars (namespaceSelector or objectSelector), or build it anew with the Kubernetes libraries 0.28 or later.',
  ]]);
});

test.each([
  EKS, 'mutation.azure-workload-identity.io', 'mpod.appmesh.k8s.aws', 'datadog.webhook.lib.injection', 'mimage.kuik.enix.io',
  'pods.kube-secrets-init.admission.doit-intl.com', 'pods.gtoken.admission.doit-intl.com', 'berglas-webhook.cloud.google.com',
])('%s is known', name => {
  expect(check(knownStrippingWebhook, SHOP, { others: [configuration({ name })] }).length).toBe(1);
});

test.each<[string, object | undefined, number]>([
  ['no selector', undefined, 1],
  ['a label that the Pod has', { matchLabels: { app: 'shop' } }, 1],
  ['a label that it has not', { matchLabels: { app: 'shop', use: 'true' } }, 0],
  ['one of the values', { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'shop'] }] }, 1],
  ['none of the values', { matchExpressions: [{ key: 'app', operator: 'In', values: ['a'] }] }, 0],
  ['an excluded value', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['shop'] }] }, 0],
  ['other excluded values', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a'] }] }, 1],
  ['any value', { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, 1],
  ['any value of a label that it has not', { matchExpressions: [{ key: 'use', operator: 'Exists' }] }, 0],
  ['no label', { matchExpressions: [{ key: 'use', operator: 'DoesNotExist' }] }, 1],
  ['no label, which it has', { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, 0],
  ['nonsense', { matchLabels: 1, matchExpressions: [{ operator: 'Nonsense' }] }, 1],
])('it counts whether it sees the Pod: %s', (_, objectSelector, count) => {
  expect(check(knownStrippingWebhook, SHOP, { others: [configuration({ name: EKS, objectSelector })] }).length).toBe(count);
});

test.each<[string, Workload, KubernetesObject]>([
  ['a webhook that is not known', SHOP, configuration({ name: 'mutating-webhook.openpolicyagent.org', rules: PODS })],
  ['a webhook that does not see Pods', SHOP, configuration({ name: EKS, rules: [{ resources: ['configmaps'] }, {}] })],
  ['a webhook that changes nothing', SHOP, configuration({ name: EKS }, 'ValidatingWebhookConfiguration')],
  ['events of Datadog', SHOP, configuration({ name: 'datadog.webhook.kubernetes.admission.events' })],
  ['Pods without sidecars', deployment({ initContainers: [init()] }), configuration({ name: EKS })],
  ['a configuration without webhooks', SHOP, { kind: 'MutatingWebhookConfiguration' }],
  ['webhooks without names', SHOP, configuration({})],
])('nothing is said of %s', (_, workload, other) => {
  expect(check(knownStrippingWebhook, workload, { others: [other] })).toEqual([]);
});

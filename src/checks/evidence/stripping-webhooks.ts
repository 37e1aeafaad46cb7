import { fieldAt } from '../../manifest/fields';
import { isPickedBy } from '../../manifest/label-selector';
import { KubernetesObject } from '../../manifest/types';
import { podMetadata, Workload } from '../../manifest/workloads';

/**
 * An admission webhook of which a release takes `restartPolicy` out of init containers.
 */
export interface StrippingWebhook {
  readonly title: string;
  /** Names that such a webhook has in its configuration. */
  readonly name: RegExp;
  /** Where it was reported. */
  readonly issue: string;
  /** Whether there are releases that keep the field. */
  readonly isRepaired: boolean;
  /** What to do about it. */
  readonly remedy: string;
}

const REPLACE = 'Keep it away from Pods with sidecars (namespaceSelector or objectSelector), or build it anew with the Kubernetes libraries 0.28 or later.';

/** One row a webhook. */
export const STRIPPING_WEBHOOKS: readonly StrippingWebhook[] = [
  {
    title: 'Amazon EKS Pod Identity',
    name: /^pod-identity-webhook\.amazonaws\.com$/,
    issue: 'aws/amazon-eks-pod-identity-webhook#208',
    isRepaired: true,
    remedy: 'Use a release of amazon-eks-pod-identity-webhook from February 2024 or later.',
  },
  {
    title: 'Azure Workload Identity',
    name: /^mutation\.azure-workload-identity\.io$/,
    issue: 'Azure/azure-workload-identity#1312',
    isRepaired: true,
    remedy: 'Use the latest release of azure-workload-identity.',
  },
  {
    title: 'the AWS App Mesh controller',
    name: /^mpod\.appmesh\.k8s\.aws$/,
    issue: 'aws/aws-app-mesh-controller-for-k8s#774',
    isRepaired: true,
    remedy: 'Use the latest release of appmesh-controller, or leave Pods with sidecars out of the mesh.',
  },
  {
    title: 'the Datadog cluster agent',
    name: /^datadog\.webhook\.(?!.*admission\.events)/,
    issue: 'DataDog/datadog-agent#37837',
    isRepaired: true,
    remedy: 'Use the latest release of the Datadog cluster agent.',
  },
  {
    title: 'kube-image-keeper',
    name: /kube-image-keeper|^mimage\.kuik\.enix\.io$/,
    issue: 'enix/kube-image-keeper#457',
    isRepaired: true,
    remedy: 'Use kube-image-keeper 1.12 or later.',
  },
  {
    title: 'kube-secrets-init',
    name: /^pods\.kube-secrets-init\.admission\.doit-intl\.com$/,
    issue: 'doitintl/kube-secrets-init#53',
    isRepaired: false,
    remedy: REPLACE,
  },
  {
    title: 'gtoken',
    name: /(^|[.-])gtoken[.-].*doit-intl\.com$/,
    issue: 'doitintl/gtoken#38',
    isRepaired: false,
    remedy: REPLACE,
  },
  {
    title: 'Berglas',
    name: /^berglas-webhook\.cloud\.google\.com$/,
    issue: 'GoogleCloudPlatform/berglas#264',
    isRepaired: false,
    remedy: REPLACE,
  },
];

/** A webhook that is known, and its place in the configuration. */
export interface FoundWebhook {
  readonly known: StrippingWebhook;
  readonly index: number;
}

/**
 * The webhooks of a configuration that are known to take `restartPolicy` out of init containers, and that see the Pods of a
 * workload as far as their labels tell.
 */
export function strippingWebhooks(configuration: KubernetesObject, workload: Workload): FoundWebhook[] {
  const { webhooks } = configuration;
  return !Array.isArray(webhooks) ? [] : webhooks.flatMap((webhook: unknown, index) => {
    const name = fieldAt(webhook, ['name']);
    const known = typeof name === 'string' ? STRIPPING_WEBHOOKS.find(candidate => candidate.name.test(name)) : undefined;
    // A selector that cannot be understood may pick them.
    const maySee = seesPods(webhook) && isPickedBy(fieldAt(webhook, ['objectSelector']), podMetadata(workload).labels ?? {}, true);
    return known && maySee ? [{ known, index }] : [];
  });
}

/** Rules of a webhook that are not there may be filled in by its controller. */
function seesPods(webhook: unknown): boolean {
  const rules = fieldAt(webhook, ['rules']);
  return !Array.isArray(rules) || rules.some(rule => {
    const resources = fieldAt(rule, ['resources']);
    return Array.isArray(resources) && resources.some(resource => resource === 'pods' || resource === '*' || resource === '*/*');
  });
}

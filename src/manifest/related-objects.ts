import { fieldAt, isObject } from './fields';
import { hasLabels, isPickedBy, Labels } from './label-selector';
import { KubernetesObject } from './types';
import { podMetadata, Workload } from './workloads';

const DEFAULT_NAMESPACE = 'default';

/** Kinds of objects that are looked for. Others need not be kept. */
export const RELATED_KINDS: ReadonlySet<string> = new Set([
  'Service', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'MutatingWebhookConfiguration', 'CustomResourceDefinition',
]);

/**
 * The objects that go to a cluster together, by what they have to do with each other.
 */
export class RelatedObjects {
  /** Where nothing else is known. */
  public static readonly NONE = new RelatedObjects([]);

  private byKind?: Groups;
  /** By kind, and within it by namespace. */
  private readonly byNamespace = new Map<string, Groups>();

  public constructor(private readonly objects: readonly KubernetesObject[]) {}

  /**
   * All objects of a kind, in their order.
   */
  public ofKind(kind: string): readonly KubernetesObject[] {
    this.byKind ??= grouped(this.objects, object => object.kind ?? '');
    return this.byKind.get(kind) ?? [];
  }

  /**
   * The Services whose selector picks the Pods of a workload.
   */
  public servicesOf(workload: Workload): KubernetesObject[] {
    return this.near('Service', workload).filter(service => picksPods(fieldAt(service, ['spec', 'selector']), podLabels(workload)));
  }

  /**
   * The HorizontalPodAutoscalers that scale a workload.
   */
  public autoscalersOf(workload: Workload): KubernetesObject[] {
    const { object } = workload;
    return this.near('HorizontalPodAutoscaler', workload).filter(autoscaler => fieldAt(autoscaler, ['spec', 'scaleTargetRef', 'kind']) === object.kind
      && fieldAt(autoscaler, ['spec', 'scaleTargetRef', 'name']) === object.metadata?.name);
  }

  /**
   * The NetworkPolicies that are about the Pods of a workload.
   */
  public networkPoliciesOf(workload: Workload): KubernetesObject[] {
    return this.near('NetworkPolicy', workload).filter(policy => isObject(fieldAt(policy, ['spec', 'podSelector']))
      && isPickedBy(fieldAt(policy, ['spec', 'podSelector']), podLabels(workload)));
  }

  /** The objects of a kind in the namespace of a workload. */
  private near(kind: string, { object }: Workload): readonly KubernetesObject[] {
    let groups = this.byNamespace.get(kind);
    if (!groups) {
      groups = grouped(this.ofKind(kind), namespaceOf);
      this.byNamespace.set(kind, groups);
    }
    return groups.get(namespaceOf(object)) ?? [];
  }
}

type Groups = ReadonlyMap<string, readonly KubernetesObject[]>;

function grouped(objects: readonly KubernetesObject[], keyOf: (object: KubernetesObject) => string): Groups {
  const groups = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const key = keyOf(object);
    const group = groups.get(key);
    if (group) {
      group.push(object);
    } else {
      groups.set(key, [object]);
    }
  }
  return groups;
}

function podLabels(workload: Workload): Labels {
  return podMetadata(workload).labels ?? {};
}

function namespaceOf({ metadata }: KubernetesObject): string {
  return String(metadata?.namespace ?? DEFAULT_NAMESPACE);
}

/** A Service without a selector picks no Pods. */
function picksPods(selector: unknown, labels: Labels): boolean {
  return isObject(selector) && Object.keys(selector).length > 0 && hasLabels(labels, selector);
}

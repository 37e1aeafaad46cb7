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
  /** By kind, and within it by namespace and by what they are about. */
  private readonly bySubject = new Map<string, Groups>();
  private places?: ReadonlyMap<KubernetesObject, number>;

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
    const labels = podLabels(workload);
    const selectorOf = (service: KubernetesObject) => fieldAt(service, ['spec', 'selector']);
    return this.about('Service', service => firstLabel(selectorOf(service)), workload, allLabels(labels))
      .filter(service => picksPods(selectorOf(service), labels));
  }

  /**
   * The HorizontalPodAutoscalers that scale a workload.
   */
  public autoscalersOf(workload: Workload): KubernetesObject[] {
    const { kind, metadata } = workload.object;
    const nameOf = (autoscaler: KubernetesObject) => fieldAt(autoscaler, ['spec', 'scaleTargetRef', 'name']);
    return this.about('HorizontalPodAutoscaler', autoscaler => String(nameOf(autoscaler)), workload, [String(metadata?.name)])
      .filter(autoscaler => fieldAt(autoscaler, ['spec', 'scaleTargetRef', 'kind']) === kind && nameOf(autoscaler) === metadata?.name);
  }

  /**
   * The NetworkPolicies that are about the Pods of a workload.
   */
  public networkPoliciesOf(workload: Workload): KubernetesObject[] {
    const labels = podLabels(workload);
    const selectorOf = (policy: KubernetesObject) => fieldAt(policy, ['spec', 'podSelector']);
    return this.about('NetworkPolicy', policy => firstLabel(fieldAt(selectorOf(policy), ['matchLabels'])), workload, allLabels(labels))
      .filter(policy => isObject(selectorOf(policy)) && isPickedBy(selectorOf(policy), labels));
  }

  /**
   * The objects of a kind in the namespace of a workload that may have to do with it, in their order. There may be as many of them as
   * there are workloads.
   */
  private about(
    kind: string, subjectOf: (object: KubernetesObject) => string, { object }: Workload, subjects: readonly string[],
  ): readonly KubernetesObject[] {
    const all = this.ofKind(kind);
    if (all.length === 0) {
      return all;
    }
    let groups = this.bySubject.get(kind);
    if (!groups) {
      groups = grouped(all, other => `${namespaceOf(other)} ${subjectOf(other)}`);
      this.bySubject.set(kind, groups);
    }
    const found = subjects.flatMap(subject => groups.get(`${namespaceOf(object)} ${subject}`) ?? []);
    const places = this.places ??= new Map(this.objects.map((other, i) => [other, i]));
    return found.sort((a, b) => places.get(a)! - places.get(b)!);
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

const NO_LABEL = '';

/** One that Pods must have to be picked, if there is one. */
function firstLabel(wanted: unknown): string {
  const [label] = isObject(wanted) ? Object.entries(wanted) : [];
  return label ? label.join('=') : NO_LABEL;
}

/** Those of Pods, any of which may be wanted, and that none may be. */
function allLabels(labels: Labels): string[] {
  return [NO_LABEL, ...Object.entries(labels).map(label => label.join('='))];
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

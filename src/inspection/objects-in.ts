import { withoutNulls } from '../manifest/fields';
import { RELATED_KINDS } from '../manifest/related-objects';
import { KubernetesObject } from '../manifest/types';
import { isKnownKind } from '../manifest/workload-kinds';
import { mapObjects, PodTemplatePlace, Workload, workloadsOf } from '../manifest/workloads';
import { workloadsByShape } from '../manifest/workloads-by-shape';
import { SourceDocument } from '../source/read-documents';

/** Where a document is. Its value is not kept: there may be many of them. */
export type DocumentPlace = Pick<SourceDocument, 'text' | 'offset' | 'index' | 'isOdd'>;

/** An object of a document, and the workloads in it. */
export interface DocumentObject {
  readonly object: KubernetesObject;
  readonly document: DocumentPlace;
  /** Where it is in the document: `''`, or in a list such as `items[2].`. */
  readonly prefix: string;
  readonly workloads: readonly Workload[];
}

/** Definitions of custom resources are long, and matter only if Pods are made of the resources. */
const DEFINITION = 'CustomResourceDefinition';

const WANTED = new RegExp(`ontainers|cdk8s-sidecars|\\bkind["']?\\s*:\\s*["']?(${[...RELATED_KINDS].filter(kind => kind !== DEFINITION).join('|')})\\b`);

/**
 * Whether there may be something in a document that matters here.
 */
export function mayMatter(document: string): boolean {
  return WANTED.test(document);
}

/** Kinds of Kubernetes itself that are not known to make Pods do not. */
const OF_KUBERNETES = /^(v\d\w*|[a-z]+\/.*|[a-z0-9.]+\.k8s\.io\/.*)$/;

/**
 * The objects of a document that have workloads in them, or to do with those of others.
 *
 * @param named kinds of custom resources that are not known here
 */
export function objectsIn({ value, ...document }: SourceDocument, named: readonly PodTemplatePlace[]): DocumentObject[] {
  const objects: DocumentObject[] = [];
  if (value === undefined) {
    return [];
  }
  const mayMakePods = document.text.includes('ontainers');
  mapObjects(value as KubernetesObject, (item, prefix) => {
    if (typeof item.apiVersion !== 'string' || typeof item.kind !== 'string') {
      return item;
    }
    const object = mayMakePods ? withoutNulls(item) : item;
    const workloads = mayMakePods ? workloadsIn(object, named) : [];
    if (workloads.length > 0 || isRelated(item.kind, mayMakePods)) {
      objects.push({ object, document, prefix, workloads });
    }
    return item;
  });
  return objects;
}

function isRelated(kind: string, mentionsContainers: boolean): boolean {
  return RELATED_KINDS.has(kind) && (mentionsContainers || kind !== DEFINITION);
}

function workloadsIn(object: KubernetesObject, named: readonly PodTemplatePlace[]): Workload[] {
  return isKnownKind(object, named) || OF_KUBERNETES.test(object.apiVersion!) ? workloadsOf(object, named) : workloadsByShape(object);
}

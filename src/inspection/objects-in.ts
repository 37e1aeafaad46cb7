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

/** Kinds of Kubernetes itself that are not known to make Pods do not. */
const OF_KUBERNETES = /^(v\d\w*|[a-z]+\/.*|[a-z0-9.]+\.k8s\.io\/.*)$/;

/**
 * The objects of a document that have workloads in them, or to do with those of others.
 *
 * @param named kinds of custom resources that are not known here
 */
export function objectsIn({ value, ...document }: SourceDocument, named: readonly PodTemplatePlace[]): DocumentObject[] {
  const objects: DocumentObject[] = [];
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

/** Definitions of custom resources are long, and matter only if Pods are made of the resources. */
function isRelated(kind: string, mentionsContainers: boolean): boolean {
  return RELATED_KINDS.has(kind) && (mentionsContainers || kind !== 'CustomResourceDefinition');
}

function workloadsIn(object: KubernetesObject, named: readonly PodTemplatePlace[]): Workload[] {
  return isKnownKind(object, named) || OF_KUBERNETES.test(object.apiVersion!) ? workloadsOf(object, named) : workloadsByShape(object);
}

import { withoutNulls } from '../manifest/fields';
import { KubernetesObject } from '../manifest/types';
import { isKnownKind } from '../manifest/workload-kinds';
import { mapObjects, PodTemplatePlace, Workload, workloadsOf } from '../manifest/workloads';
import { workloadsByShape } from '../manifest/workloads-by-shape';
import { SourceDocument } from '../source/read-documents';

/** An object of a document, and the workloads in it. */
export interface DocumentObject {
  readonly object: KubernetesObject;
  readonly document: SourceDocument;
  /** Where it is in the document: `''`, or in a list such as `items[2].`. */
  readonly prefix: string;
  readonly workloads: readonly Workload[];
}

/** Kinds of Kubernetes itself that are not known to make Pods do not. */
const OF_KUBERNETES = /^(v\d\w*|[a-z]+\/.*|[a-z0-9.]+\.k8s\.io\/.*)$/;

/**
 * The Kubernetes objects of a document; those of lists, and none in what is none.
 *
 * @param named kinds of custom resources that are not known here
 */
export function objectsIn(document: SourceDocument, named: readonly PodTemplatePlace[]): DocumentObject[] {
  const objects: DocumentObject[] = [];
  const mayMakePods = document.text.includes('ontainers');
  mapObjects(document.value as KubernetesObject, (item, prefix) => {
    if (typeof item.apiVersion === 'string' && typeof item.kind === 'string') {
      const object = mayMakePods ? withoutNulls(item) : item;
      objects.push({ object, document, prefix, workloads: mayMakePods ? workloadsIn(object, named) : [] });
    }
    return item;
  });
  return objects;
}

function workloadsIn(object: KubernetesObject, named: readonly PodTemplatePlace[]): Workload[] {
  return isKnownKind(object, named) || OF_KUBERNETES.test(object.apiVersion!) ? workloadsOf(object, named) : workloadsByShape(object);
}

import { acknowledgementFrom, SaidAcknowledgement } from './acknowledgement-text';
import { KubernetesObject } from '../../manifest/types';
import { podMetadata, podMetadataPath, Workload } from '../../manifest/workloads';

/** Annotation of an object or of a Pod template: `SC301: reason`, several on lines of their own. */
export const ACKNOWLEDGE_ANNOTATION = 'cdk8s-sidecars/acknowledge';

/** An acknowledgement in an annotation. */
export interface AnnotatedAcknowledgement extends SaidAcknowledgement {
  /** Of which container; undefined for all that is said of the object. */
  readonly container?: string;
}

/** An annotation that is to be one, and is not of its form. */
export interface AnnotationFault {
  readonly field: string;
  readonly fault: string;
}

const NONE = { said: [], faults: [] };

/**
 * What the annotations of an object and of its Pod template acknowledge: `cdk8s-sidecars/acknowledge` for all of it, and
 * `cdk8s-sidecars/acknowledge.NAME` for one container.
 */
export function annotatedAcknowledgements(
  { metadata }: KubernetesObject, workload?: Workload,
): { readonly said: readonly AnnotatedAcknowledgement[]; readonly faults: readonly AnnotationFault[] } {
  const ofPods = workload && podMetadata(workload).annotations;
  if (!metadata?.annotations && !ofPods) {
    return NONE;
  }
  const places: [string, unknown][] = [['metadata', metadata?.annotations]];
  if (ofPods && podMetadataPath(workload) !== 'metadata') {
    places.push([podMetadataPath(workload), ofPods]);
  }
  const said: AnnotatedAcknowledgement[] = [];
  const faults: AnnotationFault[] = [];
  for (const [path, annotations] of places) {
    for (const [key, value] of Object.entries(annotations as { readonly [key: string]: unknown } ?? {})) {
      if (key !== ACKNOWLEDGE_ANNOTATION && !key.startsWith(`${ACKNOWLEDGE_ANNOTATION}.`)) {
        continue;
      }
      const container = key.slice(ACKNOWLEDGE_ANNOTATION.length + 1) || undefined;
      for (const line of String(value).split('\n').filter(text => text.trim() !== '')) {
        const read = acknowledgementFrom(line);
        if ('fault' in read) {
          faults.push({ field: `${path}.annotations[${key}]`, fault: read.fault });
        } else {
          said.push({ ...read, container });
        }
      }
    }
  }
  return { said, faults };
}

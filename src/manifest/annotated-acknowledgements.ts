import { acknowledgementFrom } from './acknowledgement-text';
import { KubernetesObject } from './types';
import { podMetadata, podMetadataPath, Workload } from './workloads';

/** Annotation of an object or of a Pod template: `SC301: reason`, several on lines of their own. */
export const ACKNOWLEDGE_ANNOTATION = 'cdk8s-sidecars/acknowledge';

/** That a rule does not matter somewhere. */
export interface KnownFinding {
  readonly id: string;
  readonly reason: string;
  /** In which container; undefined for anywhere. */
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
): { readonly said: readonly KnownFinding[]; readonly faults: readonly AnnotationFault[] } {
  const ofPods = workload && podMetadata(workload).annotations;
  if (!metadata?.annotations && !ofPods) {
    return NONE;
  }
  const places: [string, unknown][] = [['metadata', metadata?.annotations]];
  if (ofPods && podMetadataPath(workload) !== 'metadata') {
    places.push([podMetadataPath(workload), ofPods]);
  }
  const said: KnownFinding[] = [];
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
          said.push(...read.ids.map(id => ({ id, reason: read.reason, container })));
        }
      }
    }
  }
  return { said, faults };
}

/**
 * Why a finding does not matter, if that was said.
 */
export function reasonFor({ id, container }: Pick<KnownFinding, 'id' | 'container'>, said: readonly KnownFinding[]): string | undefined {
  return said.find(known => known.id === id && (known.container === undefined || known.container === container))?.reason;
}

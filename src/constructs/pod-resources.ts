import { effectiveResources, qosClass as qosClassOf } from '../manifest/pod-resources';
import { KubernetesObject } from '../manifest/types';
import { workloadsOf } from '../manifest/workloads';

/**
 * The quality-of-service class of a Pod, by which the node chooses what to end first when it runs out of memory.
 */
export enum QosClass {
  /** Every container, sidecars and init containers included, has CPU and memory limits equal to its requests. */
  GUARANTEED = 'Guaranteed',
  /** Some container has a request or limit. */
  BURSTABLE = 'Burstable',
  /** No container has any. */
  BEST_EFFORT = 'BestEffort',
}

/**
 * What scheduler, quotas and nodes count for a Pod as a whole. A sidecar counts together with the main containers, since it
 * runs beside them; a plain init container counts with the sidecars before it, where that is more (KEP-753).
 */
export class PodResources {
  /**
   * The resources of the Pods that an object makes.
   *
   * @param manifest a Pod, Job, CronJob, Deployment, StatefulSet, DaemonSet, ReplicaSet or ReplicationController as plain JSON
   * @throws if it makes no Pods, or several kinds of them, or if a quantity is not one
   */
  public static ofManifest(manifest: { readonly [field: string]: any }): PodResources {
    const { kind, metadata } = manifest as KubernetesObject;
    const [workload, ...others] = workloadsOf(manifest);
    if (!workload) {
      throw new Error(`${kind ?? 'object'} '${metadata?.name ?? ''}' makes no Pods, so it has no resources of Pods. Give a Pod or a built-in workload.`);
    }
    if (others.length > 0) {
      throw new Error(`${kind} '${metadata?.name ?? ''}' makes Pods of several kinds, which have no resources in common.`);
    }
    return new PodResources(
      effectiveResources(workload.podSpec, 'requests'),
      effectiveResources(workload.podSpec, 'limits'),
      qosClassOf(workload.podSpec) as QosClass,
    );
  }

  private constructor(
    /** Requests of the Pod by resource, such as `cpu: '150m'`. */
    public readonly requests: { readonly [resource: string]: string },
    /** Limits of the Pod by resource. A container without a limit adds nothing. */
    public readonly limits: { readonly [resource: string]: string },
    /** The quality-of-service class of the Pod. */
    public readonly qosClass: QosClass,
  ) {}
}

import { isSidecar } from './containers';
import { withSortedKeys } from './fields';
import { Container, KubernetesObject } from './types';
import { PodTemplatePlace } from './workload-kinds';
import { mapWorkloads, withPodSpec, workloadsOf } from './workloads';

/**
 * An object with the `restartPolicy` of those init containers that had it before a schema older than native sidecars was
 * applied to the object.
 *
 * @param unfiltered the object before that; its lists have the same items
 * @param named kinds that are not known here
 */
export function withDroppedRestartPolicies(
  object: KubernetesObject, unfiltered: KubernetesObject, named: readonly PodTemplatePlace[],
): KubernetesObject {
  const before = new Map(workloadsOf(unfiltered, named).map(({ podSpecPath, podSpec }) => [podSpecPath, podSpec.initContainers ?? []]));
  return mapWorkloads(object, workload => {
    const { podSpec, podSpecPath } = workload;
    const written = before.get(podSpecPath) ?? [];
    const isDropped = (container: Container, i: number) => !isSidecar(container) && i in written && isSidecar(written[i]);
    return !podSpec.initContainers?.some(isDropped) ? workload : withPodSpec(workload, {
      ...podSpec,
      initContainers: podSpec.initContainers.map((container, i) =>
        isDropped(container, i) ? withSortedKeys({ ...container, restartPolicy: 'Always' }) : container),
    });
  }, named);
}

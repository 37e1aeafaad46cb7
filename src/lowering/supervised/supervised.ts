import { castOf } from './cast';
import { VOLUME } from './names';
import { runtimeContainer } from './runtime-container';
import { SupervisedSettings } from './settings';
import { supervisedContainer } from './supervised-container';
import { TargetCluster } from '../../cluster/target-cluster';
import { withPodTemplateAnnotations, withPodSpec, Workload } from '../../manifest/workloads';

/** Says that a Pod was lowered, and for which target. */
const LOWERED_ANNOTATION = 'cdk8s-sidecars/supervised-for';
const DEFAULT_CONTAINER_ANNOTATION = 'kubectl.kubernetes.io/default-container';

/**
 * A workload with native sidecars as one without that behaves the same: every container from the first sidecar on becomes
 * an ordinary one that a supervisor starts and stops in its turn. There must be no obstacles to that.
 */
export function lowerToSupervised(workload: Workload, target: TargetCluster, settings: SupervisedSettings): Workload {
  const { podSpec } = workload;
  const { before, members } = castOf(podSpec);
  const main = members.find(({ role }) => role === 'main');
  return withPodTemplateAnnotations(withPodSpec(workload, {
    ...podSpec,
    initContainers: [...before, runtimeContainer(podSpec, members, settings)],
    containers: members.map((_, i) => supervisedContainer(podSpec, members, i, settings)),
    volumes: [...podSpec.volumes ?? [], { name: VOLUME, emptyDir: {} }],
  }), {
    ...main && { [DEFAULT_CONTAINER_ANNOTATION]: main.container.name },
    [LOWERED_ANNOTATION]: target.toString(),
  });
}

import { castOf, Member } from './cast';
import { VOLUME } from './names';
import { runtimeContainer } from './runtime-container';
import { SupervisedSettings } from './settings';
import { supervisedContainer } from './supervised-container';
import { TargetCluster } from '../../cluster/target-cluster';
import { Diagnostic, DiagnosticSeverity } from '../../diagnostics/diagnostic';
import { effectiveResources } from '../../manifest/pod-resources';
import { parseQuantity } from '../../manifest/quantity';
import { Container } from '../../manifest/types';
import { withPodTemplateAnnotations, withPodSpec, Workload } from '../../manifest/workloads';

/** Says that a Pod was lowered, and for which target. */
const LOWERED_ANNOTATION = 'cdk8s-sidecars/supervised-for';
const DEFAULT_CONTAINER_ANNOTATION = 'kubectl.kubernetes.io/default-container';

/**
 * A workload with native sidecars as one without that behaves the same: every container from the first sidecar on becomes
 * an ordinary one that a supervisor starts and stops in its turn. There must be no obstacles to that.
 */
export function lowerToSupervised(
  workload: Workload, target: TargetCluster, settings: SupervisedSettings,
): { workload: Workload; diagnostics: Diagnostic[] } {
  const { podSpec } = workload;
  const { before, members } = castOf(podSpec);
  const main = members.find(({ role }) => role === 'main');
  const lowered = withPodTemplateAnnotations(withPodSpec(workload, {
    ...podSpec,
    initContainers: [...before, runtimeContainer(podSpec, members, settings)],
    containers: members.map((_, i) => supervisedContainer(podSpec, members, i, settings)),
    volumes: [...podSpec.volumes ?? [], { name: VOLUME, emptyDir: {} }],
  }), {
    ...main && { [DEFAULT_CONTAINER_ANNOTATION]: main.container.name },
    [LOWERED_ANNOTATION]: target.toString(),
  });
  return { workload: lowered, diagnostics: grownRequests(workload, lowered, members) };
}

/** A native init container's requests count only while nothing else runs; those of an ordinary container always do. */
function grownRequests({ podSpec, podSpecPath }: Workload, lowered: Workload, members: readonly Member[]): Diagnostic[] {
  const steps = members.filter(({ role }) => role === 'step').map(({ container }) => container.name);
  const before = effectiveResources(podSpec, 'requests');
  const after = effectiveResources({ ...lowered.podSpec, initContainers: castOf(podSpec).before as Container[] }, 'requests');
  const grown = Object.keys(after).filter(resource => steps.length > 0 && !isSame(after[resource], before[resource] ?? '0'));
  return grown.length === 0 ? [] : [{
    id: 'SC815',
    slug: 'supervised-requests',
    severity: DiagnosticSeverity.INFO,
    field: `${podSpecPath}.initContainers`,
    message: `the requests of init containers after a sidecar (${steps.join(', ')}) count for the whole life of the Pod, which requests `
      + `${grown.map(resource => `${after[resource]} ${resource} instead of ${before[resource] ?? 0}`).join(', ')}.`,
    fix: 'Lower their requests if the Pod does not fit any more.',
  }];
}

function isSame(a: string, b: string): boolean {
  return parseQuantity(a).nano === parseQuantity(b).nano;
}

import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, isSidecar, sidecarsOf } from '../manifest/containers';
import { Container } from '../manifest/types';
import { withPodSpec, Workload } from '../manifest/workloads';

/**
 * Why a workload with native sidecars cannot have ordinary containers in their place: it would never end.
 */
export function plainObstacles(workload: Workload): Diagnostic[] {
  const { restartPolicy } = workload.podSpec;
  return restartPolicy === undefined || restartPolicy === 'Always' ? [] : sidecarsOf(workload.podSpec).map(({ container, path }) => ({
    id: 'SC822',
    slug: 'plain-container-never-ends',
    severity: DiagnosticSeverity.ERROR,
    container: container.name,
    field: `${workload.podSpecPath}.${path}`,
    message: 'as an ordinary container it would keep the Pod from ending, since nothing stops it after the main containers.',
    fix: 'Choose the supervised fallback.',
  }));
}

/**
 * A workload that runs for ever, with its sidecars as ordinary containers, and warnings that say what is lost.
 */
export function lowerToPlainContainers(workload: Workload, target: TargetCluster): { workload: Workload; diagnostics: Diagnostic[] } {
  const { podSpec, podSpecPath } = workload;
  const all = containersOf(podSpec);
  const initContainers = podSpec.initContainers!.filter(container => !isSidecar(container));
  return {
    workload: withPodSpec(workload, {
      ...podSpec,
      initContainers: initContainers.length > 0 ? initContainers : undefined,
      containers: [...sidecarsOf(podSpec).map(({ container }) => asOrdinary(container)), ...podSpec.containers],
    }),
    diagnostics: sidecarsOf(podSpec).map(({ container, path }) => {
      const without = all.slice(all.findIndex(other => other.container === container)).filter(({ role }) => role === 'init');
      return {
        id: 'SC821',
        slug: 'plain-container',
        severity: DiagnosticSeverity.WARNING,
        container: container.name,
        field: `${podSpecPath}.${path}`,
        message: `for the target cluster (${target}) it becomes an ordinary container: it starts together with the main containers, which do not wait`
          + ' until it works, and it is stopped together with them'
          + `${without.length > 0 ? `; the init containers after it run without it (${without.map(other => other.container.name).join(', ')})` : ''}.`,
        fix: 'Upgrade the cluster to Kubernetes 1.29 or later, or make the supervised fallback possible.',
      };
    }),
  };
}

function asOrdinary(sidecar: Container): Container {
  const { restartPolicy, ...container } = sidecar as Container & { restartPolicy?: string };
  return container;
}

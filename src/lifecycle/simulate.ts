import { Assumption, assumptionFor } from './assumption';
import { ContainerRun } from './container-run';
import { LifecycleEvent, PodPhase } from './event';
import { backoffLimitOf, JobEnd, jobEnd } from './job-end';
import { Kubelet, kubeletOf, SUPERVISOR } from './kubelet';
import { PodRun } from './pod-run';
import { refusal } from './refusal';
import { QUIET_SECONDS, Scenario, ScenarioName } from './scenario';
import { TargetCluster } from '../cluster/target-cluster';
import { containersOf, PlacedContainer } from '../manifest/containers';
import { Workload } from '../manifest/workloads';

/** What is said of a Pod besides its manifest. */
export interface SimulationOptions {
  /** By the names of containers. */
  readonly assumptions?: ReadonlyMap<string, Partial<Assumption>>;
  /** Whether the workload comes lowered to its supervised form. */
  readonly supervised?: boolean;
  /** When the Pod is deleted, in seconds since its creation, whatever the scenario. */
  readonly deleteAt?: number;
  /** Seconds after which nothing is looked at any more. */
  readonly horizon?: number;
}

/** What a Pod goes through. */
export interface Lifecycle {
  readonly target: string;
  /** Whether the workload is lowered to its supervised form there. */
  readonly supervised?: boolean;
  readonly scenario: ScenarioName;
  readonly assumptions: { readonly [container: string]: Assumption };
  readonly events: readonly LifecycleEvent[];
  /** Its last phase; null if it never came to be. */
  readonly phase: PodPhase | null;
  readonly containers: { readonly [container: string]: ContainerOutcome };
  /** Why nothing more happens to a Pod that has not got as far as to run, if that is so. */
  readonly stuck?: string;
  /** Why the Pod was never started, if it was not. */
  readonly refused?: string;
  /** The Job around it, if there is one. */
  readonly job?: JobEnd;
  /** Seconds from the creation of the Pod to the last thing that happens. */
  readonly end: number;
}

export interface ContainerOutcome {
  readonly role: 'init' | 'sidecar' | 'main';
  readonly starts: number;
  readonly exitCode?: number;
}

const HORIZON_SECONDS = 3600;

/**
 * Predicts what the kubelet of a cluster does with the Pods of a workload: in which order containers start, what holds them up,
 * what is restarted, how the Pod ends, and the Job around it. What a manifest does not say is assumed.
 */
export function simulate(workload: Workload, target: TargetCluster, scenario: Scenario, options: SimulationOptions = {}): Lifecycle {
  const { podSpec, jobSpec } = workload;
  const placed = containersOf(podSpec);
  const kubelet = options.supervised ? SUPERVISOR : kubeletOf(target);
  const assumptions = placed.map(container => assumed(container, workload, scenario, options));
  const runs = placed.map((container, i) => new ContainerRun(container.container, roleOf(container, kubelet), assumptions[i]));
  const refused = options.supervised ? undefined : refusal(workload, target);
  const pod = new PodRun(podSpec, runs, kubelet, {
    deletion: options.deleteAt !== undefined ? { at: options.deleteAt, from: 'creation' }
      : scenario.deletes ? { at: QUIET_SECONDS, from: 'main containers' } : undefined,
    deadline: jobSpec?.activeDeadlineSeconds,
    isTooMany: jobSpec && podSpec.restartPolicy === 'OnFailure' ? restarts => restarts >= Math.max(1, backoffLimitOf(jobSpec)) : undefined,
    horizon: options.horizon ?? HORIZON_SECONDS,
    endsAtStart: scenario.name === 'start',
  });
  if (refused === undefined) {
    pod.run();
  }
  const stuck = refused === undefined ? stuckAt(pod, runs) : undefined;
  return {
    target: target.toString(),
    ...options.supervised && { supervised: true },
    scenario: scenario.name,
    assumptions: Object.fromEntries(runs.map(({ name }, i) => [name, assumptions[i]])),
    events: pod.events,
    phase: refused === undefined ? pod.phase : null,
    containers: Object.fromEntries(runs.map(({ name, role, starts, exitCode }): [string, ContainerOutcome] =>
      [name, { role, starts, ...exitCode !== undefined && { exitCode } }])),
    ...refused !== undefined && { refused },
    ...stuck !== undefined && { stuck },
    ...jobSpec && refused === undefined && scenario.name !== 'start' && {
      job: jobEnd(jobSpec, { phase: pod.phase, time: pod.endedAt, deletedFor: pod.deletedFor, containers: runs }),
    },
    end: pod.events.at(-1)?.time ?? 0,
  };
}

function stuckAt({ phase, isOver }: PodRun, runs: readonly ContainerRun[]): string | undefined {
  const at = runs.find(({ role, isRunning, isStarted }) => role === 'init' ? isRunning : role === 'sidecar' && !isStarted);
  if (phase !== 'Pending' || isOver || !at) {
    return undefined;
  }
  return at.role === 'init'
    ? `the Pod stays in Init: '${at.name}' is a plain init container to this kubelet, and does not end, so nothing after it ever starts.`
    : `the Pod stays in Init: '${at.name}' does not get past its start gate, so nothing after it ever starts.`;
}

/** To a kubelet without native sidecars, one is an init container that has to exit. */
function roleOf({ role }: PlacedContainer, { knowsSidecars }: Kubelet): PlacedContainer['role'] {
  return role === 'sidecar' && !knowsSidecars ? 'init' : role;
}

function assumed(container: PlacedContainer, { podSpec }: Workload, scenario: Scenario, options: SimulationOptions): Assumption {
  const said = { ...scenario.assume(container, containersOf(podSpec)), ...options.assumptions?.get(container.container.name) };
  return assumptionFor(container, podSpec, said, options.supervised);
}

import { ContainerRun } from './container-run';
import { Kubelet } from './kubelet';
import { PodClock } from './pod-clock';
import { LEAST_GRACE_SECONDS, Programs } from './programs';

/** What a termination needs of the Pod that it ends. */
export interface TerminatingPod {
  readonly clock: PodClock;
  readonly programs: Programs;
  readonly containers: readonly ContainerRun[];
  readonly kubelet: Kubelet;
  /** Seconds that all its containers share. */
  readonly grace: number;
  readonly why: string;
  readonly over: () => void;
}

export interface Termination {
  /** To be called when a container has ended. */
  readonly ended: () => void;
}

/** A container that is being stopped. */
interface Stopping {
  readonly container: ContainerRun;
  /** Those that must have ended before its turn. */
  readonly waitsFor: readonly ContainerRun[];
  preStopIsDone: boolean;
  isSignalled: boolean;
}

/**
 * Stops all containers of a Pod as the kubelet does: the preStop hooks of all at once, SIGTERM to main containers and plain init
 * containers after their own hook, to sidecars one by one in reverse order after all of those, and what is left of the one grace
 * period to each, but never less than 2 s (killContainersWithSyncResult and kuberuntime_termination_order.go, since 1.29).
 */
export function terminate(pod: TerminatingPod): Termination {
  const { clock, programs, containers, grace, why, over } = pod;
  const begin = clock.now;
  const stopping = containers.filter(({ isRunning }) => isRunning).map((container): Stopping =>
    ({ container, waitsFor: predecessors(pod, container), preStopIsDone: false, isSignalled: false }));

  const signal = (each: Stopping, reason: string) => {
    const { container, container: { name, assumed } } = each;
    each.isSignalled = true;
    const left = Math.max(LEAST_GRACE_SECONDS, grace - Math.floor(clock.now - begin));
    clock.tell(container, 'Terminating', `'${name}' gets SIGTERM, and has ${left} s: ${reason}.`);
    if (!assumed.ignoresTerm && assumed.stop <= left) {
      clock.later(assumed.stop, container, () => programs.exit(container, container.assumed.exit, `'${name}' exits with ${container.assumed.exit}.`));
    } else {
      clock.later(left, container, () => programs.exit(container, 137, `'${name}' has not ended in time, and is killed.`, 'Killed'));
    }
  };
  const signalThoseWhoseTurnItIs = () => {
    for (const each of stopping) {
      if (each.container.isRunning && each.preStopIsDone && !each.isSignalled && each.waitsFor.every(other => hasEnded(pod, other))) {
        signal(each, each.waitsFor.length > 0 ? 'all that it waits for has ended' : why);
      }
    }
  };

  const ended = () => {
    if (stopping.every(({ container }) => !container.isRunning)) {
      over();
    } else {
      signalThoseWhoseTurnItIs();
    }
  };
  for (const each of stopping) {
    const { container } = each;
    const preStop = container.spec.lifecycle?.preStop ? Math.min(container.assumed.preStop, grace) : undefined;
    if (preStop === undefined) {
      each.preStopIsDone = true;
    } else {
      clock.tell(container, 'PreStop', `The preStop hook of '${container.name}' runs, at once and beside all others: ${why}.`);
      clock.later(preStop, container, () => {
        each.preStopIsDone = true;
        clock.tell(container, 'PreStopDone', `The preStop hook of '${container.name}' is ${preStop < container.assumed.preStop ? 'cut off' : 'done'}.`);
        signalThoseWhoseTurnItIs();
      });
    }
    if (each.waitsFor.length > 0) {
      clock.later(grace, container, () => {
        if (!each.isSignalled) {
          signal(each, `the grace period of ${grace} s is over before its turn has come`);
        }
      });
    }
  }
  return { ended };
}

/** Those that must have ended before it is a container's turn to stop. */
function predecessors({ containers, kubelet }: TerminatingPod, container: ContainerRun): ContainerRun[] {
  if (!kubelet.ordersTermination || container.role !== 'sidecar') {
    return [];
  }
  return containers.filter((other, i) => other.role === 'main' || (other.role === 'sidecar' && i > containers.indexOf(container)));
}

function hasEnded({ kubelet }: TerminatingPod, { isRunning, hasRun, role }: ContainerRun): boolean {
  return !isRunning && (hasRun || role === 'main' || !kubelet.waitsForUnstarted);
}

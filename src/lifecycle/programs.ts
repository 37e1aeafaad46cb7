import { ContainerRun } from './container-run';
import { PodClock } from './pod-clock';
import { startupProbeEnd } from './startup-probe';

/** Whatever is left of a grace period, a program has this long from its stop signal on (kuberuntime_container.go, minimumGracePeriodInSeconds). */
export const LEAST_GRACE_SECONDS = 2;

/** What goes on in a Pod besides its containers. */
export interface ProgramsOfPod {
  readonly clock: PodClock;
  /** What comes after a container, if there is something. */
  readonly next: (container: ContainerRun) => ContainerRun | undefined;
  /** Whether a startup probe is not heard of any more, though it passes. */
  readonly isUnheard: (container: ContainerRun) => boolean;
  /** Seconds. */
  readonly gracePeriod: number;
  /** Has the kubelet look at the Pod. */
  readonly changed: () => void;
}

/**
 * What the programs in the containers do: they start, pass their start gates or not, and come to their ends.
 */
export class Programs {
  public constructor(private readonly pod: ProgramsOfPod) {}

  public start(container: ContainerRun): void {
    const { clock, changed } = this.pod;
    container.start(clock.now);
    const again = container.starts > 1 ? ` again (start ${container.starts})` : '';
    clock.tell(container, 'Starting', `${TITLES[container.role]} '${container.name}' is started${again}.`);
    if (!container.spec.lifecycle?.postStart) {
      this.watch(container);
      return;
    }
    const { postStart } = container.assumed;
    clock.tell(container, 'PostStart', `The postStart hook of '${container.name}' runs; the kubelet starts nothing else until it is done.`);
    clock.beBusy(postStart);
    clock.later(postStart, container, () => this.watch(container));
    clock.plan(clock.now + postStart, changed);
  }

  public exit(container: ContainerRun, code: number, message: string, type: 'Exited' | 'Killed' = 'Exited'): void {
    const { clock, changed } = this.pod;
    container.exit(clock.now, code);
    clock.tell(container, type, message, code);
    changed();
  }

  /** Waits for the start gate of a container that has been started. */
  private watch(container: ContainerRun): void {
    const { clock, isUnheard, changed } = this.pod;
    const probe = container.role === 'init' ? undefined : container.spec.startupProbe;
    if (!probe || container.assumed.gateNever) {
      this.runOut(container);
    }
    if (!probe) {
      this.markStarted(container, container.role === 'sidecar' ? 'It has no startup probe, so it counts as started at once' : undefined);
      return;
    }
    const { passes, after, tries } = startupProbeEnd(probe, container.assumed);
    if (!passes) {
      clock.later(after, container, () => this.stop(container, `Its startup probe has failed ${tries} times`, probe.terminationGracePeriodSeconds));
    } else if (!isUnheard(container)) {
      clock.later(after, container, () => {
        this.markStarted(container, `Its startup probe has passed at try ${tries}`);
        this.runOut(container);
        changed();
      });
    }
  }

  private markStarted(container: ContainerRun, why: string | undefined): void {
    container.isStarted = true;
    const next = this.pod.next(container);
    const consequence = container.role === 'sidecar' && next && !next.hasRun ? `: '${next.name}' may start` : '';
    this.pod.clock.tell(container, 'Started', `'${container.name}' has started${why ? `. ${why}` : ''}${consequence}.`);
  }

  /** Lets the program of a container come to its own end. */
  private runOut(container: ContainerRun): void {
    const { run, exit } = container.assumed;
    if (run !== Infinity) {
      this.pod.clock.later(run, container, () => this.exit(container, exit, `'${container.name}' exits with ${exit}.`));
    }
  }

  /** Stops one container that has failed a probe, with its hook and a grace period of its own. */
  private stop(container: ContainerRun, why: string, ofProbe: number | undefined): void {
    const { clock, gracePeriod } = this.pod;
    const { assumed, spec, name } = container;
    const grace = ofProbe ?? gracePeriod;
    const preStop = spec.lifecycle?.preStop ? Math.min(assumed.preStop, grace) : 0;
    const left = Math.max(LEAST_GRACE_SECONDS, grace - preStop);
    const ends = !assumed.ignoresTerm && assumed.stop <= left;
    if (preStop > 0) {
      clock.tell(container, 'PreStop', `${why}, so it is stopped: its preStop hook runs first.`);
    }
    clock.beBusy(preStop + (ends ? assumed.stop : left));
    clock.later(preStop, container, () => {
      if (preStop > 0) {
        clock.tell(container, 'PreStopDone', `The preStop hook of '${name}' is done.`);
      }
      clock.tell(container, 'Terminating', `${why}, so '${name}' gets SIGTERM.`);
      clock.later(ends ? assumed.stop : left, container, () => ends
        ? this.exit(container, assumed.exit, `'${name}' exits with ${assumed.exit}.`)
        : this.exit(container, 137, `'${name}' has not ended within its grace period, and is killed.`, 'Killed'));
    });
  }
}

const TITLES = { init: 'Init container', sidecar: 'Sidecar', main: 'Main container' };

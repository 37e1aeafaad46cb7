import { Agenda } from './agenda';
import { ContainerRun } from './container-run';
import { EventType, LifecycleEvent, PodPhase } from './event';
import { Kubelet } from './kubelet';
import { startupProbeEnd } from './startup-probe';
import { terminate, Termination } from './termination';
import { PodSpec } from '../manifest/types';

const DEFAULT_GRACE_SECONDS = 30;

/** What becomes of a Pod from outside. */
export interface PodFate {
  /** When it is deleted, in seconds since its creation, or since its main containers have started. */
  readonly deletion?: { readonly at: number; readonly from: 'creation' | 'main containers' };
  /** Asked at each restart of a container: whether the Job has had enough of them, and deletes the Pod. */
  readonly isTooMany?: (restarts: number) => boolean;
  /** When a Job's deadline deletes it. */
  readonly deadline?: number;
  /** Nothing is looked at after this time. */
  readonly horizon: number;
  /** Whether nothing is looked at any more once all main containers have started. */
  readonly endsAtStart: boolean;
}

/**
 * The life of one Pod: what the kubelet decides each time that something has happened, as in computePodActions
 * (pkg/kubelet/kuberuntime), with everything taking no time that is not said to take some.
 */
export class PodRun {
  public readonly events: LifecycleEvent[] = [];
  public phase: PodPhase = 'Pending';
  /** Whether the Pod has come to its end. */
  public isOver = false;
  public endedAt?: number;
  /** By whom it was deleted, if it was. */
  public deletedBy?: 'somebody' | 'its Job';
  private now = 0;
  private readonly agenda = new Agenda();
  private isInitialized = false;
  private hasFailed = false;
  private termination?: Termination;
  /** One worker looks after a Pod: while it waits for a hook, or for a container to stop, it does nothing else. */
  private busyUntil = 0;

  public constructor(
    private readonly podSpec: PodSpec,
    public readonly containers: readonly ContainerRun[],
    private readonly kubelet: Kubelet,
    private readonly fate: PodFate,
  ) {}

  /** Lets it live. */
  public run(): void {
    this.tell(null, 'Phase', 'Pending: the Pod is on its node, and its containers start one after the other.');
    const { deletion, deadline, horizon } = this.fate;
    if (deletion?.from === 'creation') {
      this.agenda.plan(deletion.at, () => this.delete('somebody', 'the Pod is deleted'));
    }
    if (deadline !== undefined) {
      this.agenda.plan(deadline, () => this.delete('its Job', 'the activeDeadlineSeconds of the Job are over'));
    }
    const podDeadline = this.podSpec.activeDeadlineSeconds;
    if (podDeadline !== undefined) {
      this.agenda.plan(podDeadline, () => this.fail('the activeDeadlineSeconds of the Pod are over'));
    }
    this.sync();
    for (let entry = this.agenda.next(horizon); entry && !this.isOver; entry = this.agenda.next(horizon)) {
      this.now = entry.time;
      entry.happen();
    }
  }

  public get restarts(): number {
    return this.containers.reduce((total, { starts }) => total + Math.max(0, starts - 1), 0);
  }

  private get inits(): ContainerRun[] {
    return this.containers.filter(({ role }) => role !== 'main');
  }

  private get mains(): ContainerRun[] {
    return this.containers.filter(({ role }) => role === 'main');
  }

  private tell(container: ContainerRun | null, type: EventType, message: string, code?: number): void {
    this.events.push({ time: this.now, container: container?.name ?? null, type, ...code !== undefined && { code }, message });
  }

  private enter(phase: PodPhase, why: string): void {
    if (this.phase !== phase) {
      this.phase = phase;
      this.tell(null, 'Phase', `${phase}: ${why}.`);
    }
  }

  /** What the kubelet does when it looks at the Pod. */
  private sync(): void {
    if (this.isOver || this.termination || this.now < this.busyUntil) {
      return;
    }
    this.isInitialized ||= this.initialize();
    if (this.isInitialized) {
      this.runMains();
    }
  }

  /** Takes the init containers as far as they get; true once all of them have ended or, if they are sidecars, have started. */
  private initialize(): boolean {
    const { inits } = this;
    for (const [i, container] of inits.entries()) {
      const isPassed = inits[i + 1]?.hasRun;
      if (!container.hasRun) {
        this.start(container);
      } else if (!container.isRunning && (container.role === 'sidecar' || container.exitCode !== 0)) {
        if (container.role === 'init' && !this.comesBack(container)) {
          this.fail(`'${container.name}' has failed, and the Pod's restart policy is Never`);
          return false;
        }
        this.restart(container);
      }
      const isDone = container.role === 'init' ? !container.isRunning && container.exitCode === 0 : container.isStarted;
      if (this.now < this.busyUntil || !(isDone || isPassed)) {
        return false;
      }
    }
    return true;
  }

  private runMains(): void {
    this.containers.filter(({ role, isRunning }) => role === 'sidecar' && !isRunning).forEach(sidecar => this.restart(sidecar));
    const { mains } = this;
    for (const main of mains.filter(({ hasRun }) => !hasRun)) {
      if (this.now < this.busyUntil) {
        return;
      }
      this.start(main);
    }
    if (this.now < this.busyUntil || this.termination) {
      return;
    }
    if (this.phase === 'Pending') {
      this.enter('Running', 'all init containers are done, and the main containers run');
      if (this.fate.endsAtStart) {
        this.agenda.clear();
      }
      if (this.fate.deletion?.from === 'main containers') {
        this.agenda.plan(this.now + this.fate.deletion.at, () => this.delete('somebody', 'the Pod is deleted'));
      }
    }
    const ended = mains.filter(({ isRunning }) => !isRunning);
    const returning = ended.filter(main => this.comesBack(main));
    if (ended.length === mains.length && returning.length === 0) {
      this.end();
    } else if (returning.length > 0 && this.isReadyForMains(mains)) {
      returning.forEach(main => this.restart(main));
    }
  }

  /** If no main container runs, those that come back wait for the last init container if that is a sidecar. */
  private isReadyForMains(mains: readonly ContainerRun[]): boolean {
    const last = this.inits.at(-1);
    return mains.some(({ isRunning }) => isRunning) || !last || last.role !== 'sidecar' || last.isStarted;
  }

  private comesBack({ spec, exitCode, role }: ContainerRun): boolean {
    const own = this.kubelet.hasContainerPolicies ? (spec as { restartPolicy?: string }).restartPolicy : undefined;
    const policy = own ?? this.podSpec.restartPolicy ?? 'Always';
    // To an init container, Always and OnFailure are the same: it has to succeed once.
    return policy === 'Always' ? role !== 'init' || exitCode !== 0 : policy === 'OnFailure' && exitCode !== 0;
  }

  private start(container: ContainerRun): void {
    const { assumed, spec } = container;
    container.start(this.now);
    const again = container.starts > 1 ? ` again (start ${container.starts})` : '';
    this.tell(container, 'Starting', `${describe(container)} '${container.name}' is started${again}.`);
    if (spec.lifecycle?.postStart) {
      this.tell(container, 'PostStart', `The postStart hook of '${container.name}' runs; the kubelet starts nothing else until it is done.`);
      this.whileBusy(assumed.postStart, container, () => this.watch(container));
    } else {
      this.watch(container);
    }
  }

  /** Waits for the start gate of a container that has been started. */
  private watch(container: ContainerRun): void {
    const { spec, assumed, role } = container;
    const probe = role === 'init' ? undefined : spec.startupProbe;
    if (!probe) {
      this.markStarted(container, role === 'sidecar' ? 'It has no startup probe, so it counts as started at once' : undefined);
      this.runOut(container);
      return;
    }
    if (assumed.gateNever) {
      this.runOut(container);
    }
    const { passes, after, tries } = startupProbeEnd(probe, assumed);
    if (passes && !(this.kubelet.losesStartupProbes && this.isAffectedByLostProbes && container.role === 'sidecar' && container.starts > 1)) {
      this.later(after, container, () => {
        this.markStarted(container, `Its startup probe has passed at try ${tries}`);
        this.runOut(container);
        this.sync();
      });
    } else if (!passes) {
      this.later(after, container, () => this.stopAlone(container, `Its startup probe has failed ${tries} times`, probe.terminationGracePeriodSeconds));
    }
  }

  private get isAffectedByLostProbes(): boolean {
    return this.podSpec.restartPolicy === 'Never' && this.containers.filter(({ spec, role }) => role !== 'init' && spec.startupProbe).length > 1;
  }

  private markStarted(container: ContainerRun, why: string | undefined): void {
    container.isStarted = true;
    const next = this.containers[this.containers.indexOf(container) + 1];
    const consequence = container.role === 'sidecar' && next && !next.hasRun ? `: '${next.name}' may start` : '';
    this.tell(container, 'Started', `'${container.name}' has started${why ? `. ${why}` : ''}${consequence}.`);
  }

  /** Lets the program of a container come to its own end. */
  private runOut(container: ContainerRun): void {
    const { run, exit } = container.ownEnd;
    if (run !== Infinity) {
      this.later(run, container, () => this.exit(container, exit, `'${container.name}' exits with ${exit}.`));
    }
  }

  private exit(container: ContainerRun, code: number, message: string, type: 'Exited' | 'Killed' = 'Exited'): void {
    container.exit(this.now, code);
    this.tell(container, type, message, code);
    if (this.termination) {
      this.termination.ended();
    } else {
      this.sync();
    }
  }

  private restart(container: ContainerRun): void {
    if (this.fate.isTooMany?.(this.restarts + 1)) {
      this.delete('its Job', `the backoffLimit of the Job is reached with a restart of '${container.name}'`);
      return;
    }
    if (container.nextStart <= this.now) {
      this.start(container);
    } else {
      this.agenda.plan(container.nextStart, () => this.sync());
    }
  }

  /** Stops one container that has failed a probe. */
  private stopAlone(container: ContainerRun, why: string, grace: number | undefined): void {
    const { assumed } = container;
    const seconds = Math.max(2, grace ?? this.podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS);
    const preStop = container.spec.lifecycle?.preStop ? Math.min(assumed.preStop, seconds) : 0;
    const ends = !assumed.ignoresTerm && assumed.stop <= seconds - preStop;
    if (preStop > 0) {
      this.tell(container, 'PreStop', `${why}, so it is stopped: its preStop hook runs first.`);
    }
    this.busyUntil = Math.max(this.busyUntil, this.now + preStop + (ends ? assumed.stop : Math.max(2, seconds - preStop)));
    this.later(preStop, container, () => {
      this.tell(container, 'Terminating', `${preStop > 0 ? 'Its preStop hook is done' : why}, so '${container.name}' gets SIGTERM.`);
      this.later(ends ? assumed.stop : Math.max(2, seconds - preStop), container, () => ends
        ? this.exit(container, container.ownEnd.exit, `'${container.name}' exits with ${container.ownEnd.exit}.`)
        : this.exit(container, 137, `'${container.name}' has not ended within its grace period, and is killed.`, 'Killed'));
    });
  }

  private delete(by: 'somebody' | 'its Job', why: string): void {
    if (!this.isOver && !this.deletedBy) {
      this.deletedBy = by;
      this.stopAll(why);
    }
  }

  private fail(why: string): void {
    this.hasFailed = true;
    this.stopAll(why);
  }

  /** All main containers have ended for good. */
  private end(): void {
    this.stopAll('all main containers have ended');
  }

  private stopAll(why: string): void {
    if (this.termination || this.isOver) {
      return;
    }
    this.termination = terminate({
      containers: this.containers,
      kubelet: this.kubelet,
      grace: this.podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS,
      why,
      now: () => this.now,
      tell: (container, type, message) => this.tell(container, type, message),
      later: (seconds, container, happen) => this.later(seconds, container, happen),
      exit: (container, code, message, type) => this.exit(container, code, message, type),
      over: () => this.finish(why),
    });
    this.termination.ended();
  }

  private finish(why: string): void {
    this.isOver = true;
    this.endedAt = this.now;
    const { mains } = this;
    const succeeded = !this.hasFailed && mains.every(({ hasRun, exitCode }) => hasRun && exitCode === 0);
    const failing = mains.find(({ exitCode }) => exitCode !== 0);
    this.enter(succeeded ? 'Succeeded' : 'Failed', succeeded ? 'all main containers have ended with 0, and nothing runs any more'
      : this.hasFailed ? why
        : failing!.hasRun ? `'${failing!.name}' has ended with ${failing!.exitCode}` : `'${failing!.name}' has never run`);
  }

  /** Plans something for a container in its present run. */
  private later(seconds: number, container: ContainerRun, happen: () => void): void {
    const { starts } = container;
    this.agenda.plan(this.now + seconds, () => {
      if (container.isRunning && container.starts === starts) {
        happen();
      }
    });
  }

  private whileBusy(seconds: number, container: ContainerRun, then: () => void): void {
    this.busyUntil = this.now + seconds;
    this.later(seconds, container, then);
    this.agenda.plan(this.busyUntil, () => this.sync());
  }
}

function describe({ role }: ContainerRun): string {
  return { init: 'Init container', sidecar: 'Sidecar', main: 'Main container' }[role];
}

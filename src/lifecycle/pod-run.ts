import { ContainerRun } from './container-run';
import { LifecycleEvent, PodPhase } from './event';
import { Kubelet } from './kubelet';
import { PodClock } from './pod-clock';
import { Programs } from './programs';
import { terminate, Termination } from './termination';
import { DEFAULT_GRACE_SECONDS } from '../manifest/api-defaults';
import { PodSpec } from '../manifest/types';

/** Somebody wants it gone, or it is its Job that does. */
export type Deletion = 'somebody' | 'deadline' | 'backoffLimit';

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
  public phase: PodPhase = 'Pending';
  /** Whether the Pod has come to its end. */
  public isOver = false;
  public endedAt?: number;
  /** Why it was deleted, if it was. */
  public deletedFor?: Deletion;
  private readonly clock = new PodClock();
  private readonly programs: Programs;
  private readonly gracePeriod: number;
  private isInitialized = false;
  /** Whether all main containers have been started. */
  private isUp = false;
  private hasFailed = false;
  private termination?: Termination;

  public constructor(
    private readonly podSpec: PodSpec,
    public readonly containers: readonly ContainerRun[],
    private readonly kubelet: Kubelet,
    private readonly fate: PodFate,
  ) {
    this.gracePeriod = podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
    this.programs = new Programs({
      clock: this.clock,
      next: container => containers[containers.indexOf(container) + 1],
      isUnheard: container => this.isUnheard(container),
      gracePeriod: this.gracePeriod,
      changed: () => this.sync(),
    });
  }

  public get events(): readonly LifecycleEvent[] {
    return this.clock.events;
  }

  /** Lets it live. */
  public run(): void {
    const { clock, fate: { deletion, deadline, horizon }, podSpec: { activeDeadlineSeconds } } = this;
    clock.tell(null, 'Phase', 'Pending: the Pod is on its node, and its containers start one after the other.');
    if (deletion?.from === 'creation') {
      clock.plan(deletion.at, () => this.delete('somebody', 'the Pod is deleted'));
    }
    if (deadline !== undefined) {
      clock.plan(deadline, () => this.delete('deadline', 'the activeDeadlineSeconds of the Job are over'));
    }
    if (activeDeadlineSeconds !== undefined) {
      clock.plan(activeDeadlineSeconds, () => this.fail('the activeDeadlineSeconds of the Pod are over'));
    }
    this.sync();
    clock.run(horizon, () => this.isOver);
  }

  private get restarts(): number {
    return this.containers.reduce((total, { starts }) => total + Math.max(0, starts - 1), 0);
  }

  private get inits(): ContainerRun[] {
    return this.containers.filter(({ role }) => role !== 'main');
  }

  private get mains(): ContainerRun[] {
    return this.containers.filter(({ role }) => role === 'main');
  }

  private enter(phase: PodPhase, why: string): void {
    if (this.phase !== phase) {
      this.phase = phase;
      this.clock.tell(null, 'Phase', `${phase}: ${why}.`);
    }
  }

  /** What the kubelet does when it looks at the Pod. */
  private sync(): void {
    if (this.termination) {
      this.termination.ended();
    } else if (!this.isOver && !this.clock.isBusy) {
      this.isInitialized ||= this.initialize();
      if (this.isInitialized) {
        this.runMains();
      }
    }
  }

  /** Takes the init containers as far as they get; true once all of them have ended or, if they are sidecars, have started. */
  private initialize(): boolean {
    const { inits } = this;
    for (const [i, container] of inits.entries()) {
      const isPassed = inits[i + 1]?.hasRun;
      if (container.role === 'sidecar' && this.kubelet.startsAllAtOnce) {
        this.enter('Running', 'all containers from the first sidecar on run, and their programs wait for their turn');
      }
      if (!container.hasRun) {
        this.programs.start(container);
      } else if (!container.isRunning && (container.role === 'sidecar' || container.exitCode !== 0)) {
        if (container.role === 'init' && !this.comesBack(container)) {
          this.fail(`'${container.name}' has failed, and the Pod's restart policy is Never`);
          return false;
        }
        this.restart(container);
      }
      const isDone = container.role === 'init' ? !container.isRunning && container.exitCode === 0 : container.isStarted;
      if (this.termination || this.clock.isBusy || !(isDone || isPassed)) {
        return false;
      }
    }
    return true;
  }

  private runMains(): void {
    this.containers.filter(({ role, isRunning }) => role === 'sidecar' && !isRunning).forEach(sidecar => this.restart(sidecar));
    const { mains } = this;
    for (const main of mains.filter(({ hasRun }) => !hasRun)) {
      if (this.termination || this.clock.isBusy) {
        return;
      }
      this.programs.start(main);
    }
    if (this.termination || this.clock.isBusy) {
      return;
    }
    if (!this.isUp) {
      this.isUp = true;
      this.becomeRunning();
    }
    const ended = mains.filter(({ isRunning }) => !isRunning);
    const returning = ended.filter(main => this.comesBack(main));
    if (ended.length === mains.length && returning.length === 0) {
      this.stopAll('all main containers have ended');
    } else if (returning.length > 0 && this.isReadyForMains(mains)) {
      returning.forEach(main => this.restart(main));
    }
  }

  private becomeRunning(): void {
    const { clock, fate: { deletion, endsAtStart } } = this;
    this.enter('Running', 'all init containers are done, and the main containers run');
    if (endsAtStart) {
      clock.stop();
    } else if (deletion?.from === 'main containers') {
      clock.plan(clock.now + deletion.at, () => this.delete('somebody', 'the Pod is deleted'));
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

  private restart(container: ContainerRun): void {
    if (container.nextStart > this.clock.now) {
      this.clock.plan(container.nextStart, () => this.sync());
      return;
    }
    this.programs.start(container);
    if (this.fate.isTooMany?.(this.restarts)) {
      this.delete('backoffLimit', `the backoffLimit of the Job is reached with this restart of '${container.name}'`);
    }
  }

  /** The bug needs several startup probes and the policy Never. */
  private isUnheard({ role, starts }: ContainerRun): boolean {
    return this.kubelet.losesStartupProbes && role === 'sidecar' && starts > 1 && this.podSpec.restartPolicy === 'Never'
      && this.containers.filter(other => other.role !== 'init' && other.spec.startupProbe).length > 1;
  }

  private delete(reason: Deletion, why: string): void {
    if (!this.isOver && !this.deletedFor) {
      this.deletedFor = reason;
      this.stopAll(why);
    }
  }

  private fail(why: string): void {
    this.hasFailed = true;
    this.stopAll(why);
  }

  private stopAll(why: string): void {
    if (this.termination || this.isOver) {
      return;
    }
    this.termination = terminate({
      clock: this.clock,
      programs: this.programs,
      containers: this.containers,
      kubelet: this.kubelet,
      grace: this.gracePeriod,
      why,
      over: () => this.finish(why),
    });
    this.termination.ended();
  }

  private finish(why: string): void {
    this.isOver = true;
    this.endedAt = this.clock.now;
    const { mains } = this;
    const succeeded = !this.hasFailed && mains.every(({ hasRun, exitCode }) => hasRun && exitCode === 0);
    const failing = mains.find(({ exitCode }) => exitCode !== 0);
    this.enter(succeeded ? 'Succeeded' : 'Failed', succeeded ? 'all main containers have ended with 0, and nothing runs any more'
      : this.hasFailed ? why
        : failing!.hasRun ? `'${failing!.name}' has ended with ${failing!.exitCode}` : `'${failing!.name}' has never run`);
  }
}

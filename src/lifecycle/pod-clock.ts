import { Agenda } from './agenda';
import { ContainerRun } from './container-run';
import { EventType, LifecycleEvent } from './event';

/**
 * The time of a Pod: what has happened, and what is going to.
 */
export class PodClock {
  public readonly events: LifecycleEvent[] = [];
  public now = 0;
  private readonly agenda = new Agenda();
  private busyUntil = 0;

  /** One worker looks after a Pod: while it waits for a hook, or for a container to stop, it does nothing else. */
  public get isBusy(): boolean {
    return this.now < this.busyUntil;
  }

  public tell(container: ContainerRun | null, type: EventType, message: string, code?: number): void {
    this.events.push({ time: this.now, container: container?.name ?? null, type, ...code !== undefined && { code }, message });
  }

  public plan(time: number, happen: () => void): void {
    this.agenda.plan(time, happen);
  }

  /** Plans something for a container, unless its present run has ended by then. */
  public later(seconds: number, container: ContainerRun, happen: () => void): void {
    const { starts } = container;
    this.agenda.plan(this.now + seconds, () => {
      if (container.isRunning && container.starts === starts) {
        happen();
      }
    });
  }

  public beBusy(seconds: number): void {
    this.busyUntil = Math.max(this.busyUntil, this.now + seconds);
  }

  /** Lets things happen, up to a time or until nobody wants to know any more. */
  public run(until: number, isOver: () => boolean): void {
    for (let entry = this.agenda.next(until); entry && !isOver(); entry = this.agenda.next(until)) {
      this.now = entry.time;
      entry.happen();
    }
  }

  public stop(): void {
    this.agenda.clear();
  }
}

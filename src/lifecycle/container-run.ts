import { Assumption } from './assumption';
import { Container } from '../manifest/types';

/** The kubelet's back-off of a container that comes back, from its last end: none, then 10 s, doubling up to 5 min (pod lifecycle docs). */
const FIRST_BACKOFF_SECONDS = 10;
const LONGEST_BACKOFF_SECONDS = 300;
/** After running this long a container starts over with its back-off. */
const BACKOFF_RESET_SECONDS = 600;

/** One container of a Pod, over all its runs. */
export class ContainerRun {
  public starts = 0;
  public isRunning = false;
  /** Whether its start gate has passed in this run. */
  public isStarted = false;
  public exitCode?: number;
  public exitedAt = 0;
  private startedAt = 0;
  private crashes = 0;

  public constructor(
    public readonly spec: Container,
    /** What the kubelet takes it for. */
    public readonly role: 'init' | 'sidecar' | 'main',
    private readonly assumption: Assumption,
  ) {}

  public get name(): string {
    return this.spec.name;
  }

  public get hasRun(): boolean {
    return this.starts > 0;
  }

  public start(now: number): void {
    this.starts++;
    this.isRunning = true;
    this.isStarted = false;
    this.startedAt = now;
  }

  public exit(now: number, code: number): void {
    this.crashes = now - this.startedAt >= BACKOFF_RESET_SECONDS ? 1 : this.crashes + 1;
    this.isRunning = false;
    this.isStarted = false;
    this.exitCode = code;
    this.exitedAt = now;
  }

  /** What is assumed of its present run. */
  public get assumed(): Assumption {
    return this.starts > 1 ? { ...this.assumption, ...this.assumption.later } : this.assumption;
  }

  /** The earliest time at which the kubelet starts it again. */
  public get nextStart(): number {
    const pause = this.crashes < 2 ? 0 : Math.min(LONGEST_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * 2 ** (this.crashes - 2));
    return this.exitedAt + pause;
  }
}

/** What can happen in the life of a Pod. */
export type EventType =
  /** A container is started. */
  | 'Starting'
  /** Its start gate has passed, or it has none: what comes after it may start. */
  | 'Started'
  /** Its postStart hook begins. */
  | 'PostStart'
  /** Its preStop hook begins. */
  | 'PreStop'
  | 'PreStopDone'
  /** It is sent its stop signal. */
  | 'Terminating'
  | 'Exited'
  /** It is ended by SIGKILL. */
  | 'Killed'
  /** The Pod comes into another phase. */
  | 'Phase';

/**
 * One thing that happens.
 */
export interface LifecycleEvent {
  /** Seconds since the Pod was created. */
  readonly time: number;
  /** Null if it is about the Pod. */
  readonly container: string | null;
  readonly type: EventType;
  /** Of an exit. */
  readonly code?: number;
  /** A sentence for a person, with its reason. */
  readonly message: string;
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

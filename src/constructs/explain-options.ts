/**
 * What happens to Pods in a prediction of what the kubelet does with them.
 */
export enum LifecycleScenario {
  /** They start. */
  START = 'start',
  /** Their main containers come to their end. */
  END = 'end',
  /** The first main container fails. */
  FAILURE = 'failure',
  /** The first sidecar crashes, and comes back. */
  SIDECAR_CRASH = 'sidecar-crash',
  /** They are deleted. */
  DELETION = 'deletion',
  /** They are deleted, and the first main container does not end in time. */
  GRACE_EXPIRES = 'grace-expires',
}

/**
 * How to show what the kubelet will do.
 */
export interface ExplainOptions {
  /**
   * What happens to the Pods.
   *
   * @default - `END` for Pods that end by themselves, else `DELETION`
   */
  readonly scenario?: LifecycleScenario;

  /**
   * Columns of the text, 40 or more.
   *
   * @default 80
   */
  readonly width?: number;

  /**
   * No other characters than those of ASCII.
   *
   * @default false
   */
  readonly ascii?: boolean;
}

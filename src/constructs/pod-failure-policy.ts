/**
 * What a rule of a Pod failure policy does with a failed Pod.
 */
export enum PodFailurePolicyAction {
  /** The Job fails at once. */
  FAIL_JOB = 'FailJob',
  /** The index of the Pod fails, without further tries. Needs `backoffLimitPerIndex`. */
  FAIL_INDEX = 'FailIndex',
  /** The failure does not count towards `backoffLimit`. */
  IGNORE = 'Ignore',
  /** The failure counts, as it does without a rule. */
  COUNT = 'Count',
}

/**
 * How an exit code is compared.
 */
export enum PodFailurePolicyOperator {
  /** It is one of the values. */
  IN = 'In',
  /** It is none of the values (and not 0). */
  NOT_IN = 'NotIn',
}

/**
 * Exit codes that a rule of a Pod failure policy is about.
 */
export interface PodFailurePolicyOnExitCodes {
  /**
   * The container whose exit code counts.
   *
   * @default - the main container if there is only one; otherwise every container, sidecars included, with a warning
   */
  readonly containerName?: string;

  /**
   * How the exit code is compared.
   */
  readonly operator: PodFailurePolicyOperator;

  /**
   * The exit codes, from 0 to 255; not 0 with the operator `IN`.
   */
  readonly values: number[];
}

/**
 * A condition of a Pod that a rule of a Pod failure policy is about.
 */
export interface PodFailurePolicyOnPodCondition {
  /**
   * Type of the condition, such as `DisruptionTarget`.
   */
  readonly type: string;

  /**
   * Status of the condition.
   *
   * @default "True"
   */
  readonly status?: string;
}

/**
 * One rule of a Pod failure policy: what it is about, either exit codes or conditions, and what it does.
 */
export interface PodFailurePolicyRule {
  /**
   * What happens to a failed Pod that matches.
   */
  readonly action: PodFailurePolicyAction;

  /**
   * The exit codes that match.
   *
   * @default - the rule is about conditions
   */
  readonly onExitCodes?: PodFailurePolicyOnExitCodes;

  /**
   * The conditions of which one must match.
   *
   * @default - the rule is about exit codes
   */
  readonly onPodConditions?: PodFailurePolicyOnPodCondition[];
}

/**
 * What to do with failed Pods of a Job (KEP-3329).
 */
export interface PodFailurePolicy {
  /**
   * The rules, at most 20; the first that matches decides.
   */
  readonly rules: PodFailurePolicyRule[];
}

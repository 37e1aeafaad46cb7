import { PodFailurePolicy } from './pod-failure-policy';

/**
 * How the completions of a Job are counted.
 */
export enum CompletionMode {
  /** All completions are alike. */
  NON_INDEXED = 'NonIndexed',
  /** Each completion has an index, which its Pod finds in `JOB_COMPLETION_INDEX`. Needs `completions`. */
  INDEXED = 'Indexed',
}

/**
 * When a Job replaces a Pod.
 */
export enum PodReplacementPolicy {
  /** As soon as it is being deleted, while its containers still stop. */
  TERMINATING_OR_FAILED = 'TerminatingOrFailed',
  /** When it has failed for good. */
  FAILED = 'Failed',
}

/**
 * One way for an indexed Job to succeed before all its indexes have: all that is set must hold.
 */
export interface SuccessPolicyRule {
  /**
   * How many indexes must have succeeded (of `succeededIndexes`, if that is set).
   *
   * @default - all of `succeededIndexes`
   */
  readonly succeededCount?: number;

  /**
   * The indexes that count, such as `0,2-4`.
   *
   * @default - all
   */
  readonly succeededIndexes?: string;
}

/**
 * When an indexed Job has succeeded (KEP-3998).
 */
export interface SuccessPolicy {
  /**
   * The ways to succeed, at most 20; one suffices.
   */
  readonly rules: SuccessPolicyRule[];
}

/**
 * Fields of Jobs, also of those that a CronJob makes, that cdk8s-plus does not offer.
 */
export interface JobTemplateFields {
  /**
   * How many Pods may run at a time.
   *
   * @default 1
   */
  readonly parallelism?: number;

  /**
   * How many Pods must succeed.
   *
   * @default 1
   */
  readonly completions?: number;

  /**
   * How completions are counted.
   *
   * @default CompletionMode.NON_INDEXED
   */
  readonly completionMode?: CompletionMode;

  /**
   * What to do with failed Pods, by exit code or condition. Needs the restart policy `NEVER`. Kubernetes 1.26 and later.
   *
   * @default - each failure counts towards `backoffLimit`
   */
  readonly podFailurePolicy?: PodFailurePolicy;

  /**
   * How often each index of an indexed Job may fail. Kubernetes 1.29 and later.
   *
   * @default - only `backoffLimit` counts
   */
  readonly backoffLimitPerIndex?: number;

  /**
   * How many indexes may fail before the Job does; needs `backoffLimitPerIndex`. Kubernetes 1.29 and later.
   *
   * @default - all
   */
  readonly maxFailedIndexes?: number;

  /**
   * When a Pod is replaced. Kubernetes 1.29 and later.
   *
   * @default - `FAILED` if there is a `podFailurePolicy`, else `TERMINATING_OR_FAILED`
   */
  readonly podReplacementPolicy?: PodReplacementPolicy;

  /**
   * When an indexed Job has succeeded early. Kubernetes 1.31 and later.
   *
   * @default - when all indexes have succeeded
   */
  readonly successPolicy?: SuccessPolicy;

  /**
   * The controller that runs this Job, such as `kueue.x-k8s.io/multikueue`. Kubernetes 1.32 and later.
   *
   * @default - Kubernetes' own Job controller
   */
  readonly managedBy?: string;
}

/**
 * Fields of a Job that cdk8s-plus does not offer.
 */
export interface JobFields extends JobTemplateFields {
  /**
   * Start no Pods, and end those that run, until this is false.
   *
   * @default false
   */
  readonly suspend?: boolean;
}

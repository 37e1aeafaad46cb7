/**
 * How much a diagnostic weighs.
 */
export enum DiagnosticSeverity {
  /** The manifest would be refused or would not do what it says: synthesis stops. */
  ERROR = 'error',
  /** The manifest works, but probably not as meant. Never changes the output. */
  WARNING = 'warning',
  /** Worth knowing. */
  INFO = 'info',
}

/**
 * One thing found in a workload.
 */
export interface Diagnostic {
  /**
   * Stable identifier of the rule, such as `SC101`.
   */
  readonly id: string;

  /**
   * Readable name of the rule, such as `sidecar-unsupported-by-target`.
   */
  readonly slug: string;

  /**
   * How much it weighs.
   */
  readonly severity: DiagnosticSeverity;

  /**
   * What is the matter, in a sentence.
   */
  readonly message: string;

  /**
   * What to do about it.
   */
  readonly fix: string;

  /**
   * Path of the construct in the construct tree.
   *
   * @default - not found in a construct tree
   */
  readonly constructPath?: string;

  /**
   * Name of the container it is about.
   *
   * @default - it is about the whole workload
   */
  readonly container?: string;

  /**
   * Path of the field in the manifest, such as `spec.template.spec.initContainers[0].image`.
   *
   * @default - it is about no single field
   */
  readonly field?: string;

  /**
   * Why it does not matter, if somebody said so (`Sidecars.acknowledge`).
   *
   * @default - nobody did
   */
  readonly acknowledged?: string;
}

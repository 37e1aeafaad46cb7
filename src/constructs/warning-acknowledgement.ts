/**
 * A warning that is known, and why it does not matter.
 */
export interface WarningAcknowledgement {
  /**
   * Identifier of the rule, such as `SC301`.
   */
  readonly id: string;

  /**
   * Why it does not matter here.
   */
  readonly reason: string;

  /**
   * Name of the container that it is about.
   *
   * @default - any
   */
  readonly container?: string;
}

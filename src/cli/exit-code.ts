/** Exit codes of all commands. */
export enum ExitCode {
  FINE = 0,
  REFUSED = 1,
  UNUSABLE_INPUT = 2,
}

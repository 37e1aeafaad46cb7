import { PodFailurePolicyRule } from './types';

/**
 * Whether a rule of a Job's `podFailurePolicy` looks at the exit codes of every container, sidecars included.
 */
export function isNameless({ onExitCodes }: PodFailurePolicyRule): boolean {
  return Boolean(onExitCodes && !onExitCodes.containerName);
}

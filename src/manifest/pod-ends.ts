import { PodSpec } from './types';

/**
 * Whether a Pod comes to an end by itself, once its main containers have.
 */
export function endsByItself({ restartPolicy }: PodSpec): boolean {
  return restartPolicy === 'Never' || restartPolicy === 'OnFailure';
}

import { DEFAULT_SETTINGS, SupervisedSettings } from './supervised/settings';

export type { SupervisedSettings } from './supervised/settings';
export { DEFAULT_RUNTIME_IMAGE, DEFAULT_SETTINGS } from './supervised/settings';

/**
 * What to do for a cluster that cannot run native sidecars.
 */
export interface Fallback {
  /** `best`: supervised where that can be, else, for workloads that run for ever, plain containers, else an error. */
  readonly strategy: 'best' | 'supervised' | 'plain' | 'refuse';
  readonly supervised: SupervisedSettings;
}

export const BEST_FALLBACK: Fallback = { strategy: 'best', supervised: DEFAULT_SETTINGS };

import { Assumption } from './assumption';
import { DEFAULT_FAILURE_THRESHOLD, DEFAULT_PERIOD_SECONDS } from '../manifest/api-defaults';
import { Probe } from '../manifest/types';

/** How a startup probe ends, in seconds from the start of its container. */
export interface ProbeEnd {
  readonly passes: boolean;
  readonly after: number;
  readonly tries: number;
}

/**
 * When the startup probe of a container passes, or has failed as often as it may.
 */
export function startupProbeEnd(probe: Probe, { start, gateNever }: Assumption): ProbeEnd {
  const delay = probe.initialDelaySeconds ?? 0;
  // To the API server, 0 is not set.
  const period = probe.periodSeconds || DEFAULT_PERIOD_SECONDS;
  const threshold = probe.failureThreshold || DEFAULT_FAILURE_THRESHOLD;
  const needed = gateNever ? Infinity : Math.max(0, Math.ceil((start - delay) / period));
  return needed < threshold
    ? { passes: true, after: delay + needed * period, tries: needed + 1 }
    : { passes: false, after: delay + (threshold - 1) * period, tries: threshold };
}

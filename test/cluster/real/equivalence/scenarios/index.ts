import { STARTS } from './starts';
import { Scenario } from '../scenario';

/** What Kubernetes' own node tests ask of sidecars, and what else people rely on. */
export const SCENARIOS: readonly Scenario[] = [...STARTS];

import { CRASHES } from './crashes';
import { DELETION } from './deletion';
import { EDGES } from './edges';
import { ENDS } from './ends';
import { POD_FIELDS } from './pod-fields';
import { PROBES_AND_HOOKS } from './probes-and-hooks';
import { ROLL_OUTS } from './roll-outs';
import { STARTS } from './starts';
import { WORKLOADS } from './workloads';
import { Scenario } from '../scenario';

/** What Kubernetes' own node tests ask of sidecars, and what else people rely on. */
export const SCENARIOS: readonly Scenario[] = [
  ...STARTS, ...ENDS, ...CRASHES, ...EDGES, ...PROBES_AND_HOOKS, ...DELETION, ...WORKLOADS, ...ROLL_OUTS, ...POD_FIELDS,
];

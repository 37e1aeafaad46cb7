import { DELETION } from './deletion';
import { ENDS } from './ends';
import { POD_FIELDS } from './pod-fields';
import { PROBES_AND_HOOKS } from './probes-and-hooks';
import { STARTS } from './starts';
import { WORKLOADS } from './workloads';
import { Scenario } from '../scenario';

export const SCENARIOS: readonly Scenario[] = [...STARTS, ...ENDS, ...PROBES_AND_HOOKS, ...DELETION, ...WORKLOADS, ...POD_FIELDS];

import { Assumption } from './assumption';
import { PlacedContainer } from '../manifest/containers';
import { endsByItself } from '../manifest/pod-ends';
import { PodSpec } from '../manifest/types';

/** What is to happen to a Pod, by a name that people can ask for. */
export type ScenarioName = 'start' | 'end' | 'failure' | 'sidecar-crash' | 'deletion' | 'grace-expires';

export interface Scenario {
  readonly name: ScenarioName;
  /** A sentence. */
  readonly title: string;
  /** Whether the Pod is deleted once its main containers have run for a while. */
  readonly deletes: boolean;
  /** What is assumed in it of a container, if nothing else is said of that. */
  readonly assume: (container: PlacedContainer, all: readonly PlacedContainer[]) => Partial<Assumption>;
}

const nothing = () => ({});
const runOn = ({ role }: PlacedContainer) => role === 'main' ? { run: Infinity } : {};
const isFirst = (role: PlacedContainer['role'], container: PlacedContainer, all: readonly PlacedContainer[]) =>
  all.find(other => other.role === role) === container;

/** How long the main containers run before something happens to the Pod. */
export const QUIET_SECONDS = 10;

export const SCENARIOS: readonly Scenario[] = [
  { name: 'start', title: 'The Pod starts.', deletes: false, assume: nothing },
  { name: 'end', title: 'The main containers come to their end.', deletes: false, assume: nothing },
  {
    name: 'failure',
    title: 'The first main container fails.',
    deletes: false,
    assume: (container, all) => isFirst('main', container, all) ? { run: QUIET_SECONDS, exit: 1 } : {},
  },
  {
    name: 'sidecar-crash',
    title: 'The first sidecar crashes, and comes back.',
    deletes: false,
    assume: (container, all) => isFirst('sidecar', container, all) ? { run: QUIET_SECONDS / 2, exit: 1, later: { run: Infinity, exit: 0 } } : {},
  },
  { name: 'deletion', title: 'The Pod is deleted.', deletes: true, assume: runOn },
  {
    name: 'grace-expires',
    title: 'The Pod is deleted, and its first main container does not end in time.',
    deletes: true,
    assume: (container, all) => ({ ...runOn(container), ...isFirst('main', container, all) && { ignoresTerm: true } }),
  },
];

/**
 * The scenario that shows most of a Pod: how it ends, or, if it does not end by itself, how it is deleted.
 */
export function usualScenario(podSpec: PodSpec): ScenarioName {
  return endsByItself(podSpec) ? 'end' : 'deletion';
}

export function scenarioNamed(name: ScenarioName): Scenario {
  return SCENARIOS.find(scenario => scenario.name === name)!;
}

import { solveOrder, Step } from './order';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { Container } from '../manifest/types';

/**
 * A sidecar that is to be put among the init containers of a Pod.
 */
export interface Placement {
  readonly container: Container;
  /** Names of init containers or sidecars that must start after this one. */
  readonly startsBefore: readonly string[];
  /** Names of init containers that must have ended, or sidecars that must have started, before this one starts. */
  readonly startsAfter: readonly string[];
}

export interface PlacementResult {
  /** The complete list of init containers; undefined if there is no such order. */
  readonly initContainers?: Container[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The order of init containers and sidecars. Init containers keep the order they have; a sidecar comes as early as its
 * own order allows, so before all init containers if it has none, and sidecars keep the order in which they were added.
 */
export function place(
  initContainers: readonly Container[], placements: readonly Placement[], mains: readonly Container[],
): PlacementResult {
  if (placements.every(({ startsBefore, startsAfter }) => startsBefore.length + startsAfter.length === 0)) {
    return { initContainers: [...placements.map(({ container }) => container), ...initContainers], diagnostics: [] };
  }
  const names = new Set([...placements.map(({ container }) => container), ...initContainers].map(({ name }) => name));
  const diagnostics = placements.flatMap(placement => unknownNames(placement, names, mains));
  if (diagnostics.length > 0) {
    return { diagnostics };
  }
  const order = solveOrder([...placements.map(placementStep), ...initContainers.map(initStep)]);
  if (order.cycle) {
    return {
      diagnostics: [{
        id: 'SC114',
        slug: 'order-cycle',
        severity: DiagnosticSeverity.ERROR,
        container: order.cycle.first,
        field: 'startsBefore/startsAfter',
        message: `there is no order in which these can start: ${order.cycle.chain}.`,
        fix: 'Take one link out of the chain.',
      }],
    };
  }
  return { initContainers: order.solved, diagnostics: [] };
}

function placementStep({ container, startsBefore, startsAfter }: Placement): Step<Container> {
  return {
    name: container.name,
    value: container,
    after: startsAfter.map(name => ({ name, reason: 'startsAfter' })),
    before: startsBefore.map(name => ({ name, reason: `startsBefore of '${container.name}'` })),
  };
}

function initStep(container: Container, i: number, all: readonly Container[]): Step<Container> {
  const previous = i > 0 ? [{ name: all[i - 1].name, reason: 'order of initContainers' }] : [];
  return { name: container.name, value: container, after: previous, before: [] };
}

function unknownNames({ container, startsBefore, startsAfter }: Placement, names: ReadonlySet<string>, mains: readonly Container[]): Diagnostic[] {
  const check = (field: string) => (name: string): Diagnostic[] => {
    if (names.has(name)) {
      return [];
    }
    const common = { id: 'SC113', slug: 'order-unknown-name', severity: DiagnosticSeverity.ERROR, container: container.name, field };
    return mains.some(main => main.name === name)
      ? [{
        ...common,
        message: `'${name}' is one of the main containers, and those always start after all sidecars and init containers.`,
        fix: `Take '${name}' out of ${field}.`,
      }]
      : [{
        ...common,
        message: `'${name}' is neither an init container nor a sidecar of this Pod.`,
        fix: `Use one of: ${[...names].filter(other => other !== container.name).join(', ') || '(there is no other)'}.`,
      }];
  };
  return [...startsBefore.flatMap(check('startsBefore')), ...startsAfter.flatMap(check('startsAfter'))];
}

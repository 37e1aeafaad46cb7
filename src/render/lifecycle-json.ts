import { Explained } from './explained';

/**
 * A lifecycle as plain JSON. What goes on without an end is written `forever`, and an exit code that there is not yet is null.
 */
export function lifecycleJson({ object, lifecycle, injected }: Explained): object {
  const { target, supervised, scenario, assumptions, events, phase, containers, job, stuck, refused } = lifecycle;
  return {
    object,
    target,
    scenario,
    ...supervised && { supervised },
    ...injected && { injected },
    assumptions: withForever(assumptions),
    events,
    phase,
    containers: Object.fromEntries(Object.entries(containers).map(([name, { starts, exitCode }]) => [name, { starts, exitCode: exitCode ?? null }])),
    ...job && { job },
    ...stuck !== undefined && { stuck },
    ...refused !== undefined && { refused },
  };
}

function withForever(value: unknown): unknown {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, withForever(nested)]))
    : value === Infinity ? 'forever' : value;
}

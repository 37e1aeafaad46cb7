import { Explained } from './explained';
import { Assumption } from '../lifecycle/assumption';

/**
 * A lifecycle as plain JSON. What goes on without an end is written `forever`, and an exit code that there is not yet is null.
 */
export function lifecycleJson({ object, lifecycle }: Explained): object {
  const { target, scenario, assumptions, events, phase, containers, job, stuck, refused } = lifecycle;
  return {
    object,
    target,
    scenario,
    assumptions: mapped(assumptions, assumption => mapped(assumption as { readonly [K in keyof Assumption]: Assumption[K] },
      value => value === Infinity ? 'forever' : value)),
    events,
    phase,
    containers: mapped(containers, ({ starts, exitCode }) => ({ starts, exitCode: exitCode ?? null })),
    ...job && { job },
    ...stuck !== undefined && { stuck },
    ...refused !== undefined && { refused },
  };
}

function mapped<Value>(values: { readonly [key: string]: Value }, change: (value: Value) => unknown): { [key: string]: unknown } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

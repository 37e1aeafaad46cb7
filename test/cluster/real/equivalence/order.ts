/**
 * In which order events come: one, several one after the other, or several that know nothing of each other.
 */
export type Order = string | readonly Order[] | Together;

export interface Together {
  readonly together: readonly Order[];
}

/** What happens at the same time, each branch in its own order. */
export function together(...branches: Order[]): Together {
  return { together: branches };
}

/**
 * How the events that were seen are not those that were expected, in the expected order; empty if they are.
 */
export function differencesOf(expected: Order, seen: readonly string[]): string[] {
  const numbered = { expected: numberRepeats(leavesOf(expected)), seen: numberRepeats(seen) };
  const missing = without(numbered.expected, numbered.seen);
  const positions = new Map(numbered.seen.map((event, i) => [event, i]));
  const { pairs } = pairsOf(expected, [...numbered.expected]);
  return [
    ...missing.map(event => `'${event}' is missing`),
    ...without(numbered.seen, numbered.expected).map(event => `'${event}' should not be`),
    ...pairs.filter(([first, then]) => positions.get(first)! > positions.get(then)!).map(([first, then]) => `'${then}' came before '${first}'`),
  ];
}

function leavesOf(order: Order): string[] {
  if (typeof order === 'string') {
    return [order];
  }
  return branchesOf(order).flatMap(leavesOf);
}

function branchesOf(order: Exclude<Order, string>): readonly Order[] {
  return 'together' in order ? order.together : order;
}

/** The second time that something comes it is another event. */
function numberRepeats(events: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return events.map(event => {
    const count = (counts.get(event) ?? 0) + 1;
    counts.set(event, count);
    return count === 1 ? event : `${event} (${count})`;
  });
}

function without(some: readonly string[], others: readonly string[]): string[] {
  return some.filter(event => !others.includes(event));
}

/** The events of an order by their numbered names, taken from `names`, and which of them comes before which. */
function pairsOf(order: Order, names: string[]): { leaves: string[]; pairs: [string, string][] } {
  if (typeof order === 'string') {
    return { leaves: [names.shift()!], pairs: [] };
  }
  const branches = branchesOf(order).map(branch => pairsOf(branch, names));
  const between = 'together' in order ? [] : branches.flatMap(({ leaves }, i) =>
    branches.slice(i + 1).flatMap(later => leaves.flatMap(first => later.leaves.map((then): [string, string] => [first, then]))));
  return { leaves: branches.flatMap(({ leaves }) => leaves), pairs: [...branches.flatMap(({ pairs }) => pairs), ...between] };
}

/**
 * Something to be put in order, with the names of what comes before and after it.
 */
export interface Step<T> {
  readonly name: string;
  readonly value: T;
  readonly after: readonly Link[];
  readonly before: readonly Link[];
}

/** A name, and how to tell a person why it is linked. */
export interface Link {
  readonly name: string;
  readonly reason: string;
}

export type Order<T> =
  | { readonly solved: T[]; readonly cycle?: undefined }
  | { readonly solved?: undefined; readonly cycle: { readonly first: string; readonly chain: string } };

/**
 * The order that satisfies all links and otherwise keeps to the order given: at each place, the first of the steps
 * that can stand there. Links to names that are not among the steps do not count.
 */
export function solveOrder<T>(steps: readonly Step<T>[]): Order<T> {
  const waitsFor = predecessors(steps);
  const placed = new Set<string>();
  const rest = [...steps];
  const solved: T[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex(({ name }) => waitsFor.get(name)!.every(link => placed.has(link.name)));
    if (next < 0) {
      return { cycle: findCycle(rest[0].name, waitsFor, placed) };
    }
    const [step] = rest.splice(next, 1);
    placed.add(step.name);
    solved.push(step.value);
  }
  return { solved };
}

function predecessors<T>(steps: readonly Step<T>[]): Map<string, Link[]> {
  const waitsFor = new Map<string, Link[]>(steps.map(({ name }) => [name, []]));
  for (const { name, after, before } of steps) {
    waitsFor.get(name)!.push(...after.filter(link => waitsFor.has(link.name)));
    for (const { name: later, reason } of before) {
      waitsFor.get(later)?.push({ name, reason });
    }
  }
  return waitsFor;
}

/** Follows what is waited for until a name comes again. Everything that is not placed waits for something not placed. */
function findCycle(start: string, waitsFor: ReadonlyMap<string, readonly Link[]>, placed: ReadonlySet<string>): { first: string; chain: string } {
  const visited = new Map<string, number>();
  const links: string[] = [];
  let at = start;
  while (!visited.has(at)) {
    visited.set(at, links.length);
    const { name, reason } = waitsFor.get(at)!.find(link => !placed.has(link.name))!;
    links.push(`'${at}' waits for '${name}' (${reason})`);
    at = name;
  }
  return { first: at, chain: links.slice(visited.get(at)!).join(', ') };
}

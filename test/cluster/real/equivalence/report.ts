import { writeFileSync } from 'node:fs';

export interface Entry {
  readonly name: string;
  readonly title: string;
  /** What its sidecars had become on the cluster. */
  readonly form: string;
  readonly result: 'held' | 'differs as known' | 'broken' | 'not run';
  readonly differences: readonly string[];
  /** Why it is known to differ. */
  readonly differs?: string;
  /** Seconds from the end of the last main container to the first SIGTERM of a sidecar. */
  readonly toSignal?: number;
  /** Seconds from the end of the last main container to the end of the Pod. */
  readonly toEnd?: number;
}

/** A table for people, and JSON where EQUIVALENCE_REPORT says. */
export function report(cluster: string, entries: readonly Entry[]): void {
  const width = Math.max(...entries.map(({ title }) => title.length));
  const cell = (seconds: number | undefined) => (seconds === undefined ? '' : seconds.toFixed(2)).padStart(6);
  const rows = entries.map(({ title, form, result, differences, differs, toSignal, toEnd }) =>
    [title.padEnd(width), form.padEnd(10), cell(toSignal), cell(toEnd), [result, ...differs ? [differs] : [], ...differences].join('; ')].join(' | '));
  const head = ['scenario'.padEnd(width), 'form'.padEnd(10), 'signal', '   end', `result on ${cluster}`].join(' | ');
  const held = entries.filter(({ result }) => result === 'held' || result === 'differs as known').length;
  process.stdout.write(`\n${[head, ...rows, `${held} of ${entries.length} held`].join('\n')}\n`);
  if (process.env.EQUIVALENCE_REPORT) {
    writeFileSync(process.env.EQUIVALENCE_REPORT, `${JSON.stringify({ cluster, scenarios: entries }, undefined, 2)}\n`);
  }
}

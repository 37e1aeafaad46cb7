import { Scenario } from '../scenario';
import { container, gated, serve, SERVE, work } from '../scripts';

/** A sidecar that does something else in its first runs: exits `code` when it is ready, or before. */
const crashing = (name: string, times: number, crash: string) => `
if [ "$(count '${name} start')" -lt ${times} ]; then rm -f /tmp/ready; say start; ${crash}; fi
${SERVE}`;
const AFTER_GATE = 'touch /tmp/ready; say ready; await "main start"; sleep 1; exit 3';

/** Sidecars that end by themselves, or because of their probes, are started again. */
export const CRASHES: readonly Scenario[] = [
  ...(['OnFailure', 'Always'] as const).map((restartPolicy): Scenario => ({
    name: `crash-${restartPolicy.toLowerCase()}`,
    title: `A sidecar that crashes after its gate is started again under ${restartPolicy}, and the main container goes on`,
    pod: {
      restartPolicy,
      initContainers: [gated('a', crashing('a', 1, AFTER_GATE))],
      containers: [container('main', 'trap "say term; exit 0" TERM; say start; await "a ready" 2; say end; [ $KEEP = no ] || { sleep 1000 & wait $!; }', {
        env: [{ name: 'KEEP', value: restartPolicy === 'Always' ? 'yes' : 'no' }],
      })],
    },
    ...restartPolicy === 'Always' ? {
      act: async ({ saw, deletePod }) => {
        await saw('main end');
        await deletePod();
      },
    } : {},
    expected: {
      order: ['a start', 'a ready', 'main start', 'a start', 'a ready', 'main end', ...restartPolicy === 'Always' ? ['main term'] : [], 'a term', 'a end'],
      phase: restartPolicy === 'Always' ? 'Deleted' : 'Succeeded',
      exits: { main: [0] },
    },
  })),
  {
    name: 'crash-before-gate',
    title: 'A sidecar that crashes before its gate is started again, and holds the others back for so long',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a', crashing('a', 2, 'sleep 1; exit 3')), gated('b')],
      containers: [container('main', work())],
    },
    expected: {
      order: ['a start', 'a start', 'a start', 'a ready', 'b start', 'b ready', 'main start', 'main end', 'b term', 'b end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
      seconds: [{ from: 'a start', to: 'a ready', between: [11, 20] }],
    },
  },
  {
    name: 'crash-earlier',
    title: 'A sidecar that crashes while a later one is starting does not hold that up',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a', crashing('a', 1, 'touch /tmp/ready; say ready; await "b start"; sleep 1; exit 3')), gated('b', serve({ delay: 5 }))],
      containers: [container('main', work())],
    },
    expected: {
      order: ['a start', 'a ready', 'b start', 'a start', 'a ready', 'b ready', 'main start', 'main end', 'b term', 'b end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'crash-loop',
    title: 'A sidecar that never gets past its gate keeps the Pod pending, whatever the restart policy',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a', 'say start; sleep 1; exit 3')],
      containers: [container('main', work())],
    },
    act: async ({ saw }) => { await saw('a start', 3); },
    expected: { order: ['a start', 'a start', 'a start'], phase: 'Pending', exits: {} },
    supervised: { differs: 'a Pod whose containers wait for a sidecar is in the phase Running', expected: { phase: 'Running' } },
  },
  {
    name: 'fresh-files',
    title: 'A sidecar that is started again finds the files of its image, without what it wrote before',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a', `
if [ -e /tmp/mark ]; then say stale; else say fresh; fi; touch /tmp/mark
${crashing('a', 1, AFTER_GATE)}`)],
      containers: [container('main', 'say start; await "a ready" 2; say end')],
    },
    expected: {
      order: ['a fresh', 'a start', 'a ready', 'main start', 'a fresh', 'a start', 'a ready', 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
    supervised: {
      differs: 'it is started again in the same container under Never and OnFailure, with the files that it wrote there',
      expected: { order: ['a fresh', 'a start', 'a ready', 'main start', 'a stale', 'a start', 'a ready', 'main end', 'a term', 'a end'] },
    },
  },
];

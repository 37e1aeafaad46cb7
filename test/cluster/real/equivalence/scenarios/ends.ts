import { together } from '../order';
import { Scenario } from '../scenario';
import { atFirst, container, gated, serve, SERVE, sidecar, work } from '../scripts';

const QUIET = "trap 'exit 0' TERM; say start; sleep 1000 & wait $!";
const NORMAL = ['a start', 'a ready', 'main start', 'main end', 'a term', 'a end'];

/** How main containers and sidecars may end, and what becomes of the Pod. */
export const ENDS: readonly Scenario[] = [
  {
    name: 'main-fails',
    title: 'A main container that fails under Never fails the Pod with its exit code',
    pod: { restartPolicy: 'Never', initContainers: [gated('a')], containers: [container('main', 'say start; exit 7')] },
    expected: { order: ['a start', 'a ready', 'main start', 'a term', 'a end'], phase: 'Failed', exits: { main: [7] } },
  },
  {
    name: 'main-retried',
    title: 'A main container that fails under OnFailure comes back to a sidecar that has kept running',
    pod: { restartPolicy: 'OnFailure', initContainers: [gated('a')], containers: [container('main', atFirst('main', 'exit 3', 'say end'))] },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main start', 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [3, 0] },
    },
  },
  {
    name: 'main-killed',
    title: 'A main container whose program is killed fails the Pod, and the sidecar is stopped',
    pod: { restartPolicy: 'Never', initContainers: [gated('a')], containers: [container('main', 'say start; sleep 1000 & kill -KILL $!; wait $!')] },
    expected: { order: ['a start', 'a ready', 'main start', 'a term', 'a end'], phase: 'Failed', exits: { main: [137] } },
  },
  {
    name: 'main-out-of-memory',
    title: 'A main container that runs out of memory fails the Pod, and the sidecar is stopped',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a')],
      containers: [container('main', 'say start; exec tail /dev/zero', { resources: { limits: { memory: '32Mi' } } })],
    },
    expected: { order: ['a start', 'a ready', 'main start', 'a term', 'a end'], phase: 'Failed', exits: { main: [137] } },
  },
  {
    name: 'two-mains',
    title: 'With two main containers, sidecars are stopped after the last',
    pod: { restartPolicy: 'Never', initContainers: [gated('a')], containers: [container('short', work(1)), container('long', work(5))] },
    expected: {
      order: ['a start', 'a ready', together(['short start', 'short end'], 'long start'), 'long end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { short: [0], long: [0] },
    },
  },
  {
    name: 'one-of-two-fails',
    title: 'With two main containers of which one fails, the other goes on with the sidecar',
    pod: { restartPolicy: 'Never', initContainers: [gated('a')], containers: [container('bad', 'say start; exit 4'), container('good', work(5))] },
    expected: {
      order: ['a start', 'a ready', together('bad start', 'good start'), 'good end', 'a term', 'a end'],
      phase: 'Failed',
      exits: { bad: [4], good: [0] },
    },
  },
  {
    name: 'sidecar-crashes',
    title: 'A sidecar that crashes after its gate is restarted, and the Pod succeeds',
    pod: {
      restartPolicy: 'Never',
      initContainers: [sidecar('a', atFirst('a', 'sleep 2; exit 2', QUIET.replace('say start; ', 'say again; ')))],
      containers: [container('main', work(8))],
    },
    expected: {
      order: ['a start', 'main start', 'a start', 'a again', 'main end'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'sidecar-crashes-before-gate',
    title: 'A sidecar that crashes before its gate is restarted, and holds the main container back until then',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a', `rm -f /tmp/ready; ${atFirst('a', 'sleep 1; exit 2', "trap 'say term; exit 0' TERM; touch /tmp/ready; say ready; sleep 1000 & wait $!")}`)],
      containers: [container('main', work())],
    },
    expected: {
      order: ['a start', 'a start', 'a ready', 'main start', 'main end', 'a term'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'sidecar-exits-0',
    title: 'A sidecar that exits with 0 is restarted, with a pause before the third time',
    pod: { restartPolicy: 'Never', initContainers: [sidecar('a', 'say start; sleep 1')], containers: [container('main', work(8))] },
    expected: { order: ['a start', together('main start', 'a start'), 'main end'], phase: 'Succeeded', exits: { main: [0] } },
  },
  {
    name: 'sidecar-ignores-term',
    title: 'A sidecar that ignores SIGTERM is killed when the grace period is over, and the Pod succeeds',
    pod: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 5,
      initContainers: [sidecar('a', "trap 'say term' TERM; say start; while :; do sleep 0.2; done")],
      containers: [container('main', work(2))],
    },
    expected: {
      order: ['a start', 'main start', 'main end', 'a term'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'sidecar-fails-at-end',
    title: 'A sidecar that exits with 1 on SIGTERM does not fail the Pod',
    pod: { restartPolicy: 'Never', initContainers: [gated('a', serve({ code: 1 }))], containers: [container('main', work())] },
    expected: { order: NORMAL, phase: 'Succeeded', exits: { main: [0] } },
  },
  {
    name: 'sidecar-fails-at-end-on-failure',
    title: 'A sidecar that exits with 1 on SIGTERM is not restarted under OnFailure',
    pod: { restartPolicy: 'OnFailure', initContainers: [gated('a', serve({ code: 1 }))], containers: [container('main', work())] },
    expected: { order: NORMAL, phase: 'Succeeded', exits: { main: [0] } },
  },
  {
    name: 'main-ends-at-once',
    title: 'A main container that ends at once is not missed',
    pod: { restartPolicy: 'Never', initContainers: [gated('a'), gated('b', SERVE)], containers: [container('main', 'say start')] },
    expected: {
      order: ['a start', 'a ready', 'b start', 'b ready', 'main start', 'b term', 'b end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'slow-stops',
    title: 'Sidecars that take their time to stop do so one after the other',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a', serve({ stop: 2 })), gated('b', serve({ stop: 3 })), gated('c', serve({ stop: 2 }))],
      containers: [container('main', work())],
    },
    expected: {
      order: [
        'a start', 'a ready', 'b start', 'b ready', 'c start', 'c ready', 'main start', 'main end',
        'c term', 'c end', 'b term', 'b end', 'a term', 'a end',
      ],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'grace-too-short',
    title: 'When the grace period is too short for all sidecars, those that still wait get SIGTERM at its end, and 2 seconds',
    pod: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 5,
      initContainers: [gated('a', serve({ stop: 1 })), gated('b', serve({ stop: 1 })), gated('c', serve({ stop: 20 }))],
      containers: [container('main', work())],
    },
    expected: {
      order: [
        'a start', 'a ready', 'b start', 'b ready', 'c start', 'c ready', 'main start', 'main end', 'c term',
        together(['a term', 'a end'], ['b term', 'b end']),
      ],
      phase: 'Succeeded',
      exits: { main: [0] },
      seconds: [{ from: 'c term', to: 'a term', between: [3.5, 6.5] }],
    },
  },
  {
    name: 'always',
    title: 'Under Always a main container that ends is restarted while the sidecar goes on',
    pod: {
      restartPolicy: 'Always',
      initContainers: [gated('a')],
      containers: [container('main', atFirst('main', 'exit 0', "trap 'say term; exit 0' TERM; say again; sleep 1000 & wait $!"))],
    },
    act: async ({ saw, deletePod }) => {
      await saw('main again');
      await deletePod();
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main start', 'main again', 'main term', 'a term', 'a end'],
      phase: 'Deleted',
      exits: { main: [0, 0] },
    },
  },
];

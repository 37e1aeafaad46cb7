import { Scenario } from '../scenario';
import { container, gated, serve, work, WORK_ON } from '../scripts';

/** When the Pod is deleted, and when its node has its troubles. */
export const DELETION: readonly Scenario[] = [
  {
    name: 'deleted-while-running',
    title: 'On deletion the main container stops first, then the sidecars in reverse order',
    pod: {
      restartPolicy: 'Always',
      initContainers: [gated('a', serve({ stop: 1 })), gated('b', serve({ stop: 1 }))],
      containers: [container('main', WORK_ON)],
    },
    act: async ({ saw, deletePod }) => {
      await saw('main start');
      await deletePod();
    },
    expected: {
      order: ['a start', 'a ready', 'b start', 'b ready', 'main start', 'main term', 'main end', 'b term', 'b end', 'a term', 'a end'],
      phase: 'Deleted',
      exits: { main: [0] },
    },
  },
  {
    name: 'deleted-before-gate',
    title: 'A Pod that is deleted before its gate has passed stops at once',
    pod: { restartPolicy: 'Never', initContainers: [gated('a', serve({ delay: 60, stop: 1 }))], containers: [container('main', work())] },
    act: async ({ saw, deletePod }) => {
      await saw('a start');
      await deletePod();
    },
    expected: {
      order: ['a start', 'a term', 'a end'],
      phase: 'Deleted',
      exits: {},
      seconds: [{ from: 'delete', to: 'a term', between: [0, 5] }],
    },
    supervised: { differs: 'the main container, which waits, ends with 143', expected: { exits: { main: [143] } } },
  },
  {
    name: 'deleted-during-init',
    title: 'A Pod that is deleted while an init container runs beside a sidecar stops both',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a'), container('init', "trap 'say term; sleep 1; exit 8' TERM; say start; sleep 1000 & wait $!")],
      containers: [container('main', work())],
    },
    act: async ({ saw, deletePod }) => {
      await saw('init start');
      await deletePod();
    },
    expected: {
      order: ['a start', 'a ready', 'init start', { together: ['init term', ['a term', 'a end']] }],
      phase: 'Deleted',
      exits: { init: [8] },
    },
    supervised: { differs: 'the main container, which waits, ends with 143', expected: { exits: { init: [8], main: [143] } } },
  },
  {
    name: 'deleted-while-draining',
    title: 'A Pod that is deleted while its sidecar drains lets it end',
    pod: { restartPolicy: 'Never', initContainers: [gated('a', serve({ stop: 6 }))], containers: [container('main', work())] },
    act: async ({ saw, deletePod }) => {
      await saw('a term');
      await deletePod();
    },
    expected: { order: ['a start', 'a ready', 'main start', 'main end', 'a term', 'a end'], phase: 'Deleted', exits: { main: [0] } },
  },
  {
    name: 'main-ignores-term',
    title: 'On deletion a main container that ignores SIGTERM takes the grace period, and the sidecar gets SIGTERM before it is killed',
    pod: {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 6,
      initContainers: [gated('a')],
      containers: [container('main', "trap 'say term' TERM; say start; while :; do sleep 0.2; done")],
    },
    act: async ({ saw, deletePod }) => {
      await saw('main start');
      await deletePod();
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main term', 'a term', 'a end'],
      phase: 'Deleted',
      exits: { main: [137] },
      seconds: [{ from: 'main term', to: 'a term', between: [3, 9] }],
    },
  },
  {
    name: 'main-stops-slowly',
    title: 'On deletion sidecars serve a main container that takes its time',
    pod: {
      restartPolicy: 'Always',
      initContainers: [gated('a')],
      containers: [container('main', "trap 'say term; sleep 6; say end; exit 0' TERM; say start; sleep 1000 & wait $!")],
    },
    act: async ({ saw, deletePod }) => {
      await saw('main start');
      await deletePod();
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main term', 'main end', 'a term', 'a end'],
      phase: 'Deleted',
      exits: { main: [0] },
    },
  },
  {
    name: 'kubelet-restart',
    title: 'A kubelet that restarts changes nothing',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a'), container('init', work()), gated('b')],
      containers: [container('main', work(25))],
    },
    needs: 'RESTART_KUBELET',
    alone: true,
    act: async ({ saw, onNode }) => {
      await saw('main start');
      await onNode('RESTART_KUBELET');
    },
    expected: {
      order: [
        'a start', 'a ready', 'init start', 'init end', 'b start', 'b ready', 'main start', 'main end', 'b term', 'b end', 'a term', 'a end',
      ],
      phase: 'Succeeded',
      exits: { init: [0], main: [0] },
    },
  },
  {
    name: 'sandbox-killed',
    title: 'A Pod whose sandbox is killed stops in order, and starts anew in order',
    pod: { restartPolicy: 'Always', initContainers: [container('before', 'say start'), gated('a', serve({ delay: 1 }))], containers: [container('main', WORK_ON)] },
    needs: 'KILL_SANDBOX',
    alone: true,
    act: async ({ saw, onNode, ready, deletePod }) => {
      await saw('main start');
      await onNode('KILL_SANDBOX');
      await saw('main start', 2);
      await ready();
      await deletePod();
    },
    expected: {
      order: [
        'before start', 'a start', 'a ready', 'main start', 'main term', 'main end', 'a term', 'a end',
        'before start', 'a start', 'a ready', 'main start', 'main term', 'main end', 'a term', 'a end',
      ],
      phase: 'Deleted',
      exits: { before: [0, 0], main: [0, 0] },
    },
  },
];

import { together } from '../order';
import { Scenario } from '../scenario';
import { atFirst, container, gated, hook, serve, SERVE, sidecar, work, WORK_ON } from '../scripts';

const UNTIL_TOLD = "trap 'say term; exit 0' TERM; sleep 1000 & wait $!";

/** What probes and hooks do, and when. */
export const PROBES_AND_HOOKS: readonly Scenario[] = [
  {
    name: 'liveness-fails',
    title: 'A sidecar whose liveness probe fails is restarted, and the Pod succeeds',
    pod: {
      restartPolicy: 'Never',
      initContainers: [sidecar('a', `touch /tmp/alive; ${atFirst('a', 'rm /tmp/alive; sleep 1000 & trap "say term; exit 0" TERM; wait', `say again; ${UNTIL_TOLD}`)}`, {
        livenessProbe: { exec: { command: ['test', '-e', '/tmp/alive'] }, periodSeconds: 1, initialDelaySeconds: 2, failureThreshold: 2 },
      })],
      containers: [container('main', work(12))],
    },
    expected: {
      order: ['a start', 'main start', 'a term', 'a start', 'a again', 'main end', 'a term'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'startup-fails',
    title: 'A sidecar whose startup probe fails is restarted, and the main container waits until it passes',
    pod: {
      restartPolicy: 'Never',
      initContainers: [sidecar('a', `rm -f /tmp/up; ${atFirst('a', UNTIL_TOLD, `touch /tmp/up; say ready; ${UNTIL_TOLD}`)}`, {
        startupProbe: { exec: { command: ['test', '-e', '/tmp/up'] }, periodSeconds: 1, failureThreshold: 3 },
      })],
      containers: [container('main', work())],
    },
    expected: {
      order: ['a start', 'a term', 'a start', 'a ready', 'main start', 'main end', 'a term'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'never-up',
    title: 'While a sidecar is not up, nothing after it starts',
    pod: {
      restartPolicy: 'Never',
      initContainers: [sidecar('a', SERVE, { startupProbe: { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 300 } })],
      containers: [container('main', work())],
    },
    act: async ({ saw, deletePod }) => {
      await saw('a ready');
      await new Promise(resolve => setTimeout(resolve, 5_000));
      await deletePod();
    },
    expected: { order: ['a start', 'a ready', 'a term', 'a end'], phase: 'Deleted', exits: {} },
    supervised: { differs: 'the main container, which waits, ends with 143', expected: { exits: { main: [143] } } },
  },
  {
    name: 'post-start-gates',
    title: 'A postStart hook of a sidecar holds back what comes next',
    pod: {
      restartPolicy: 'Never',
      initContainers: [sidecar('a', SERVE, { lifecycle: { postStart: hook('sleep 3; say hook') } })],
      containers: [container('main', work())],
    },
    expected: {
      order: ['a start', 'a ready', 'a hook', 'main start', 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'pre-stop-at-end',
    title: 'When the main container has ended, the preStop hooks of all sidecars run at once, and each before its SIGTERM',
    pod: {
      restartPolicy: 'Never',
      initContainers: [
        gated('a', SERVE, { lifecycle: { preStop: hook('say hook; sleep 1; say hooked') } }),
        gated('b', SERVE, { lifecycle: { preStop: hook('say hook; sleep 4; say hooked') } }),
      ],
      containers: [container('main', work())],
    },
    expected: {
      order: [
        'a start', 'a ready', 'b start', 'b ready', 'main start', 'main end',
        together(['a hook', 'a hooked'], 'b hook'), 'b hooked', 'b term', 'b end', 'a term', 'a end',
      ],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'pre-stop-on-deletion',
    title: 'On deletion the preStop hooks of main containers and sidecars run at once, and each once',
    pod: {
      restartPolicy: 'Always',
      initContainers: [gated('a', SERVE, { lifecycle: { preStop: hook('say hook; sleep 1') } })],
      containers: [container('main', WORK_ON, { lifecycle: { preStop: hook('say hook; sleep 3; say hooked') } })],
    },
    act: async ({ saw, ready, deletePod }) => {
      await saw('main start');
      await ready();
      await deletePod();
    },
    expected: {
      order: ['a start', 'a ready', 'main start', together('a hook', 'main hook'), 'main hooked', 'main term', 'main end', 'a term', 'a end'],
      phase: 'Deleted',
      exits: { main: [0] },
    },
  },
  {
    name: 'pre-stop-never-ends',
    title: 'A preStop hook that does not end is over with the grace period',
    pod: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 5,
      initContainers: [gated('a', SERVE, { lifecycle: { preStop: hook('say hook; sleep 100') } })],
      containers: [container('main', work())],
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main end', 'a hook', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
      seconds: [{ from: 'a hook', to: 'a term', between: [4, 7] }],
    },
  },
  {
    name: 'hooks-of-main',
    title: 'A main container has its postStart hook run when it starts, and its startup probe made then',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a', serve({ delay: 3 }))],
      containers: [container('main', 'say start; sleep 2; touch /tmp/up; sleep 4; say end', {
        lifecycle: { postStart: hook('say hook') },
        startupProbe: { exec: { command: ['test', '-e', '/tmp/up'] }, periodSeconds: 1, failureThreshold: 30 },
      })],
    },
    expected: {
      order: ['a start', 'a ready', together('main start', 'main hook'), 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'startup-of-main-fails',
    title: 'A main container whose startup probe fails is stopped, and fails the Pod under Never',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a')],
      containers: [container('main', "trap 'say term; exit 9' TERM; say start; sleep 1000 & wait $!", {
        startupProbe: { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 3 },
      })],
    },
    expected: { order: ['a start', 'a ready', 'main start', 'main term', 'a term', 'a end'], phase: 'Failed', exits: { main: [9] } },
  },
  {
    name: 'liveness-of-main-fails',
    title: 'The liveness probe of a main container does not count while that waits, and restarts it later',
    pod: {
      restartPolicy: 'OnFailure',
      initContainers: [gated('a', serve({ delay: 4 }))],
      containers: [container('main', `touch /tmp/alive; ${atFirst('main', "rm /tmp/alive; trap 'say term; exit 9' TERM; sleep 1000 & wait $!", 'sleep 2; say end')}`, {
        livenessProbe: { exec: { command: ['test', '-e', '/tmp/alive'] }, periodSeconds: 1, failureThreshold: 2 },
      })],
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main term', 'main start', 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [9, 0] },
    },
  },
  {
    name: 'liveness-of-main-exits-0',
    title: 'A main container that ends with 0 when its liveness probe has failed is started again under OnFailure, beside its sidecar',
    pod: {
      restartPolicy: 'OnFailure',
      initContainers: [gated('a')],
      containers: [container('main', `touch /tmp/alive; ${atFirst('main', "rm /tmp/alive; trap 'say term; exit 0' TERM; sleep 1000 & wait $!", 'sleep 2; say end')}`, {
        livenessProbe: { exec: { command: ['test', '-e', '/tmp/alive'] }, periodSeconds: 1, failureThreshold: 2 },
      })],
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main term', 'main start', 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0, 0] },
    },
    supervised: {
      differs: 'a main container that ends with 0 when its probe has failed has the exit code 143, for which the kubelet starts it again',
      expected: { exits: { main: [143, 0] } },
    },
  },
  {
    name: 'liveness-delay',
    title: 'The delay of a liveness probe counts from when a main container starts, not from when it begins to wait',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a', serve({ delay: 12 }))],
      containers: [container('main', 'rm -f /tmp/alive; say start; sleep 5; touch /tmp/alive; say alive; sleep 6; say end', {
        livenessProbe: { exec: { command: ['test', '-e', '/tmp/alive'] }, initialDelaySeconds: 9, periodSeconds: 1, failureThreshold: 1 },
      })],
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main alive', 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'readiness',
    title: 'The Pod is ready when the sidecar is up and the main container says so',
    pod: {
      restartPolicy: 'Always',
      initContainers: [gated('a', serve({ delay: 2 }))],
      containers: [container('main', 'rm -f /tmp/r; say start; sleep 3; touch /tmp/r; say able; sleep 1000 & trap "say term; exit 0" TERM; wait', {
        readinessProbe: { exec: { command: ['test', '-e', '/tmp/r'] }, periodSeconds: 1 },
      })],
    },
    readiness: true,
    act: async ({ ready, deletePod }) => {
      await ready();
      await deletePod();
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main able', 'Pod ready', together('Pod unready', ['main term', 'a term', 'a end'])],
      phase: 'Deleted',
      exits: { main: [0] },
    },
  },
];

import { Scenario, Stage } from '../scenario';
import { atFirst, container, gated, hook, serve, sidecar, work } from '../scripts';

const deleteAt = (event: string) => async ({ saw, deletePod }: Stage) => {
  await saw(event);
  await deletePod();
};

/** Rarer cases, each of which a simpler fallback would get wrong. */
export const EDGES: readonly Scenario[] = [
  {
    name: 'sigkill-outside',
    title: 'A main container that another container kills fails the Pod with exit code 137',
    pod: {
      restartPolicy: 'Never',
      shareProcessNamespace: true,
      initContainers: [gated('a', `
trap 'say term; say end; exit 0' TERM
say start; touch /tmp/ready; say ready; await 'main start'; sleep 1
for status in /proc/[0-9]*/status; do
  read -r word name < $status
  [ "$name" != yes ] || { pid=\${status#/proc/}; kill -9 \${pid%/status}; }
done
sleep 1000 & wait $!`)],
      containers: [container('main', 'say start; exec yes > /dev/null')],
    },
    expected: { order: ['a start', 'a ready', 'main start', 'a term', 'a end'], phase: 'Failed', exits: { main: [137] } },
  },
  {
    name: 'one-of-two-again',
    title: 'One main container that fails under OnFailure is run again after the other has ended',
    pod: {
      restartPolicy: 'OnFailure',
      initContainers: [gated('a')],
      containers: [container('one', atFirst('one', 'await "two end"; exit 7', 'say end')), container('two', work(1))],
    },
    expected: {
      order: ['a start', 'a ready', { together: ['one start', 'two start'] }, 'two end', 'one start', 'one end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { one: [7, 0], two: [0] },
    },
  },
  {
    name: 'no-command',
    title: 'A main container whose command does not exist fails the Pod, and the sidecar is stopped',
    pod: { restartPolicy: 'Never', initContainers: [gated('a')], containers: [{ name: 'main', image: 'busybox:1.37', command: ['/no/such/command'] }] },
    expected: { order: ['a start', 'a ready', 'a term', 'a end'], phase: 'Failed', exits: { main: [128] } },
    supervised: { differs: 'a command that does not exist has the exit code 127, as in a shell', expected: { exits: { main: [127] } } },
  },
  {
    name: 'pre-stop-http',
    title: 'A preStop hook that asks the sidecar by HTTP to stop is answered',
    pod: {
      restartPolicy: 'Never',
      initContainers: [sidecar('a', `
trap 'test -e /tmp/asked && say asked; say term; say end; exit 0' TERM
say start; mkdir -p /tmp/cgi-bin; printf '#!/bin/sh\\ntouch /tmp/asked; echo; echo ok\\n' > /tmp/cgi-bin/quit; chmod +x /tmp/cgi-bin/quit
httpd -p 8080 -h /tmp; say ready; sleep 1000 & wait $!`, {
        startupProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1, failureThreshold: 60 },
        lifecycle: { preStop: { httpGet: { port: 8080, path: '/cgi-bin/quit' } } },
      })],
      containers: [container('main', work())],
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main end', 'a asked', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'stop-signal',
    title: 'A sidecar is stopped by the signal that it asks for',
    nativeNeedsField: 'stopSignal',
    pod: {
      restartPolicy: 'Never',
      os: { name: 'linux' },
      initContainers: [gated('a', `
trap 'say asked; exit 0' USR1; trap 'say term; exit 0' TERM
say start; touch /tmp/ready; say ready; sleep 1000 & wait $!`, { lifecycle: { stopSignal: 'SIGUSR1' } as object })],
      containers: [container('main', work())],
    },
    expected: { order: ['a start', 'a ready', 'main start', 'main end', 'a asked'], phase: 'Succeeded', exits: { main: [0] } },
  },
  {
    name: 'delete-gate-closed',
    title: 'A Pod that is deleted while a gate is closed stops, and what waited is never started',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a'), gated('b', serve({ delay: 100 })), gated('c')],
      containers: [container('main', work())],
    },
    act: deleteAt('b start'),
    expected: { order: ['a start', 'a ready', 'b start', 'b term', 'b end', 'a term', 'a end'], phase: 'Deleted', exits: {} },
    supervised: { differs: 'a main container that waits when its Pod is deleted has the exit code 143', expected: { exits: { main: [143] } } },
  },
  {
    name: 'delete-waiting-hook',
    title: 'The preStop hook of a main container that was never started does not run',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a', serve({ delay: 100 }))],
      containers: [container('main', work(), { lifecycle: { preStop: hook('say hook') } })],
    },
    act: deleteAt('a start'),
    expected: { order: ['a start', 'a term', 'a end'], phase: 'Deleted', exits: {} },
    supervised: { differs: 'a main container that waits when its Pod is deleted has the exit code 143', expected: { exits: { main: [143] } } },
  },
  {
    name: 'delete-crashed',
    title: 'A sidecar that has crashed is not started again while the Pod stops',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a'), gated('b', `
trap 'say term; exit 0' TERM
rm -f /tmp/ready; say start; touch /tmp/ready; say ready; await 'main term'; say crash; exit 3`)],
      containers: [container('main', 'trap "say term; sleep 4; say end; exit 0" TERM; say start; sleep 1000 & wait $!')],
    },
    act: deleteAt('main start'),
    expected: { order: ['a start', 'a ready', 'b start', 'b ready', 'main start', 'main term', 'b crash', 'main end', 'a term', 'a end'], phase: 'Deleted', exits: { main: [0] } },
  },
];

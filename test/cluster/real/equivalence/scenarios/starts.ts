import { Scenario } from '../scenario';
import { atFirst, container, gated, serve, sidecar, work } from '../scripts';

const http = (port: number) => `
trap 'say term; sleep 1; say end; exit 0' TERM
say start; sleep 2; mkdir -p /tmp/www; echo ready > /tmp/www/index.html; say ready; httpd -p ${port} -h /tmp/www; sleep 1000 & wait $!`;
const tcp = (port: number) => `
trap 'say term; sleep 1; say end; exit 0' TERM
say start; sleep 2; say ready; nc -lk -p ${port} -e true & wait $!`;

/** The order in which a Pod starts, and what holds it up. */
export const STARTS: readonly Scenario[] = [
  {
    name: 'gates',
    title: 'Sidecars with exec, HTTP and TCP gates start one after the other, then the main container, and stop in reverse',
    pod: {
      restartPolicy: 'Never',
      initContainers: [
        gated('exec', serve({ delay: 2, stop: 2 })),
        sidecar('http', http(8080), { startupProbe: { httpGet: { port: 8080, path: '/index.html' }, periodSeconds: 1, failureThreshold: 60 } }),
        sidecar('tcp', tcp(9090), { startupProbe: { tcpSocket: { port: 9090 }, periodSeconds: 1, failureThreshold: 60 } }),
      ],
      containers: [container('main', work())],
    },
    expected: {
      order: [
        'exec start', 'exec ready', 'http start', 'http ready', 'tcp start', 'tcp ready', 'main start', 'main end',
        'tcp term', 'tcp end', 'http term', 'http end', 'exec term', 'exec end',
      ],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'no-gate',
    title: 'Without a gate a sidecar holds nothing back until it is ready',
    pod: {
      restartPolicy: 'Never',
      initContainers: [sidecar('a', serve({ delay: 6 }))],
      containers: [container('main', work(8))],
    },
    expected: {
      order: ['a start', 'main start', 'a ready', 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
    },
  },
  {
    name: 'init-anywhere',
    title: 'Init containers before, between and after sidecars run in their turn',
    pod: {
      restartPolicy: 'Never',
      initContainers: [
        container('before', work()),
        gated('a', serve({ delay: 1 })),
        container('between', work()),
        gated('b', serve({ delay: 1 })),
        container('after', work()),
      ],
      containers: [container('main', work())],
    },
    expected: {
      order: [
        'before start', 'before end', 'a start', 'a ready', 'between start', 'between end', 'b start', 'b ready', 'after start', 'after end',
        'main start', 'main end', 'b term', 'b end', 'a term', 'a end',
      ],
      phase: 'Succeeded',
      exits: { before: [0], between: [0], after: [0], main: [0] },
    },
  },
  {
    name: 'init-needs-sidecar',
    title: 'An init container can reach the sidecar before it',
    pod: {
      restartPolicy: 'Never',
      initContainers: [
        sidecar('a', http(8080), { startupProbe: { httpGet: { port: 8080 }, periodSeconds: 1, failureThreshold: 60 } }),
        container('init', 'say start; wget -q -O - http://127.0.0.1:8080/ | while read -r line; do say "$line"; done; say end'),
      ],
      containers: [container('main', work())],
    },
    expected: {
      order: ['a start', 'a ready', 'init start', 'init ready', 'init end', 'main start', 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { init: [0], main: [0] },
    },
  },
  {
    name: 'init-fails',
    title: 'An init container that fails under Never fails the Pod, and the sidecar is stopped',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a'), container('init', 'say start; exit 5'), gated('b')],
      containers: [container('main', work())],
    },
    expected: {
      order: ['a start', 'a ready', 'init start', 'a term', 'a end'],
      phase: 'Failed',
      exits: { init: [5] },
    },
    supervised: {
      differs: 'a main container that is never started has the exit code 0',
      expected: { exits: { init: [5], main: [0] } },
    },
  },
  {
    name: 'init-fails-first',
    title: 'An init container that fails before the sidecars fails the Pod, and nothing else runs',
    pod: {
      restartPolicy: 'Never',
      initContainers: [container('init', 'say start; exit 5'), gated('a')],
      containers: [container('main', work())],
    },
    expected: { order: ['init start'], phase: 'Failed', exits: { init: [5] } },
  },
  {
    name: 'init-retried',
    title: 'An init container that fails under OnFailure is run again while the sidecar goes on',
    pod: {
      restartPolicy: 'OnFailure',
      initContainers: [gated('a'), container('init', atFirst('init', 'exit 5', 'say end'))],
      containers: [container('main', work())],
    },
    expected: {
      order: ['a start', 'a ready', 'init start', 'init start', 'init end', 'main start', 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { init: [5, 0], main: [0] },
    },
  },
  {
    name: 'init-always',
    title: 'Under Always an init container after a sidecar is run until it succeeds, and then no more',
    pod: {
      restartPolicy: 'Always',
      initContainers: [gated('a'), container('init', atFirst('init', 'exit 5', 'say end')), gated('b')],
      containers: [container('main', atFirst('main', 'exit 0', "trap 'say term; exit 0' TERM; say again; sleep 1000 & wait $!"))],
    },
    act: async ({ saw, ready, deletePod }) => {
      await saw('main again');
      await ready();
      await deletePod();
    },
    expected: {
      order: [
        'a start', 'a ready', 'init start', 'init start', 'init end', 'b start', 'b ready', 'main start', 'main start', 'main again',
        'main term', 'b term', 'b end', 'a term', 'a end',
      ],
      phase: 'Deleted',
      exits: { init: [5, 0], main: [0, 0] },
    },
  },
];

import { check, deployment, init, job, main, sidecar } from './workloads';
import { noStartGate } from '../../src/checks/no-start-gate';
import { Container } from '../../src/manifest/types';

const PORT = { ports: [{ containerPort: 5000 }] };

function finding(client: string, port = 5000, place = 'initContainers[0]') {
  return {
    container: 'proxy',
    field: `spec.template.spec.${place}.startupProbe`,
    message: `'${client}' talks to port ${port} of this sidecar, but nothing makes it wait until that port answers: `
      + 'without a startup probe a sidecar counts as started as soon as its process runs, and a readiness probe does not hold anything back.',
    fix: 'Give the sidecar a startup probe.',
  };
}

function env(value?: string): Partial<Container> {
  return { env: [{ name: 'FIRST', value: 'x' }, { name: 'ADDRESS', value }] };
}

test.each<[string, Partial<Container>]>([
  ['a host and port', env('localhost:5000')],
  ['an IPv4 address', env('127.0.0.1:5000')],
  ['an IPv6 address', env('http://[::1]:5000/x')],
  ['a URL with a user', env('postgres://u:p@localhost:5000/db')],
  ['one address of several', env('other:1,localhost:5000')],
  ['an argument', { args: ['--proxy=localhost:5000'] }],
  ['a command', { command: ['curl', 'http://localhost:5000'] }],
  ['a script', { command: ['sh', '-c', 'sleep 1; curl "http://127.0.0.1:5000/a?b" && exit'] }],
])('a main that names the port of a sidecar without a gate does not wait for it: %s', (_, client) => {
  expect(check(noStartGate, job({ initContainers: [sidecar(PORT)], containers: [main(client)] }))).toEqual([finding('main')]);
});

test('what starts later may be an init container or another sidecar, and the first one is named', () => {
  const first = init({ name: 'migrate', ...env('localhost:5000') });
  const second = sidecar({ name: 'logs', ...env('localhost:5000') });
  expect(check(noStartGate, job({ initContainers: [sidecar(PORT), first, second] }))).toEqual([finding('migrate')]);
  expect(check(noStartGate, job({ initContainers: [init(), sidecar(PORT), second, first] }))).toEqual([finding('logs', 5000, 'initContainers[1]')]);
});

test('a sidecar may have several ports, and the one that is named counts', () => {
  const ports = [{ containerPort: 9090 }, { containerPort: 5432 }];
  expect(check(noStartGate, deployment({ initContainers: [sidecar({ ports })], containers: [main(), main({ name: 'app', ...env('localhost:5432') })] })))
    .toEqual([finding('app', 5432)]);
});

test('a readiness probe holds nothing back', () => {
  const readinessProbe = { tcpSocket: { port: 5000 } };
  expect(check(noStartGate, job({ initContainers: [sidecar({ ...PORT, readinessProbe })], containers: [main(env('localhost:5000'))] })))
    .toEqual([finding('main')]);
});

test.each<[string, Partial<Container>]>([
  ['a longer port', env('localhost:50001')],
  ['a port that ends alike', env('localhost:15000')],
  ['a host name that ends alike', env('mylocalhost:5000')],
  ['a host name with a dash', env('my-localhost:5000')],
  ['a host name that begins alike', env('localhost.example:5000')],
  ['a host name around it', env('db.localhost.example:5000')],
  ['an address that ends alike', env('10.127.0.0.1:5000')],
  ['another host', env('proxy:5000')],
  ['all interfaces, on which it listens itself', env('0.0.0.0:5000')],
  ['a port from another variable', env('localhost:$(PORT)')],
  ['a host without a port', env('localhost')],
  ['a variable without a value', env()],
  ['a script that waits by itself', { command: ['sh', '-c', 'until curl -s localhost:5000/healthz; do sleep 1; done; exec app'] }],
  ['a loop that waits by itself', { command: ['sh', '-c', 'while ! wget -qO- localhost:5000; do sleep 1; done; exec app'] }],
  ['a program that waits by itself', { command: ['/wait-for-it.sh', 'localhost:5000', '--', 'app'] }],
  ['another program that waits by itself', { command: ['dockerize'], args: ['-wait', 'tcp://localhost:5000', 'app'] }],
  ['a client that tries again', { args: ['curl', '--retry', '9', '--retry-connrefused', 'localhost:5000'] }],
])('nothing is said of a main that names %s', (_, client) => {
  expect(check(noStartGate, job({ initContainers: [sidecar(PORT)], containers: [main(client)] }))).toEqual([]);
});

test.each<[string, Container[]]>([
  ['has a startup probe', [sidecar({ ...PORT, startupProbe: { tcpSocket: { port: 5000 } } })]],
  ['has a postStart hook, which the kubelet waits for', [sidecar({ ...PORT, lifecycle: { postStart: { exec: { command: ['wait'] } } } })]],
  ['has no ports', [sidecar()]],
  ['has another port', [sidecar({ ports: [{ containerPort: 5001 }] })]],
  ['is a plain init container', [init(PORT)]],
])('nothing is said of a sidecar that %s', (_, initContainers) => {
  expect(check(noStartGate, job({ initContainers, containers: [main(env('localhost:5000'))] }))).toEqual([]);
});

test.each<[string, Container[]]>([
  ['an init container that has ended before', [init(env('localhost:5000')), sidecar(PORT)]],
  ['a sidecar that started before', [sidecar({ name: 'logs', ...env('localhost:5000') }), sidecar(PORT)]],
  ['the sidecar itself', [sidecar({ ...PORT, ...env('localhost:5000') })]],
])('nothing is said of %s', (_, initContainers) => {
  expect(check(noStartGate, job({ initContainers }))).toEqual([]);
});

import { check, deployment, init, job, main, sidecar } from './workloads';
import { noStartGate } from '../../src/checks/no-start-gate';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { Container, PodSpec } from '../../src/manifest/types';

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

test.each<[string, Partial<Container>]>([
  ['a host and a port in variables', { env: [{ name: 'DB_HOST', value: '127.0.0.1' }, { name: 'DB_PORT', value: '5000' }] }],
  ['variables without an underscore', { env: [{ name: 'PGHOST', value: 'localhost' }, { name: 'PGPORT', value: '5000' }] }],
  ['a host and a port as arguments', { args: ['--host=127.0.0.1', '--port=5000'] }],
  ['a host and a port in a script', { command: ['sh', '-c', 'psql -h localhost -p 5000'] }],
])('the port may stand apart from the host: %s', (_, client) => {
  expect(check(noStartGate, job({ initContainers: [sidecar(PORT)], containers: [main(client)] }))).toEqual([finding('main')]);
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
  expect(check(noStartGate, job({ initContainers: [sidecar({ ...PORT, image: 'agent:1' })], containers: [main(client)] }))).toEqual([]);
});

test.each<[string, Container[]]>([
  ['has a startup probe', [sidecar({ ...PORT, startupProbe: { tcpSocket: { port: 5000 } } })]],
  ['has a postStart hook, which the kubelet waits for', [sidecar({ ...PORT, lifecycle: { postStart: { exec: { command: ['wait'] } } } })]],
  ['has a readiness probe, about which there is another rule', [sidecar({ ...PORT, readinessProbe: { tcpSocket: { port: 5000 } } })]],
  ['has no ports', [sidecar()]],
  ['has a port for datagrams', [sidecar({ ports: [{ containerPort: 5000, protocol: 'UDP' }] })]],
  ['has another port, and looks after the others', [sidecar({ image: 'metrics-agent:1', ports: [{ containerPort: 5001 }] })]],
  ['is a plain init container', [init(PORT)]],
])('nothing is said of a sidecar that %s', (_, initContainers) => {
  expect(check(noStartGate, job({ initContainers, containers: [main(env('localhost:5000'))] }))).toEqual([]);
});

test.each<[string, Container[]]>([
  ['an init container that has ended before', [init(env('localhost:5000')), sidecar(PORT)]],
  ['a sidecar that started before', [sidecar({ name: 'logs', ...env('localhost:5000') }), sidecar(PORT)]],
  ['the sidecar itself', [sidecar({ ...PORT, ...env('localhost:5000') })]],
])('no port is talked to by %s', (_, initContainers) => {
  const quiet = initContainers.map(container => container.ports ? { ...container, image: 'agent:1' } : container);
  expect(check(noStartGate, job({ initContainers: quiet }))).toEqual([]);
});

test.each<[string, Partial<Container>[]]>([
  ['an init container that waits for the sidecar', [{ name: 'wait', command: ['sh', '-c', 'until nc -z localhost 5000; do sleep 1; done'] }]],
  ['an init container that asks a few times', [{ name: 'wait', args: ['sh', '-c', 'for i in 1 2 3; do nc -z localhost 5000 && break; sleep 1; done'] }]],
])('%s keeps all that comes after it waiting', (_, inits) => {
  expect(check(noStartGate, job({ initContainers: [sidecar(PORT), ...inits.map(init)], containers: [main(env('localhost:5000'))] }))).toEqual([]);
});

test('an init container that waits for something else keeps nobody waiting for the sidecar', () => {
  const wait = init({ command: ['sh', '-c', 'until nc -z queue 5672; do sleep 1; done'] });
  expect(check(noStartGate, job({ initContainers: [sidecar(PORT), wait], containers: [main(env('localhost:5000'))] }))).toEqual([finding('main')]);
});

const WHY = 'without a startup probe a sidecar counts as started as soon as its process runs, and a readiness probe does not hold anything back.';
const CLOUD_SQL = sidecar({ image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3', args: ['--port=<DB_PORT>', 'a:b:c'] });

test.each<[string, Partial<PodSpec>, string]>([
  ['a proxy for databases', { initContainers: [CLOUD_SQL] },
    'this sidecar is a proxy for the other containers (Cloud SQL Auth Proxy), but nothing makes them wait until that proxy answers: '],
  ['a proxy that is called by its command', { initContainers: [sidecar({ image: 'gcr.io/cloudsql-docker/gce-proxy:1.33', command: ['/cloud_sql_proxy', '-instances=a'] })] },
    'this sidecar is a proxy for the other containers (Cloud SQL Auth Proxy), but nothing makes them wait until that proxy answers: '],
  ['a proxy, and somebody who dials the Pod itself', { initContainers: [CLOUD_SQL], containers: [main({ args: ['--host=127.0.0.1', '--port=<DB_PORT>'] })] },
    "'main' talks to a port of this Pod, and this sidecar is a proxy (Cloud SQL Auth Proxy), but nothing makes it wait until that proxy answers: "],
  ['a proxy at its usual port', { initContainers: [CLOUD_SQL], containers: [main({ args: ['--host=127.0.0.1', '--port=5432'] })] },
    "'main' talks to port 5432 of this sidecar, but nothing makes it wait until that port answers: "],
  ['the proxy of a mesh', { initContainers: [sidecar({ image: 'docker.io/istio/proxyv2:1.26.0', args: ['proxy', 'sidecar'] })] },
    'the traffic of the other containers goes through this sidecar (Istio proxy), but nothing makes them wait until it is ready: '],
  ['a server', { initContainers: [sidecar({ image: 'memcached', ports: [{ containerPort: 11211 }] })] },
    'this sidecar listens on port 11211, but nothing makes the other containers wait until that port answers: '],
  ['what listens', { initContainers: [sidecar({ name: 'routing-proxy', ports: [{ containerPort: 9090, name: 'http-metrics' }, { containerPort: 8000 }] })] },
    'this sidecar listens on port 8000, but nothing makes the other containers wait until that port answers: '],
])('it is a fault of %s as well', (_, podSpec, message) => {
  expect(check(noStartGate, deployment(podSpec)).map(found => found.message)).toEqual([message + WHY]);
});

const FILES = { volumes: [{ name: 'content', emptyDir: {} }] };
const WRITER = sidecar({ name: 'fetch', volumeMounts: [{ name: 'content', mountPath: '/data' }] });
const READER = main({ name: 'server', volumeMounts: [{ name: 'content', mountPath: '/html', readOnly: true }] });

test('files that a sidecar writes are there when it has started only if a probe asks for them', () => {
  expect(check(noStartGate, deployment({ ...FILES, initContainers: [WRITER], containers: [READER] }))).toEqual([{
    container: 'fetch',
    field: 'spec.template.spec.initContainers[0].startupProbe',
    message: `'server' reads what this sidecar writes to the volume 'content', but nothing makes it wait until that is there: ${WHY}`,
    fix: 'Give the sidecar a startup probe that asks whether the files are there.',
  }]);
});

test.each<[string, Partial<PodSpec>]>([
  ['files that an init container has written before', { ...FILES, initContainers: [init({ volumeMounts: WRITER.volumeMounts }), WRITER], containers: [READER] }],
  ['a volume that is filled elsewhere', { volumes: [{ name: 'content', persistentVolumeClaim: { claimName: 'x' } }], initContainers: [WRITER], containers: [READER] }],
  ['files that the main writes', { ...FILES, initContainers: [WRITER], containers: [main({ volumeMounts: WRITER.volumeMounts })] }],
  ['a main that waits for the file', { ...FILES, initContainers: [WRITER], containers: [{ ...READER, command: ['sh', '-c', 'until [ -f /html/a ]; do sleep 1; done'] }] }],
  ['a log shipper', { ...FILES, initContainers: [{ ...WRITER, command: ['sh', '-c', 'tail -F /data/log'], ports: [{ containerPort: 80 }] }] }],
  ['a client of the main', { initContainers: [sidecar({ command: ['sh', '-c', 'while true; do wget -qO- http://localhost:80; sleep 5; done'] })] }],
  ['a proxy for those outside', { initContainers: [sidecar({ image: 'quay.io/brancz/kube-rbac-proxy:v0.19.1', ports: [{ containerPort: 8443 }] })] }],
  ['an image that is there to do something else', { initContainers: [sidecar({ image: 'envoyproxy/envoy:v1.34.1', command: ['sleep', 'infinity'], ports: [{ containerPort: 80 }] })] }],
  ['ports for those who look after the Pod', { initContainers: [sidecar({ ports: [{ containerPort: 9090, name: 'metrics' }] })] }],
  ['an exporter', { initContainers: [sidecar({ image: 'oliver006/redis_exporter:v1', ports: [{ containerPort: 9121 }] })] }],
  ['a proxy of a mesh, if the main waits for it',
    { initContainers: [sidecar({ image: 'cr.l5d.io/linkerd/proxy:edge' })], containers: [main({ command: ['linkerd-await', '--', 'app'] })] }],
  ['a proxy, if the main waits by itself', { initContainers: [CLOUD_SQL], containers: [main({ command: ['sh', '-c', 'until pg_isready; do sleep 1; done'] })] }],
])('nothing is said of %s', (_, podSpec) => {
  expect(check(noStartGate, deployment(podSpec))).toEqual([]);
});

test('values that are no texts do no harm', () => {
  const odd = { env: [{ name: 'DB_HOST', value: 127 as unknown as string }, { name: 'DB_PORT', value: 5000 as unknown as string }] };
  expect(check(noStartGate, job({ initContainers: [sidecar({ ...PORT, image: 'agent:1' })], containers: [main(odd)] }))).toEqual([]);
});

test('a proxy that may as well stand before the Pod is one for the others only if they talk to a port of the Pod', () => {
  const envoy = sidecar({ image: 'envoyproxy/envoy:v1.34.1', ports: [{ containerPort: 8443 }] });
  const tailscale = sidecar({ image: 'ghcr.io/tailscale/tailscale:v1.80.0' });
  const message = (proxy: Container, client = main()) =>
    check(noStartGate, deployment({ initContainers: [proxy], containers: [client] })).map(found => found.message);
  expect(message(envoy)).toEqual([expect.stringContaining('this sidecar listens on port 8443, but')]);
  expect(message(envoy, main(env('localhost')))).toEqual([expect.stringContaining("'main' talks to a port of this Pod, and this sidecar is a proxy (Envoy), but")]);
  expect(message(tailscale)).toEqual([]);
  expect(message(tailscale, main({ args: ['--proxy', 'localhost'] }))).toEqual([expect.stringContaining('this sidecar is a proxy (Tailscale), but')]);
});

test('what sends traces or metrics tries again, so that is only worth knowing', () => {
  const collector = sidecar({ image: 'otel/opentelemetry-collector:0.130.0', ports: [{ containerPort: 4317 }] });
  expect(check(noStartGate, deployment({ initContainers: [collector], containers: [main(env('http://localhost:4317'))] })))
    .toEqual([{ ...finding('main', 4317), severity: DiagnosticSeverity.INFO }]);
});

test('nothing is said of a patch of a sidecar, which may have a startup probe', () => {
  expect(check(noStartGate, job({ initContainers: [sidecar({ ...PORT, image: undefined })], containers: [main(env('localhost:5000'))] }))).toEqual([]);
});

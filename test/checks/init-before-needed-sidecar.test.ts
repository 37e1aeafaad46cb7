import { check, deployment, init, main, sidecar } from './workloads';
import { initBeforeNeededSidecar } from '../../src/checks/init-before-needed-sidecar';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { applyPatch } from '../../src/manifest/json-patch';
import { Container, KubernetesObject } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const PROXY = sidecar({ ports: [{ containerPort: 5432 }] });
const CLOUD_SQL = sidecar({ name: 'db', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3', args: ['a:b:c'] });
const CLIENT = init({ env: [{ name: 'DATABASE_URL', value: 'postgres://localhost:5432/app' }] });

test('what an init container talks to must have started before it', () => {
  expect(check(initBeforeNeededSidecar, deployment({ initContainers: [init({ name: 'first' }), CLIENT, PROXY] }))).toEqual([{
    container: 'init',
    field: 'spec.template.spec.initContainers[1]',
    message: "it talks to what 'proxy' is there for (port 5432), but that one starts only after this init container has ended.",
    fix: "Put the sidecar 'proxy' before this init container.",
    patch: [{ op: 'move', from: '/spec/template/spec/initContainers/1', path: '/spec/template/spec/initContainers/2' }],
  }]);
});

test('patched again and again, all init containers end up behind the sidecar, in their order', () => {
  let { object } = deployment({ initContainers: [{ ...CLIENT, name: 'wait' }, { ...CLIENT, name: 'migrate' }, PROXY, sidecar({ name: 'logs' })] });
  for (let [patched] = patches(object); patched; [patched] = patches(object)) {
    object = applyPatch(object, patched);
  }
  expect(workloadsOf(object)[0].podSpec.initContainers?.map(({ name }) => name)).toEqual(['proxy', 'wait', 'migrate', 'logs']);
});

function patches(object: KubernetesObject) {
  return check(initBeforeNeededSidecar, workloadsOf(object)[0]).flatMap(({ patch }) => patch ? [patch] : []);
}

test('an init container that does nothing but wait keeps the Pod from starting for ever', () => {
  const wait = init({ command: ['sh', '-c', 'until nc -z 127.0.0.1 5432; do sleep 1; done'] });
  expect(check(initBeforeNeededSidecar, deployment({ initContainers: [wait, PROXY] }))).toEqual([{
    container: 'init',
    severity: DiagnosticSeverity.ERROR,
    field: 'spec.template.spec.initContainers[0]',
    message: "it waits until port 5432 of 'proxy' answers, but that one starts only after this init container has ended: the Pod never gets any further.",
    fix: "Put the sidecar 'proxy' before this init container.",
    patch: [{ op: 'move', from: '/spec/template/spec/initContainers/0', path: '/spec/template/spec/initContainers/1' }],
  }]);
});

test.each<[string, Container[]]>([
  ['it gives up at some time', [init({ command: ['sh', '-c', 'until nc -z localhost 5432; do sleep 1; [ $((i++)) -gt 9 ] && exit 1; done'] }), PROXY]],
  ['the loop is about something else', [init({ command: ['sh', '-c', 'until true; do sleep 1; done; psql -h localhost -p 5432'] }), PROXY]],
  ['the port is only the usual one', [init({ command: ['sh', '-c', 'until nc -z localhost 5432; do sleep 1; done'] }), CLOUD_SQL]],
  ['a sidecar before it may answer', [sidecar({ name: 'other' }), init({ command: ['sh', '-c', 'until nc -z localhost 5432; do sleep 1; done'] }), PROXY]],
])('it is not certain if %s', (_, initContainers) => {
  expect(check(initBeforeNeededSidecar, deployment({ initContainers })).map(({ severity = 'default' }) => severity)).toEqual(['default']);
});

test.each<[string, Container]>([
  ['a host in a variable', init({ env: [{ name: 'DB_HOST', value: '127.0.0.1' }] })],
  ['a host as an argument', init({ args: ['--host=localhost', '--port=<DB_PORT>'] })],
])('a proxy for databases needs no port to be named: %s', (_, client) => {
  expect(check(initBeforeNeededSidecar, deployment({ initContainers: [client, CLOUD_SQL] })).map(({ message }) => message))
    .toEqual(["it talks to what 'db' is there for (Cloud SQL Auth Proxy), but that one starts only after this init container has ended."]);
});

test('there is no patch where something stands between the two', () => {
  expect(check(initBeforeNeededSidecar, deployment({ initContainers: [CLIENT, init({ name: 'second' }), PROXY] })).map(({ patch }) => patch)).toEqual([undefined]);
});

test.each<[string, Container[]]>([
  ['an init container behind the sidecar', [PROXY, CLIENT]],
  ['one that talks to somebody else', [init({ env: [{ name: 'DATABASE_URL', value: 'postgres://db:5432/app' }] }), PROXY]],
  ['one that asks for a page of the Pod', [init({ args: ['http://localhost/'] }), CLOUD_SQL]],
  ['a range of addresses', [init({ args: ['-i', '127.0.0.1/24'] }), CLOUD_SQL]],
  ['one that talks to an earlier sidecar', [sidecar({ name: 'first', ports: [{ containerPort: 5432 }] }), CLIENT, PROXY]],
  ['one that is served by an earlier proxy', [{ ...CLOUD_SQL, name: 'first' }, init({ args: ['-h', '127.0.0.1'] }), CLOUD_SQL]],
  ['what sets the network up, by its name', [{ ...CLIENT, name: 'istio-init' }, PROXY]],
  ['what sets the network up, by what it may do', [{ ...CLIENT, securityContext: { capabilities: { add: ['NET_ADMIN'] } } }, PROXY]],
  ['what sets the network up, by its image', [{ ...CLIENT, image: 'cr.l5d.io/linkerd/proxy:edge', command: ['/usr/lib/linkerd/linkerd2-proxy-init'] }, PROXY]],
  ['what writes the configuration of the sidecar', [
    { ...CLIENT, volumeMounts: [{ name: 'config', mountPath: '/out' }] },
    { ...PROXY, volumeMounts: [{ name: 'config', mountPath: '/etc/envoy', readOnly: true }] },
  ]],
  ['an agent, which may miss something', [
    init({ env: [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://localhost:4317' }] }),
    sidecar({ image: 'otel/opentelemetry-collector-contrib:0.130.0' }),
  ]],
  ['no sidecars', [CLIENT]],
])('nothing is said of %s', (_, initContainers) => {
  expect(check(initBeforeNeededSidecar, deployment({ initContainers }))).toEqual([]);
});

test('nothing is said of a port that a main container has', () => {
  const redis = sidecar({ image: 'redis:8' });
  const client = init({ env: [{ name: 'REDIS', value: 'localhost:6379' }] });
  const podSpec = { initContainers: [client, redis], containers: [main({ ports: [{ containerPort: 6379 }] })] };
  expect(check(initBeforeNeededSidecar, deployment(podSpec))).toEqual([]);
});

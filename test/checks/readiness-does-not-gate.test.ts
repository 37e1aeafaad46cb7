import { check, deployment, init, job, main, sidecar } from './workloads';
import { readinessDoesNotGate } from '../../src/checks/readiness-does-not-gate';
import { Container, PodSpec } from '../../src/manifest/types';

const READY = { readinessProbe: { tcpSocket: { port: 5000 } } };
const PORT = { ports: [{ containerPort: 5000 }] };
const CLIENT = main({ env: [{ name: 'ADDRESS', value: 'localhost:5000' }] });
const UNTIL_STARTED = 'without a startup probe the next container starts as soon as the process of this sidecar runs.';
const FIX = 'Give the sidecar a startup probe, which may ask the same as its readiness probe if that does not depend on containers that start later.';

test('a main does not wait for the readiness of a sidecar that it talks to', () => {
  expect(check(readinessDoesNotGate, job({ initContainers: [init(), sidecar({ ...PORT, ...READY })], containers: [CLIENT] }))).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.initContainers[1].startupProbe',
    message: `'main' talks to port 5000 of this sidecar, but its readiness probe does not make it wait until that port answers: ${UNTIL_STARTED}`,
    fix: FIX,
    patch: [{ op: 'add', path: '/spec/template/spec/initContainers/1/startupProbe', value: { tcpSocket: { port: 5000 }, failureThreshold: 12 } }],
  }]);
});

test('a probe that may fail for hours is meant to be waited for', () => {
  const readinessProbe = { httpGet: { path: '/health', port: 8000 }, failureThreshold: 6000, initialDelaySeconds: 60, periodSeconds: 10, successThreshold: 3 };
  expect(check(readinessDoesNotGate, job({ initContainers: [sidecar({ readinessProbe })] }))).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.initContainers[0].startupProbe',
    message: 'this sidecar is given long to get ready, as if something waited for it, but its readiness probe does not make the other containers '
      + `wait until it is ready: ${UNTIL_STARTED}`,
    fix: FIX,
    patch: [{
      op: 'add',
      path: '/spec/template/spec/initContainers/0/startupProbe',
      value: { httpGet: { path: '/health', port: 8000 }, failureThreshold: 6000, initialDelaySeconds: 60, periodSeconds: 10 },
    }],
  }]);
});

test.each<[string, Partial<PodSpec>, boolean, string?]>([
  ['a known proxy', { initContainers: [sidecar({ image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3', ...READY })] }, true],
  ['a sidecar that listens, whose readiness may be that of what is behind it', { initContainers: [sidecar({ ...PORT, ...READY })] }, false],
  ['a probe at the port of a later container', {
    initContainers: [sidecar({ ...PORT, readinessProbe: { httpGet: { port: 'web' } } })], containers: [{ ...CLIENT, ports: [{ containerPort: 80, name: 'web' }] }],
  }, false],
  ['a kubelet with a bug of startup probes', { initContainers: [sidecar({ ...PORT, ...READY })], containers: [CLIENT] }, false, '1.35.1'],
])('there is a patch where that cannot hurt: %s', (_, podSpec, isPatched, target = '1.37') => {
  expect(check(readinessDoesNotGate, deployment(podSpec), { target }).map(({ patch }) => patch !== undefined)).toEqual([isPatched]);
});

test.each<[string, Partial<Container>]>([
  ['has a startup probe as well', { ...PORT, ...READY, startupProbe: { tcpSocket: { port: 5000 } } }],
  ['has a postStart hook, which the kubelet waits for', { ...PORT, ...READY, lifecycle: { postStart: { exec: { command: ['wait'] } } } }],
  ['has no readiness probe', PORT],
  ['is not there for others', { ...READY }],
  ['looks after the others', { ...PORT, ...READY, image: 'grafana/agent:v0.44.2' }],
  ['is the proxy of a mesh, where readiness is about traffic', { ...READY, image: 'docker.io/istio/proxyv2:1.26.0', args: ['proxy', 'sidecar'] }],
  ['may fail often, but for a short time', { readinessProbe: { tcpSocket: { port: 5000 }, failureThreshold: 60, periodSeconds: 1 } }],
])('nothing is said of a sidecar that %s', (_, fields) => {
  expect(check(readinessDoesNotGate, deployment({ initContainers: [sidecar(fields)] }))).toEqual([]);
});

test('nothing is said of main containers', () => {
  expect(check(readinessDoesNotGate, deployment({ containers: [main({ ...PORT, ...READY }), { ...CLIENT, name: 'client' }] }))).toEqual([]);
});

test('nothing is said of a patch of a sidecar, which may have a startup probe', () => {
  expect(check(readinessDoesNotGate, job({ initContainers: [sidecar({ ...READY, ...PORT, image: undefined })], containers: [CLIENT] }))).toEqual([]);
});

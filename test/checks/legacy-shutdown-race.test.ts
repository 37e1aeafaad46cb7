import { check, cronJob, deployment, init, job, main, sidecar } from './workloads';
import { legacyShutdownRace } from '../../src/checks/legacy-shutdown-race';
import { Container, PodSpec } from '../../src/manifest/types';

const CLOUD_SQL = main({ name: 'db', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3' });
const ISTIO = main({ name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.26.0', args: ['proxy', 'sidecar'] });
const FLUENT_BIT = main({ name: 'logs', image: 'fluent/fluent-bit:4.0.3', volumeMounts: [{ name: 'logs', mountPath: '/logs' }] });
const WRITER = main({ volumeMounts: [{ name: 'logs', mountPath: '/var/log/app' }] });
const LOGS = { volumes: [{ name: 'logs', emptyDir: {} }] };

test('a proxy that is a main container is stopped together with what needs it', () => {
  expect(check(legacyShutdownRace, deployment({ containers: [main(), CLOUD_SQL] }))).toEqual([{
    container: 'db',
    field: 'spec.template.spec.containers[1]',
    message: "it is a main container (Cloud SQL Auth Proxy), so it gets SIGTERM at the same time as 'main', which still needs it then.",
    fix: 'Make it a native sidecar: move it to initContainers, with restartPolicy: Always and a startup probe.',
  }]);
});

test('the proxy of a mesh is moved by who injects it', () => {
  expect(check(legacyShutdownRace, deployment({ containers: [ISTIO, main()] })).map(({ container, fix }) => [container, fix])).toEqual([
    ['istio-proxy', 'Let Istio inject it as a native sidecar: set the annotation sidecar.istio.io/nativeSidecar: "true" on the Pod.'],
  ]);
});

test.each<[string, Partial<PodSpec>, string]>([
  ['a log shipper beside what writes to its volume', { ...LOGS, containers: [main({ name: 'other' }), WRITER, FLUENT_BIT] }, 'logs'],
  ['a proxy that is named by its port', {
    containers: [main({ args: ['--backend=localhost:10000'] }), main({ name: 'envoy', image: 'envoyproxy/envoy:v1.34.1', ports: [{ containerPort: 10000 }] })],
  }, 'envoy'],
])('it is found with %s', (_, podSpec, container) => {
  expect(check(legacyShutdownRace, deployment(podSpec)).map(found => found.container)).toEqual([container]);
});

test.each<[string, Container[]]>([
  ['a proxy alone', [CLOUD_SQL]],
  ['a proxy that pauses before it stops', [main(), { ...CLOUD_SQL, lifecycle: { preStop: { exec: { command: ['sleep', '20'] } } } }]],
  ['a proxy for those outside', [main(), main({ name: 'rbac', image: 'quay.io/brancz/kube-rbac-proxy:v0.19.1' })]],
  ['a proxy that nobody is seen to talk to', [main(), main({ name: 'envoy', image: 'envoyproxy/envoy:v1.34.1' })]],
  ['a log shipper that reads elsewhere', [main(), FLUENT_BIT]],
  ['several agents', [FLUENT_BIT, { ...FLUENT_BIT, name: 'other' }]],
  ['a server', [main({ args: ['localhost:6379'] }), main({ name: 'cache', image: 'redis:8', ports: [{ containerPort: 6379 }] })]],
  ['an image that runs something else', [main(), { ...CLOUD_SQL, command: ['sh', '-c', 'true'] }]],
])('nothing is said of %s', (_, containers) => {
  expect(check(legacyShutdownRace, deployment({ ...LOGS, containers }))).toEqual([]);
});

test('nothing is said of what is a sidecar already', () => {
  expect(check(legacyShutdownRace, deployment({ initContainers: [sidecar({ image: CLOUD_SQL.image }), init()] }))).toEqual([]);
});

test('nothing is said where Pods end by themselves, which is about more than their stop', () => {
  expect(check(legacyShutdownRace, job({ containers: [main(), CLOUD_SQL] }))).toEqual([]);
  expect(check(legacyShutdownRace, cronJob({ containers: [main(), CLOUD_SQL] }))).toEqual([]);
});

test('nothing is said for a cluster that does not run native sidecars', () => {
  expect(check(legacyShutdownRace, deployment({ containers: [main(), CLOUD_SQL] }), { native: false })).toEqual([]);
});

test('what brings files is not needed any more when the Pod stops', () => {
  const sync = main({ ...FLUENT_BIT, name: 'sync', image: 'registry.k8s.io/git-sync/git-sync:v4.4.2' });
  expect(check(legacyShutdownRace, deployment({ ...LOGS, containers: [WRITER, sync] }))).toEqual([]);
});

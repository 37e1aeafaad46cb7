import { check, deployment, init, main, sidecar } from './workloads';
import { startupDeadlock } from '../../src/checks/startup-deadlock';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { Container, PodSpec } from '../../src/manifest/types';

const WEB = main({ ports: [{ containerPort: 8080, name: 'http' }] });

function probing(startupProbe: Container['startupProbe'], fields: Partial<Container> = {}): Container {
  return sidecar({ startupProbe, ...fields });
}

test('a startup probe at a port of a main container never passes', () => {
  expect(check(startupDeadlock, deployment({ initContainers: [init(), probing({ httpGet: { path: '/', port: 8080 } })], containers: [main({ name: 'a' }), WEB] })))
    .toEqual([{
      container: 'proxy',
      field: 'spec.template.spec.initContainers[1].startupProbe',
      message: "its startup probe asks at port 8080, which is one of 'main', and that starts only after this sidecar has started: neither ever does.",
      fix: "Let it ask at a port of this sidecar; what depends on 'main' belongs in a readiness probe.",
    }]);
});

test.each<[string, Container]>([
  ['a connection', probing({ tcpSocket: { port: 8080 } })],
  ['a name of the port', probing({ httpGet: { port: 'http' } })],
  ['gRPC', probing({ grpc: { port: 8080 } })],
  ['the host that it has anyway', probing({ tcpSocket: { host: '127.0.0.1', port: 8080 } })],
  ['a sidecar that only says whom it calls', probing({ tcpSocket: { port: 8080 } }, { args: ['--upstream=localhost:8080'], ports: [{ containerPort: 80 }] })],
  ['a hook', sidecar({ lifecycle: { postStart: { httpGet: { port: 8080 } } } })],
])('this is certain: %s', (_, container) => {
  expect(check(startupDeadlock, deployment({ initContainers: [container], containers: [WEB] })).map(({ severity = 'default' }) => severity)).toEqual(['default']);
});

test('a later sidecar is one that starts only then, too', () => {
  const later = sidecar({ name: 'later', ports: [{ containerPort: 8080 }] });
  expect(check(startupDeadlock, deployment({ initContainers: [probing({ tcpSocket: { port: 8080 } }), later] })).map(({ message }) => message))
    .toEqual(["its startup probe asks at port 8080, which is one of 'later', and that starts only after this sidecar has started: neither ever does."]);
});

test.each<[string, Container, string]>([
  ['a known program has ports of its own', probing({ tcpSocket: { port: 8080 } }, { image: 'envoyproxy/envoy:v1.34.1' }), 'startupProbe'],
  ['a command may do more than ask', probing({ exec: { command: ['curl', '-f', 'http://localhost:8080/'] } }), 'startupProbe'],
  ['a script may give up', sidecar({ lifecycle: { postStart: { exec: { command: ['sh', '-c', 'until curl localhost:8080; do sleep 1; done'] } } } }), 'lifecycle.postStart'],
])('this is only likely: %s', (_, container, field) => {
  const findings = check(startupDeadlock, deployment({ initContainers: [container], containers: [WEB] }));
  expect(findings.map(found => [found.severity, found.field, found.message]))
    .toEqual([[DiagnosticSeverity.WARNING, `spec.template.spec.initContainers[0].${field}`,
      expect.stringMatching(/starts only after this sidecar has started: it seems that neither ever does\.$/)]]);
});

test.each<[string, Container[]]>([
  ['a port of its own', [probing({ tcpSocket: { port: 8080 } }, { ports: [{ containerPort: 8080 }] })]],
  ['a port that it is told to listen on', [probing({ tcpSocket: { port: 8080 } }, { args: ['--port=8080'] })]],
  ['a port that a variable tells it to listen on', [probing({ tcpSocket: { port: 8080 } }, { env: [{ name: 'LISTEN', value: ':8080' }] })]],
  ['a port of an earlier sidecar', [sidecar({ name: 'first', ports: [{ containerPort: 8080 }] }), probing({ tcpSocket: { port: 8080 } })]],
  ['a port that nobody declares', [probing({ httpGet: { path: '/app-health/proxy/readyz', port: 15020 } })]],
  ['a name of its own', [probing({ httpGet: { port: 'http' } }, { ports: [{ containerPort: 9000, name: 'http' }] })]],
  ['another host', [probing({ tcpSocket: { host: 'db.example', port: 8080 } })]],
  ['a command about something else', [probing({ exec: { command: ['test', '-f', '/tmp/ready'] } })]],
  ['readiness, which holds nothing back', [sidecar({ readinessProbe: { tcpSocket: { port: 8080 } } })]],
  ['nothing', [probing({})]],
])('nothing is said of a sidecar that asks for %s', (_, initContainers) => {
  expect(check(startupDeadlock, deployment({ initContainers, containers: [WEB] }))).toEqual([]);
});

const SHARED = { volumes: [{ name: 'shared', emptyDir: {} }] };
const READS = { volumeMounts: [{ name: 'shared', mountPath: '/shared', readOnly: true }] };
const WRITES = { volumeMounts: [{ name: 'root', mountPath: '/' }, { name: 'shared', mountPath: '/shared/' }] };
const ASKS = probing({ exec: { command: ['test', '-f', '/shared/ready'] } }, READS);

test('a startup probe that asks for a file of a main container seems never to pass', () => {
  expect(check(startupDeadlock, deployment({ ...SHARED, initContainers: [ASKS], containers: [main(WRITES), main({ name: 'reader', ...READS })] }))).toEqual([{
    container: 'proxy',
    severity: DiagnosticSeverity.WARNING,
    field: 'spec.template.spec.initContainers[0].startupProbe',
    message: "its startup probe asks for /shared/ready, but of those who can write to the volume 'shared' none starts before this sidecar has started "
      + "('main'): it seems that nothing ever does.",
    fix: 'Let it ask for what the sidecar does by itself, or let an init container before it write the file.',
  }]);
});

test.each<[string, string[], number]>([
  ['a shell', ['sh', '-c', 'test -e /shared/ready'], 1],
  ['brackets', ['/bin/sh', '-c', '[ -f /shared/ready ]'], 1],
  ['its content', ['cat', '/shared/ready'], 1],
  ['another place', ['cat', '/tmp/ready'], 0],
  ['more than that', ['sh', '-c', 'test -f /shared/ready || touch /tmp/ready'], 0],
])('a file may be asked for in several ways: %s', (_, command, count) => {
  const podSpec = { ...SHARED, initContainers: [probing({ exec: { command } }, READS)], containers: [main(WRITES)] };
  expect(check(startupDeadlock, deployment(podSpec))).toHaveLength(count);
});

test.each<[string, Partial<PodSpec>]>([
  ['a file that it may write itself', { ...SHARED, initContainers: [{ ...ASKS, ...WRITES }], containers: [main(WRITES)] }],
  ['a file that an init container may have written', { ...SHARED, initContainers: [init(WRITES), ASKS], containers: [main(WRITES)] }],
  ['a file that nobody can write', { ...SHARED, initContainers: [ASKS], containers: [main()] }],
  ['a volume that is filled elsewhere', { volumes: [{ name: 'shared', configMap: { name: 'x' } }], initContainers: [ASKS], containers: [main(WRITES)] }],
])('nothing is said of %s', (_, podSpec) => {
  expect(check(startupDeadlock, deployment(podSpec))).toEqual([]);
});

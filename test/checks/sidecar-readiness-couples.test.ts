import { check, cronJob, deployment, job, main, sidecar } from './workloads';
import { sidecarReadinessCouples } from '../../src/checks/sidecar-readiness-couples';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { Container } from '../../src/manifest/types';

const READINESS = { readinessProbe: { tcpSocket: { port: 2020 } } };
const FLUENT_BIT = { image: 'cr.fluentbit.io/fluent/fluent-bit:4.0', ...READINESS };

test('a Pod that runs on is taken out of its Services with its log shipper', () => {
  expect(check(sidecarReadinessCouples, deployment({ initContainers: [sidecar(FLUENT_BIT)] }))).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.initContainers[0].readinessProbe',
    message: 'no requests go through this sidecar, but when it is not ready the whole Pod is not, and is taken out of its Services.',
    fix: 'Take the readiness probe off; use a liveness probe if the sidecar is to be restarted when it hangs.',
  }]);
});

test.each([job, cronJob])('in a Pod that ends it is pointless', kind => {
  const findings = check(sidecarReadinessCouples, kind({ initContainers: [sidecar(FLUENT_BIT)] }));
  expect(findings.map(({ message, severity }) => [message, severity])).toEqual([
    ['nothing waits for the readiness of a sidecar in a Pod that ends by itself.', DiagnosticSeverity.INFO],
  ]);
});

test.each([
  'log', 'logs', 'app-logs', 'logging', 'logger', 'log-shipper', 'logshipper', 'log-forwarder', 'metrics', 'metrics-exporter', 'redis-exporter', 'fluent-bit',
  'fluentd', 'filebeat', 'promtail', 'otel-collector', 'otel-agent', 'statsd', 'tracing', 'web-telemetry',
])('a sidecar of an unknown image is told by its name: %s', name => {
  expect(check(sidecarReadinessCouples, deployment({ initContainers: [sidecar({ name, image: 'example:1', ...READINESS })] })).length).toBe(1);
});

test.each(['catalog', 'blog', 'login', 'log-api', 'metrics-server-proxy', 'logs-ui', 'proxy', 'sidecar', 'prologs'])('a sidecar may serve requests: %s', name => {
  expect(check(sidecarReadinessCouples, deployment({ initContainers: [sidecar({ name, image: 'example:1', ...READINESS })] }))).toEqual([]);
});

test.each<[string, Container[], Container[]]>([
  ['a log shipper without that probe', [sidecar({ image: FLUENT_BIT.image, livenessProbe: READINESS.readinessProbe })], [main()]],
  ['a proxy, which requests go through', [sidecar({ name: 'logs', image: 'istio/proxyv2:1.27.0', ...READINESS })], [main()]],
  ['a server', [sidecar({ name: 'logs', image: 'nginx:1.29', ...READINESS })], [main()]],
  ['an agent that brings secrets', [sidecar({ image: 'hashicorp/vault:1.20', ...READINESS })], [main()]],
  ['a main container', [], [main(FLUENT_BIT)]],
])('nothing is said of %s', (_, initContainers, containers) => {
  expect(check(sidecarReadinessCouples, deployment({ initContainers, containers }))).toEqual([]);
});

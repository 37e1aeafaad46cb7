import { Testing } from 'cdk8s';
import { usePreset } from './use-preset';
import { StatsdExporter, StatsdExporterProps } from '../../src';

const make = (props?: StatsdExporterProps) => usePreset(chart => new StatsdExporter(chart, 'metrics', props));
const faultOf = (props: StatsdExporterProps) => () => new StatsdExporter(Testing.chart(), 'metrics', props);

test('the Pod sends it metrics, and Prometheus fetches them', () => {
  const { sidecar, podSpec, podMetadata, others } = make();
  expect(sidecar.args).toEqual([
    '--web.listen-address=0.0.0.0:9102', '--statsd.listen-udp=127.0.0.1:9125', '--statsd.listen-tcp=127.0.0.1:9125', '--log.format=json',
  ]);
  expect(sidecar.ports).toEqual([{ name: 'statsd-metrics', containerPort: 9102 }]);
  expect(sidecar.startupProbe).toEqual({ httpGet: { path: '/-/ready', port: 9102, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 300 });
  expect(sidecar.livenessProbe).toBeUndefined();
  expect(podSpec.containers[0].env).toEqual([{ name: 'STATSD_HOST', value: '127.0.0.1' }, { name: 'STATSD_PORT', value: '9125' }]);
  expect(podMetadata.annotations ?? {}).not.toHaveProperty(['prometheus.io/scrape']);
  expect(others).toEqual([]);
});

test('rules are in a file, and annotations tell Prometheus of it', () => {
  const { sidecar, podMetadata, others } = make({ mapping: { mappings: [{ match: 'orders.*', name: 'orders' }] }, scrapeAnnotations: true, metricsPort: 9000 });
  expect(sidecar.args[3]).toBe('--statsd.mapping-config=/etc/statsd-exporter/mapping.json');
  expect(sidecar.volumeMounts).toEqual([{ mountPath: '/etc/statsd-exporter', name: 'statsd-exporter-config', readOnly: true }]);
  expect(others[0].data).toEqual({ 'mapping.json': JSON.stringify({ mappings: [{ match: 'orders.*', name: 'orders' }] }, null, 2) });
  expect(podMetadata.annotations).toMatchObject({
    'cdk8s-sidecars/config-hash.statsd-exporter': expect.stringMatching(/^[0-9a-f]{16}$/),
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '9000',
    'prometheus.io/path': '/metrics',
  });
});

test.each([
  [{ statsdPort: 9102 }, "sidecar 'statsd-exporter', statsdPort: 9102 is that of the metrics, too. Give each its own port."],
  [{ mapping: { rules: [] } }, "sidecar 'statsd-exporter', mapping: there are no rules in it. Put them as a list under 'mappings'."],
  [{ extraArgs: ['--statsd.listen-udp=:9125'] }, "sidecar 'statsd-exporter', extraArgs: '--statsd.listen-udp=:9125' is set by the preset. Use statsdPort."],
])('%j is refused', (props, message) => {
  expect(faultOf(props)).toThrow(new Error(message));
});

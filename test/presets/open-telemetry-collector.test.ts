import { Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { usePreset } from './use-preset';
import { OpenTelemetryCollector, OpenTelemetryCollectorProps, OtlpProtocol } from '../../src';

const ENDPOINT = 'https://otlp.example.com';
const PIPELINE = { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['otlp_http'] };
/** The least that is a configuration. */
const CONFIG = {
  receivers: { otlp: { protocols: { http: {} } } },
  exporters: { debug: {} },
  service: { pipelines: { traces: { receivers: ['otlp'], exporters: ['debug'] } } },
};

const use = (props: OpenTelemetryCollectorProps) => usePreset(chart => new OpenTelemetryCollector(chart, 'telemetry', props));
const make = (props: OpenTelemetryCollectorProps) => () => new OpenTelemetryCollector(Testing.chart(), 'telemetry', props);
const configOf = ({ others: [{ data }] }: ReturnType<typeof use>) => JSON.parse(data['config.yaml']);
const withHealthCheck = (healthCheck: object) => ({ config: { ...CONFIG, extensions: { health_check: healthCheck } } });

test('takes OTLP from the main containers alone, and exports it', () => {
  const used = use({ endpoint: ENDPOINT });
  expect(configOf(used)).toEqual({
    receivers: { otlp: { protocols: { grpc: { endpoint: '127.0.0.1:4317' }, http: { endpoint: '127.0.0.1:4318' } } } },
    processors: { memory_limiter: { check_interval: '1s', limit_mib: 409 }, batch: {} },
    exporters: { otlp_http: { endpoint: ENDPOINT, timeout: '10s' } },
    extensions: { health_check: { endpoint: '0.0.0.0:13133' } },
    service: {
      extensions: ['health_check'],
      telemetry: { metrics: { level: 'none' } },
      pipelines: { traces: PIPELINE, metrics: PIPELINE, logs: PIPELINE },
    },
  });
  expect(used.sidecar).toMatchObject({
    args: ['--config=/etc/otel/config.yaml'],
    startupProbe: { httpGet: { path: '/', port: 13133, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 300 },
    volumeMounts: [{ name: 'otel-collector-config', mountPath: '/etc/otel', readOnly: true }],
  });
  expect(used.sidecar).not.toHaveProperty('livenessProbe');
  expect(Object.keys(used.podMetadata.annotations)).toEqual(['cdk8s-sidecars/config-hash.otel-collector']);
});

test.each<[string, Partial<OpenTelemetryCollectorProps>, string, string]>([
  ['by HTTP', {}, 'http://127.0.0.1:4318', 'http/protobuf'],
  ['by gRPC if they are to', { appProtocol: OtlpProtocol.GRPC }, 'http://127.0.0.1:4317', 'grpc'],
])('the main containers find it %s', (_, props, endpoint, protocol) => {
  expect(use({ endpoint: ENDPOINT, ...props }).podSpec.containers[0].env).toEqual([
    { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: endpoint },
    { name: 'OTEL_EXPORTER_OTLP_PROTOCOL', value: protocol },
  ]);
});

test.each([
  ['https://otlp.example.com:4317', { endpoint: 'otlp.example.com:4317', tls: { insecure: false } }],
  ['http://collector:4317', { endpoint: 'collector:4317', tls: { insecure: true } }],
])('speaks gRPC with %s', (endpoint, expected) => {
  const { exporters, service } = configOf(use({ endpoint, protocol: OtlpProtocol.GRPC, drain: Duration.seconds(5) }));
  expect(exporters).toEqual({ otlp_grpc: { ...expected, timeout: '5s' } });
  expect(service.pipelines.traces.exporters).toEqual(['otlp_grpc']);
});

test('the values of headers stay in their Secrets', () => {
  const used = usePreset(chart => new OpenTelemetryCollector(chart, 'telemetry', {
    endpoint: ENDPOINT,
    headers: {
      'authorization': kplus.EnvValue.fromSecretValue({ secret: kplus.Secret.fromSecretName(chart, 'secret', 'otlp'), key: 'authorization' }),
      'x-team': kplus.EnvValue.fromValue('shop'),
    },
  }));
  expect(configOf(used).exporters.otlp_http.headers).toEqual({ 'authorization': '${env:OTLP_HEADER_1}', 'x-team': '${env:OTLP_HEADER_2}' });
  expect(used.sidecar.env).toEqual([
    { name: 'OTLP_HEADER_1', valueFrom: { secretKeyRef: { name: 'otlp', key: 'authorization' } } }, { name: 'OTLP_HEADER_2', value: 'shop' },
  ]);
});

test('refuses data before its memory is used up', () => {
  const used = use({ endpoint: ENDPOINT, resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { limit: Size.mebibytes(200) } } });
  expect(configOf(used).processors.memory_limiter.limit_mib).toBe(160);
});

test('the Pod has time for its drain', () => {
  expect(use({ endpoint: ENDPOINT, drain: Duration.seconds(30) }).podSpec.terminationGracePeriodSeconds).toBe(40);
});

test('a whole configuration gets the health check, and nothing else', () => {
  const used = use({ config: { ...CONFIG, extensions: { zpages: {} }, service: { ...CONFIG.service, extensions: ['zpages'] } }, healthPort: 8081 });
  expect(configOf(used)).toEqual({
    ...CONFIG,
    extensions: { zpages: {}, health_check: { endpoint: '0.0.0.0:8081' } },
    service: { ...CONFIG.service, extensions: ['zpages', 'health_check'] },
  });
  expect(used.sidecar.startupProbe.httpGet.port).toBe(8081);
  expect(used.podSpec.containers[0].env[0].value).toBe('http://127.0.0.1:4318');
});

test('a health check of its own is kept where the start gate finds it', () => {
  const config = { ...CONFIG, extensions: { health_check: { response_body: { healthy: 'yes' } } }, service: { ...CONFIG.service, extensions: ['health_check'] } };
  const { extensions, service } = configOf(use({ config }));
  expect(extensions).toEqual({ health_check: { response_body: { healthy: 'yes' }, endpoint: '0.0.0.0:13133' } });
  expect(service.extensions).toEqual(['health_check']);
});

test.each<[string, object, string | undefined]>([
  ['another port', { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:55680' } } } }, 'http://127.0.0.1:55680'],
  ['no OTLP', { hostmetrics: {} }, undefined],
])('with %s in its configuration the main containers are told so', (_, receivers, endpoint) => {
  expect(use({ config: { ...CONFIG, receivers } }).podSpec.containers[0].env?.[0].value).toBe(endpoint);
});

test.each<[string, OpenTelemetryCollectorProps, string]>([
  ['no endpoint', {}, "sidecar 'otel-collector', endpoint: there is none, and no config. Say where the telemetry goes."],
  ['an endpoint without a scheme', { endpoint: 'otlp.example.com' },
    "sidecar 'otel-collector', endpoint: 'otlp.example.com' is no address. It has the form https://host:port."],
  ['an endpoint beside a configuration', { config: CONFIG, endpoint: ENDPOINT },
    "sidecar 'otel-collector', endpoint: there is a whole config, too. Leave one of the two out."],
  ['headers beside a configuration', { config: CONFIG, headers: {} }, "sidecar 'otel-collector', headers: there is a whole config, too. Leave one of the two out."],
  ['a configuration without pipelines', { config: { receivers: {} } }, "sidecar 'otel-collector', config: service.pipelines has none. Add one, such as traces."],
  ['a health check on the loopback', withHealthCheck({ endpoint: 'localhost:13133' }),
    "sidecar 'otel-collector', config: the endpoint of extensions.health_check, localhost:13133, cannot be reached by the kubelet, which looks from outside"
    + ' the Pod. Leave the endpoint out.'],
  ['a health check at another port', withHealthCheck({ endpoint: '0.0.0.0:13134' }),
    "sidecar 'otel-collector', config: extensions.health_check is at 0.0.0.0:13134/, and the start gate looks at 0.0.0.0:13133/. Leave its endpoint and its"
    + ' path out, and set healthPort.'],
  ['a health check at another path', withHealthCheck({ path: '/health' }),
    "sidecar 'otel-collector', config: extensions.health_check is at 0.0.0.0:13133/health, and the start gate looks at 0.0.0.0:13133/. Leave its endpoint and"
    + ' its path out, and set healthPort.'],
  ['a protocol that it does not take', { config: CONFIG, appProtocol: OtlpProtocol.GRPC },
    "sidecar 'otel-collector', appProtocol: config has no receiver otlp that takes GRPC. Add it to receivers, or leave appProtocol out."],
  ['the health check at the port of OTLP', { endpoint: ENDPOINT, healthPort: 4317 },
    "sidecar 'otel-collector', healthPort: 4317 is the port of OTLP. Give it another one."],
  ['an own flag', { endpoint: ENDPOINT, extraArgs: ['--set', 'a=b'] }, "sidecar 'otel-collector', extraArgs: '--set' is set by the preset. Use endpoint or config."],
])('%s is an error', (_, props, message) => {
  expect(make(props)).toThrow(new Error(message));
});

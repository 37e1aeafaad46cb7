import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { usePreset } from './use-preset';
import { FluentBit, FluentBitOutput, FluentBitProps } from '../../src';

const OUTPUTS = [FluentBitOutput.forward({ host: 'fluentd.logging' })];
const COMMON = { folder: '/var/log/app', outputs: OUTPUTS };

const use = (props: Partial<FluentBitProps> = {}) => usePreset(chart => new FluentBit(chart, 'logs', { ...COMMON, ...props }));
const make = (props: Partial<FluentBitProps>) => () => new FluentBit(Testing.chart(), 'logs', { ...COMMON, ...props });
const configOf = ({ others: [{ data }] }: ReturnType<typeof use>) => JSON.parse(data['fluent-bit.yaml']);
const secretOf = (chart: Chart, key: string) => kplus.EnvValue.fromSecretValue({ secret: kplus.Secret.fromSecretName(chart, 'secret', 'logging'), key });

test('reads the files of a shared folder and delivers what it has before it ends', () => {
  const used = use();
  expect(configOf(used)).toEqual({
    service: {
      'flush': 1,
      'grace': 10,
      'http_server': true,
      'http_listen': '0.0.0.0',
      'http_port': 2020,
      'hot_reload': false,
      'storage.path': '/var/lib/fluent-bit/chunks',
      'storage.max_chunks_up': 16,
      'storage.backlog.flush_on_shutdown': true,
      'scheduler.base': 1,
      'scheduler.cap': 30,
    },
    pipeline: {
      inputs: [{
        'name': 'tail',
        'tag': 'logs',
        'path': '/var/log/app/*.log',
        'path_key': 'file',
        'read_from_head': true,
        'refresh_interval': '0.200000000',
        'buffer_max_size': '256k',
        'skip_long_lines': true,
        'db': '/var/lib/fluent-bit/files.db',
        'storage.type': 'filesystem',
        'storage.pause_on_chunks_overlimit': true,
      }],
      outputs: [{ name: 'forward', match: '*', retry_limit: 'no_limits', host: 'fluentd.logging', port: 24224, require_ack_response: true }],
    },
  });
});

test('shares the folder with the main containers, where only they write', () => {
  const { sidecar, podSpec, podMetadata } = use();
  expect(sidecar).toMatchObject({
    args: ['--config=/etc/fluent-bit/fluent-bit.yaml'],
    startupProbe: { httpGet: { path: '/', port: 2020, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 300 },
    volumeMounts: [
      { name: 'fluent-bit-config', mountPath: '/etc/fluent-bit', readOnly: true },
      { name: 'fluent-bit-state', mountPath: '/var/lib/fluent-bit' },
      { name: 'fluent-bit-logs', mountPath: '/var/log/app', readOnly: true },
    ],
  });
  expect(sidecar).not.toHaveProperty('livenessProbe');
  expect(podSpec.containers[0].volumeMounts).toEqual([{ name: 'fluent-bit-logs', mountPath: '/var/log/app' }]);
  expect(podSpec.securityContext).toMatchObject({ fsGroup: 65532 });
  expect(Object.keys(podMetadata.annotations)).toEqual(['cdk8s-sidecars/config-hash.fluent-bit']);
});

test('the drain is the grace of the program, and the Pod has time for it', () => {
  const used = use({ drain: Duration.seconds(40) });
  expect(configOf(used).service.grace).toBe(40);
  expect(used.podSpec.terminationGracePeriodSeconds).toBe(50);
});

test('another port, other files, records in JSON and filters are in its configuration', () => {
  const used = use({ healthPort: 2021, files: ['*.json', 'old/*.json'], json: true, filters: [{ name: 'grep', exclude: 'level debug' }], group: 2000 });
  const { service, parsers, pipeline: { inputs: [input], filters } } = configOf(used);
  expect(service.http_port).toBe(2021);
  expect(used.sidecar.startupProbe.httpGet.port).toBe(2021);
  expect(used.podSpec.securityContext.fsGroup).toBe(2000);
  expect(parsers).toEqual([{ name: 'json', format: 'json' }]);
  expect(input).toMatchObject({ path: '/var/log/app/*.json,/var/log/app/old/*.json', parser: 'json' });
  expect(filters).toEqual([{ name: 'grep', match: '*', exclude: 'level debug' }]);
});

test.each<[string, (chart: Chart) => FluentBitOutput, object]>([
  ['Fluentd by TLS', chart => FluentBitOutput.forward({ host: 'fluentd', port: 24225, tls: true, sharedKey: secretOf(chart, 'key') }),
    { name: 'forward', host: 'fluentd', port: 24225, require_ack_response: true, tls: true, shared_key: '${OUTPUT_1_SHARED_KEY}' }],
  ['HTTP', () => FluentBitOutput.http({ url: 'http://logs.example.com' }),
    { name: 'http', host: 'logs.example.com', port: 80, uri: '/', format: 'json', json_date_format: 'iso8601' }],
  ['HTTPS with a header', chart => FluentBitOutput.http({ url: 'https://logs.example.com/ingest?x=1', headers: { Authorization: secretOf(chart, 'key') } }),
    {
      name: 'http',
      host: 'logs.example.com',
      port: 443,
      tls: true,
      uri: '/ingest?x=1',
      format: 'json',
      json_date_format: 'iso8601',
      header: ['Authorization ${OUTPUT_1_HEADER_1}'],
    }],
  ['Loki', () => FluentBitOutput.loki({ url: 'http://loki:3100', labels: { job: 'report', team: 'shop' }, tenant: 'shop' }),
    { name: 'loki', host: 'loki', port: 3100, labels: 'job=report, team=shop', tenant_id: 'shop' }],
  ['Loki with a password', chart => FluentBitOutput.loki({ url: 'https://loki.example.com/push', user: 'shop', password: secretOf(chart, 'key') }),
    { name: 'loki', host: 'loki.example.com', port: 443, uri: '/push', tls: true, http_user: 'shop', http_passwd: '${OUTPUT_1_PASSWORD}' }],
  ['Loki with a token', chart => FluentBitOutput.loki({ url: 'https://loki.example.com', bearerToken: secretOf(chart, 'key') }),
    { name: 'loki', host: 'loki.example.com', port: 443, tls: true, bearer_token: '${OUTPUT_1_TOKEN}' }],
  ['any plugin', () => FluentBitOutput.of({ name: 'stdout', match: 'logs', retry_limit: 3 }), { name: 'stdout', match: 'logs', retry_limit: 3 }],
])('delivers to %s', (_, output, expected) => {
  const used = usePreset(chart => new FluentBit(chart, 'logs', { ...COMMON, outputs: [output(chart)] }));
  expect(configOf(used).pipeline.outputs).toEqual([{ match: '*', retry_limit: 'no_limits', ...expected }]);
});

test('delivers to several places, whose secrets stay in their Secrets', () => {
  const used = usePreset(chart => {
    const key = secretOf(chart, 'key');
    return new FluentBit(chart, 'logs', {
      ...COMMON,
      outputs: [FluentBitOutput.http({ url: 'https://a.example.com', headers: { 'X-Key': key } }), FluentBitOutput.forward({ host: 'fluentd', sharedKey: key })],
    });
  });
  const valueFrom = { secretKeyRef: { name: 'logging', key: 'key' } };
  expect(used.sidecar.env).toEqual([{ name: 'OUTPUT_1_HEADER_1', valueFrom }, { name: 'OUTPUT_2_SHARED_KEY', valueFrom }]);
});

test.each<[string, Partial<FluentBitProps>, string]>([
  ['no output', { outputs: [] }, "sidecar 'fluent-bit', outputs: there is none. Say where the logs go, such as FluentBitOutput.loki(...)."],
  ['a relative folder', { folder: 'logs' }, "sidecar 'fluent-bit', folder: 'logs' is no absolute path of a folder. It has the form /var/log/app."],
  ['the root', { folder: '/' }, "sidecar 'fluent-bit', folder: '/' is no absolute path of a folder. It has the form /var/log/app."],
  ['a folder that leads elsewhere', { folder: '/var/../etc' }, "sidecar 'fluent-bit', folder: '/var/../etc' is no absolute path of a folder. It has the form /var/log/app."],
  ['no file', { files: [] }, "sidecar 'fluent-bit', files: there is none. Leave it out, or name at least one file that is a log."],
  ['a file elsewhere', { files: ['*.log', '../x.log'] },
    "sidecar 'fluent-bit', files: '../x.log' is no name inside /var/log/app. It has the form *.log, without commas and spaces."],
  ['several files in one', { files: ['a.log,b.log'] },
    "sidecar 'fluent-bit', files: 'a.log,b.log' is no name inside /var/log/app. It has the form *.log, without commas and spaces."],
  ['files of any depth', { files: ['**/*.log'] },
    "sidecar 'fluent-bit', files: '**/*.log' looks into folders of any depth, and Fluent Bit cannot. Name each depth: *.log, */*.log."],
  ['a filter without a name', { filters: [{ match: '*' }] }, "sidecar 'fluent-bit', filters: one of them has no name. Set its name, such as 'grep'."],
  ['no time to drain', { drain: Duration.seconds(0) },
    "sidecar 'fluent-bit', drain: there is no time to deliver the last lines. Set it to at least one second."],
  ['an own flag', { name: 'shipper', extraArgs: ['--port=2021'] }, "sidecar 'shipper', extraArgs: '--port=2021' is set by the preset. Use healthPort."],
])('%s is an error', (_, props, message) => {
  expect(make(props)).toThrow(new Error(message));
});

test.each<[string, () => FluentBitOutput, string]>([
  ['an address without a scheme', () => FluentBitOutput.loki({ url: 'loki:3100' }), "FluentBitOutput.loki: 'loki:3100' is no address. It has the form https://host:port/path."],
  ['an address of another kind', () => FluentBitOutput.http({ url: 'ftp://x' }), "FluentBitOutput.http: 'ftp://x' is no address. It has the form https://host:port/path."],
  ['a user without a password', () => FluentBitOutput.loki({ url: 'http://loki', user: 'me' }),
    'FluentBitOutput.loki: user and password belong together. Set both, or leave both out.'],
  ['a plugin without a name', () => FluentBitOutput.of({ host: 'x' }), "FluentBitOutput.of: there is no plugin. Set name, such as 'es'."],
])('%s is no output', (_, output, message) => {
  expect(output).toThrow(new Error(message));
});

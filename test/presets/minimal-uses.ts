import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  AlloyDbAuthProxy, CloudSqlAuthProxy, Envoy, FluentBit, FluentBitOutput, GitSync, NativeSidecar, Nginx, OAuth2Proxy, OpenTelemetryCollector,
  PgBouncer, StatsdExporter, Tailscale, ValkeyCache, VaultAgent, Vector,
} from '../../src';
import { PRESET_FACTS } from '../../src/presets/preset-facts';

/** The least that can be said to each preset. */
export const MINIMAL_USES: { readonly [preset in keyof typeof PRESET_FACTS]?: (chart: Chart) => NativeSidecar } = {
  alloyDbAuthProxy: chart => new AlloyDbAuthProxy(chart, 'database', {
    instances: [{ uri: 'projects/shop/locations/europe-west1/clusters/main/instances/primary' }],
  }),
  cloudSqlAuthProxy: chart => new CloudSqlAuthProxy(chart, 'database', { instances: [{ connectionName: 'shop:europe-west1:orders' }] }),
  envoy: chart => new Envoy(chart, 'envoy', { config: {} }),
  fluentBit: chart => new FluentBit(chart, 'logs', { folder: '/var/log/app', outputs: [FluentBitOutput.forward({ host: 'fluentd.logging' })] }),
  gitSync: chart => new GitSync(chart, 'content', { repository: 'https://github.com/shop/content' }),
  nginx: chart => new Nginx(chart, 'nginx', { upstreamPort: 3000 }),
  oauth2Proxy: chart => new OAuth2Proxy(chart, 'login', {
    upstreamPort: 3000,
    issuerUrl: 'https://login.example.com',
    emailDomains: ['example.com'],
    credentials: kplus.Secret.fromSecretName(chart, 'credentials', 'shop-oauth'),
  }),
  openTelemetryCollector: chart => new OpenTelemetryCollector(chart, 'telemetry', { endpoint: 'https://otlp.example.com' }),
  pgBouncer: chart => new PgBouncer(chart, 'pool', {
    host: 'orders.db.example.com',
    database: 'orders',
    databaseUser: 'shop',
    password: { secret: kplus.Secret.fromSecretName(chart, 'login', 'orders-login'), key: 'password' },
  }),
  statsdExporter: chart => new StatsdExporter(chart, 'metrics'),
  tailscale: chart => new Tailscale(chart, 'tailnet', { authKey: { secret: kplus.Secret.fromSecretName(chart, 'keys', 'tailscale'), key: 'authkey' } }),
  valkeyCache: chart => new ValkeyCache(chart, 'cache'),
  vaultAgent: chart => new VaultAgent(chart, 'secrets', {
    address: 'https://vault.example.com:8200',
    role: 'shop',
    files: { 'db.env': '{{ with secret "secret/data/shop" }}PASSWORD={{ .Data.data.password }}{{ end }}' },
  }),
  vector: chart => new Vector(chart, 'logs', { folder: '/var/log/app', sinks: { console: { type: 'console', encoding: { codec: 'json' } } } }),
};

import { Server } from 'node:http';
import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { serve } from './network';
import { RealImage, RealProgram, Secrets } from './real-program';
import { AlloyDbAuthProxy, CloudSqlAuthProxy, Envoy, NativeSidecar, OAuth2Proxy } from '../../src';
import { PRESET_FACTS } from '../../src/presets/preset-facts';
import { MINIMAL_USES } from '../presets/minimal-uses';
import { usePreset } from '../presets/use-preset';

export type PresetName = keyof typeof PRESET_FACTS;

/** A use of a preset with which the real program starts in a test. */
export interface TriedUse extends RealImage {
  readonly make: (chart: Chart) => NativeSidecar;
  readonly secrets?: Secrets;
  /** What it needs outside its Pod. */
  readonly beside?: () => Promise<Server>;
}

/** Any will do, as long as nobody is asked. */
export const TOKEN = '--token=x';
export const APP_PORT = 3000;
export const ISSUER_PORT = 5556;
export const ISSUER_URL = `http://127.0.0.1:${ISSUER_PORT}`;
export const ENVOY_PORT = 10000;

const MANAGER = 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const ENVOY_CONFIG = {
  static_resources: {
    listeners: [{
      name: 'app',
      address: { socket_address: { address: '127.0.0.1', port_value: ENVOY_PORT } },
      filter_chains: [{
        filters: [{
          name: 'http',
          typed_config: {
            '@type': MANAGER,
            'stat_prefix': 'app',
            'route_config': { virtual_hosts: [{ name: 'app', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster: 'app' } }] }] },
            'http_filters': [{ name: 'router', typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' } }],
          },
        }],
      }],
    }],
    clusters: [{
      name: 'app',
      load_assignment: {
        cluster_name: 'app',
        endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: '127.0.0.1', port_value: APP_PORT } } } }] }],
      },
    }],
  },
};

/**
 * The scripts of images cannot be had, so programs start without them:
 * - that of nginx changes configurations which this one is not;
 * - that of Valkey changes the user, where it is root;
 * - that of PgBouncer writes down the password, which has to be done in its place.
 */
const PGBOUNCER_ENTRYPOINT = ['sh', '-c', 'printf \'"%s" "%s"\\n\' "$DB_USER" "$DB_PASSWORD" > /etc/pgbouncer/userlist.txt && exec "$@"', 'sh'];

export const TRIED_USES: { readonly [preset in PresetName]?: TriedUse } = {
  alloyDbAuthProxy: {
    program: 'alloydb-auth-proxy',
    make: chart => new AlloyDbAuthProxy(chart, 'database', {
      instances: [{ uri: 'projects/shop/locations/europe-west1/clusters/main/instances/primary' }], extraArgs: [TOKEN],
    }),
  },
  cloudSqlAuthProxy: {
    program: 'cloud-sql-proxy',
    make: chart => new CloudSqlAuthProxy(chart, 'database', { instances: [{ connectionName: 'shop:europe-west1:orders' }], extraArgs: [TOKEN] }),
  },
  envoy: { program: 'envoy', make: chart => new Envoy(chart, 'envoy', { config: ENVOY_CONFIG }) },
  nginx: { program: 'nginx', entrypoint: [], make: MINIMAL_USES.nginx! },
  oauth2Proxy: {
    program: 'oauth2-proxy',
    make: chart => new OAuth2Proxy(chart, 'login', {
      upstreamPort: APP_PORT,
      issuerUrl: ISSUER_URL,
      emailDomains: ['example.com'],
      credentials: kplus.Secret.fromSecretName(chart, 'credentials', 'shop-oauth'),
    }),
    secrets: { 'shop-oauth': { 'client-id': 'shop', 'client-secret': 'known to the provider', 'cookie-secret': '0123456789abcdef' } },
    beside: async () => serve(ISSUER_PORT, (_, answer) => answer.setHeader('content-type', 'application/json').end(JSON.stringify({
      issuer: ISSUER_URL,
      authorization_endpoint: `${ISSUER_URL}/authorize`,
      token_endpoint: `${ISSUER_URL}/token`,
      jwks_uri: `${ISSUER_URL}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    }))),
  },
  openTelemetryCollector: { program: 'otelcol', make: MINIMAL_USES.openTelemetryCollector! },
  pgBouncer: {
    program: 'pgbouncer',
    entrypoint: PGBOUNCER_ENTRYPOINT,
    make: MINIMAL_USES.pgBouncer!,
    secrets: { 'orders-login': { password: 'known to the database' } },
  },
  statsdExporter: { program: 'statsd_exporter', make: MINIMAL_USES.statsdExporter! },
  valkeyCache: { program: 'valkey-server', entrypoint: ['valkey-server'], workingDirectory: '/data', make: MINIMAL_USES.valkeyCache! },
};

/** The programs that this run is to try. */
const ASKED = process.env.PROGRAMS?.split(/\s+/).filter(name => name !== '') ?? Object.values(TRIED_USES).map(({ program }) => program);

/** `describe` for the tests of a preset, which are skipped where its program is not asked for. */
export const describeProgram = (preset: PresetName): jest.Describe => ASKED.includes(TRIED_USES[preset]!.program) ? describe : describe.skip;

/** Starts the real program of a preset, and has its gate open. */
export async function startTried(preset: PresetName, make = TRIED_USES[preset]!.make): Promise<RealProgram> {
  const { secrets, ...image } = TRIED_USES[preset]!;
  const program = new RealProgram(usePreset(make), image, secrets);
  await program.gateOpens();
  return program;
}

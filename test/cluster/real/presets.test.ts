import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { kubectl, Namespace, shell, statusOf, thisCluster, yamlOf } from './cluster';
import {
  CloudSqlAuthProxy, Envoy, JobWithSidecar, NativeSidecar, Nginx, OAuth2Proxy, OpenTelemetryCollector, PgBouncer, StatsdExporter, ValkeyCache,
} from '../../../src';
import { runsNatively } from '../../../src/lowering/native';
import { PRESET_FACTS } from '../../../src/presets/preset-facts';

// The programs are real, in images of ours under the names of the official ones. LOAD_IMAGE is a command that takes such an image, an
// archive as of `docker save`, to the node: `kind load image-archive` for one. PROGRAMS names the programs that are wanted; all, if not set.

jest.setTimeout(400_000);

const LOAD_IMAGE = process.env.LOAD_IMAGE;
/** Some programs have to be built. */
const PATIENCE_FOR_PROGRAMS_MS = 1_800_000;
/** Of the kubelet, to see that a main container has ended; and the times that it tells are whole seconds. */
const SLACK_SECONDS = 3;

interface Use {
  readonly preset: keyof typeof PRESET_FACTS;
  /** The program of the image, and what else `get` has to get for it. */
  readonly programs: readonly [string, ...string[]];
  readonly make: (chart: Chart) => NativeSidecar;
  /** What the program says when it serves, if it says so: the main container has not started before. */
  readonly serving?: RegExp;
  /** What the main container does first of all, once. */
  readonly main: string;
  readonly said: string;
  /** What the program has logged in the end. */
  readonly logged?: RegExp;
}

const secretOf = (chart: Chart, stringData: { [key: string]: string }) => new kplus.Secret(chart, 'secret', { stringData });
/** An app on port 3000, which others of the Pod find at an address of the preset. */
const askedThrough = (address: string) =>
  `httpd -p 127.0.0.1:3000 -h /etc; [ "$(wget -q -O - http://${address}/hostname)" = "$(hostname)" ] && echo "asked through ${address}"`;

const ONE_LINE = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'the last line' } }] }] }] };
/** What comes in goes out in batches of a minute, which is longer than a Job takes, or when the Collector ends. */
const COLLECTED_UNTIL_THE_END = {
  receivers: { otlp: { protocols: { http: { endpoint: '127.0.0.1:4318' } } } },
  processors: { batch: { timeout: '60s' } },
  exporters: { debug: { verbosity: 'detailed' } },
  service: { pipelines: { logs: { receivers: ['otlp'], processors: ['batch'], exporters: ['debug'] } } },
};

const ALL_USES: Use[] = [{
  preset: 'cloudSqlAuthProxy',
  programs: ['cloud-sql-proxy'],
  // With any token it starts without an account; the database is out of reach.
  make: chart => new CloudSqlAuthProxy(chart, 'sidecar', { instances: [{ connectionName: 'shop:europe-west1:orders' }], extraArgs: ['--token=x'] }),
  serving: /ready for new connections/,
  main: 'nc -w 20 $DB_HOST $DB_PORT < /dev/null && echo connected',
  said: 'connected',
}, {
  preset: 'envoy',
  programs: ['envoy'],
  make: chart => new Envoy(chart, 'sidecar', { config: envoyTo(3000) }),
  serving: /starting workers/,
  main: askedThrough('127.0.0.1:15000'),
  said: 'asked through 127.0.0.1:15000',
}, {
  preset: 'nginx',
  programs: ['nginx'],
  make: chart => new Nginx(chart, 'sidecar', { upstreamPort: 3000 }),
  main: askedThrough('127.0.0.1:8080'),
  said: 'asked through 127.0.0.1:8080',
}, {
  preset: 'oauth2Proxy',
  programs: ['oauth2-proxy'],
  make: chart => new OAuth2Proxy(chart, 'sidecar', {
    upstreamPort: 3000,
    provider: 'github',
    emailDomains: ['*'],
    credentials: secretOf(chart, { 'client-id': 'shop', 'client-secret': 'x', 'cookie-secret': '0123456789abcdef' }),
  }),
  serving: /OAuthProxy configured/,
  main: `${askedThrough('127.0.0.1:4180')}; true`,
  said: 'wget: server returned error: HTTP/1.1 403 Forbidden',
}, {
  preset: 'openTelemetryCollector',
  programs: ['otelcol'],
  make: chart => new OpenTelemetryCollector(chart, 'sidecar', { config: COLLECTED_UNTIL_THE_END }),
  serving: /Everything is ready/,
  main: `wget -q -O - --header "Content-Type: application/json" --post-data '${JSON.stringify(ONE_LINE)}' $OTEL_EXPORTER_OTLP_ENDPOINT/v1/logs`,
  said: '{"partialSuccess":{}}',
  logged: /Body: Str\(the last line\)/,
}, {
  preset: 'pgBouncer',
  programs: ['pgbouncer', 'pg_isready'],
  make: chart => new PgBouncer(chart, 'sidecar', {
    host: '127.0.0.1', database: 'orders', databaseUser: 'shop', password: { secret: secretOf(chart, { password: 'x' }), key: 'password' },
  }),
  serving: /process up/,
  // Whether it speaks TLS, as every client asks at first: no.
  main: 'echo "TLS: $({ printf "\\0\\0\\0\\010\\004\\322\\026\\057"; sleep 1; } | nc $PGHOST $PGPORT)"',
  said: 'TLS: N',
}, {
  preset: 'statsdExporter',
  programs: ['statsd_exporter'],
  make: chart => new StatsdExporter(chart, 'sidecar'),
  serving: /Accepting/,
  main: 'echo "orders:3|c" | nc $STATSD_HOST $STATSD_PORT; sleep 2; wget -q -O - http://127.0.0.1:9102/metrics | grep ^orders',
  said: 'orders 3',
}, {
  preset: 'valkeyCache',
  programs: ['valkey-server'],
  make: chart => new ValkeyCache(chart, 'sidecar'),
  serving: /Ready to accept connections/,
  main: '{ echo PING; sleep 1; } | nc $VALKEY_HOST $VALKEY_PORT | tr -d "\\r"',
  said: '+PONG',
}];
const PROGRAMS = process.env.PROGRAMS?.split(' ');
const USES = ALL_USES.filter(({ programs }) => !PROGRAMS || programs.every(program => PROGRAMS.includes(program)));

/** A configuration of Envoy that passes on all that comes to port 15000. */
function envoyTo(port: number): { [name: string]: any } {
  const at = (port_value: number) => ({ socket_address: { address: '127.0.0.1', port_value } });
  const filters = 'type.googleapis.com/envoy.extensions.filters';
  const manager = {
    '@type': `${filters}.network.http_connection_manager.v3.HttpConnectionManager`,
    'stat_prefix': 'app',
    'route_config': { virtual_hosts: [{ name: 'app', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster: 'app' } }] }] },
    'http_filters': [{ name: 'envoy.filters.http.router', typed_config: { '@type': `${filters}.http.router.v3.Router` } }],
  };
  return {
    static_resources: {
      listeners: [{
        name: 'app',
        address: at(15000),
        filter_chains: [{ filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }] }],
      }],
      clusters: [{ name: 'app', load_assignment: { cluster_name: 'app', endpoints: [{ lb_endpoints: [{ endpoint: { address: at(port) } }] }] } }],
    },
  };
}

/** Puts the image that a preset names on the node, with the real program in it. */
function loadImage(folder: string, { preset, programs: [program] }: Use): void {
  const file = join(folder, `${program}.tar`);
  execFileSync('test/programs/image', [program, PRESET_FACTS[preset].image, file]);
  execFileSync('sh', ['-c', `${LOAD_IMAGE} "$1"`, 'sh', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(file);
}

const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;

if (!LOAD_IMAGE) {
  test.skip('presets with their real programs (LOAD_IMAGE is not set: no way to take images to the node)', () => {});
} else {
  describe('in a Job with its real program', () => {
    const sidecars = new Map<Use, NativeSidecar>();
    const namespaces = new Map<Use, Namespace>();

    beforeAll(() => {
      execFileSync('test/programs/get', USES.flatMap(({ programs }) => programs), { stdio: 'inherit' });
      const folder = mkdtempSync(join(tmpdir(), 'images-'));
      for (const use of USES) {
        loadImage(folder, use);
        const ns = new Namespace(`sidecars-preset-${use.programs[0].replace('_', '-')}`);
        namespaces.set(use, ns);
        ns.apply(yamlOf(chart => {
          const sidecar = use.make(chart);
          sidecars.set(use, sidecar);
          new JobWithSidecar(chart, 'job', {
            metadata: { name: 'job' },
            backoffLimit: 0,
            target: thisCluster(),
            containers: [{ name: 'main', ...shell(`exec 2>&1; echo started; ${use.main}`) }],
            sidecars: [sidecar],
          });
        }));
      }
      rmSync(folder, { recursive: true });
    }, PATIENCE_FOR_PROGRAMS_MS);

    afterAll(() => namespaces.forEach(each => each.remove()));

    test.each(USES.map((use): [string, Use] => [use.preset, use]))('%s serves the main container from its first line on, and ends well after it', async (_, use) => {
      const [ns, { name, drain = Duration.seconds(2) }] = [namespaces.get(use)!, sidecars.get(use)!];
      const end = await ns.jobEnd('job');
      const log = ns.log('job', name);
      const [started, ...said] = ns.log('job', 'main');
      expect([end, ...said.map(({ line }) => line)]).toEqual(['Complete', use.said]);
      const logged = (text: RegExp) => {
        expect(log.map(({ line }) => line)).toContainEqual(expect.stringMatching(text));
        return log.find(({ line }) => text.test(line))!;
      };
      if (use.serving) {
        expect(logged(use.serving).time < started.time).toBe(true);
      }
      if (use.logged) {
        logged(use.logged);
      }

      const pod = await ns.podOf('job', ({ status }) => status?.phase === 'Succeeded');
      const [main, sidecar] = ['main', name].map(each => statusOf(pod, each));
      const { exitCode } = PRESET_FACTS[use.preset];
      expect(sidecar).toMatchObject({ restartCount: 0, state: { terminated: { exitCode: runsNatively(thisCluster()) ? exitCode : 0 } } });
      if (!runsNatively(thisCluster())) {
        expect(kubectl('logs', '-n', ns.name, 'job/job', '-c', name)).toContain(`sidecar-runtime: ${name}: ended with ${exitCode}\n`);
      }
      const took = seconds(main.state!.terminated!.finishedAt!, sidecar.state!.terminated!.finishedAt!);
      expect(took).toBeGreaterThanOrEqual(0);
      expect(took).toBeLessThanOrEqual(drain.toSeconds() + SLACK_SECONDS);
    });
  });
}

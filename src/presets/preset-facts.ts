/** What is known of an image and its program, apart from any use of it. */
export interface PresetFacts {
  /** The image with the version that the preset starts. */
  readonly image: string;
  /** When version and facts were last held against the sources: a date such as 2026-11-24. */
  readonly checked: string;
  /** What the image starts, which a supervisor has to know. */
  readonly entrypoint: readonly string[];
  /** A user that is not root, by whom the program runs. */
  readonly user: number;
  readonly group: number;
  /** The signal that stops it gracefully, where it is not SIGTERM. */
  readonly stopSignal?: string;
  /** What it ends with when the preset's own command line is stopped by that signal. */
  readonly exitCode: number;
  /** Version of the real program with which the tests start and stop what the preset emits; without it the facts are from the sources alone. */
  readonly tried?: string;
  /** Where the facts are from. */
  readonly sources: readonly string[];
}

/**
 * Versions and facts of the presets, in one place: upkeep is one edit here. A test tells which have not been looked at for a year.
 */
export const PRESET_FACTS = {
  alloyDbAuthProxy: {
    image: 'gcr.io/alloydb-connectors/alloydb-auth-proxy:1.15.2',
    checked: '2026-11-24',
    entrypoint: ['/alloydb-auth-proxy'],
    user: 65532,
    group: 65532,
    exitCode: 0,
    sources: ['GoogleCloudPlatform/alloydb-auth-proxy: Dockerfile, cmd/root.go'],
  },
  cloudSqlAuthProxy: {
    image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.25.3',
    checked: '2026-11-24',
    entrypoint: ['/cloud-sql-proxy'],
    user: 65532,
    group: 65532,
    exitCode: 0,
    sources: ['GoogleCloudPlatform/cloud-sql-proxy: Dockerfile, cmd/root.go, internal/healthcheck/healthcheck.go, examples/k8s-health-check'],
  },
  envoy: {
    image: 'envoyproxy/envoy:distroless-v1.37.0',
    checked: '2026-11-24',
    entrypoint: ['/usr/local/bin/envoy'],
    user: 65532,
    group: 65532,
    exitCode: 0,
    sources: ['envoyproxy/envoy: distribution/docker/Dockerfile-envoy', 'envoyproxy.io: operations/admin, operations/cli'],
  },
  fluentBit: {
    image: 'cr.fluentbit.io/fluent/fluent-bit:5.1.1',
    checked: '2026-11-24',
    entrypoint: ['/fluent-bit/bin/fluent-bit'],
    user: 65532,
    group: 65532,
    exitCode: 0,
    sources: [
      'fluent/fluent-bit: dockerfiles/Dockerfile, src/flb_engine.c, src/flb_utils.c, src/config_format/flb_cf_yaml.c, plugins/in_tail',
      'docs.fluentbit.io: administration/monitoring, administration/backpressure, pipeline/inputs/tail, service section', 'fluent/fluent-bit#9952',
    ],
  },
  gitSync: {
    image: 'registry.k8s.io/git-sync/git-sync:v4.7.1',
    checked: '2026-11-24',
    entrypoint: ['/git-sync'],
    user: 65533,
    group: 65533,
    exitCode: 143,
    sources: ['kubernetes/git-sync: Dockerfile.in, main.go, pkg/pid1'],
  },
  nginx: {
    image: 'nginxinc/nginx-unprivileged:1.30-alpine-slim',
    checked: '2026-11-24',
    entrypoint: ['/docker-entrypoint.sh'],
    user: 101,
    group: 101,
    stopSignal: 'SIGQUIT',
    exitCode: 0,
    sources: ['nginxinc/docker-nginx-unprivileged: Dockerfile, docker-entrypoint.sh and its scripts', 'nginx.org: control, signals'],
  },
  oauth2Proxy: {
    image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3',
    checked: '2026-11-24',
    entrypoint: ['/bin/oauth2-proxy'],
    user: 65532,
    group: 65532,
    exitCode: 0,
    sources: ['oauth2-proxy/oauth2-proxy: Dockerfile, pkg/http/server.go, docs/configuration/overview.md'],
  },
  openTelemetryCollector: {
    image: 'otel/opentelemetry-collector-contrib:0.154.0',
    checked: '2026-11-24',
    entrypoint: ['/otelcol-contrib'],
    user: 10001,
    group: 10001,
    exitCode: 0,
    sources: ['open-telemetry/opentelemetry-collector-releases: distributions/otelcol-contrib/Dockerfile', 'opentelemetry-collector-contrib: extension/healthcheckextension'],
  },
  pgBouncer: {
    image: 'edoburu/pgbouncer:v1.25.2-p0',
    checked: '2026-11-24',
    entrypoint: ['/entrypoint.sh'],
    user: 70,
    group: 70,
    exitCode: 0,
    sources: ['edoburu/docker-pgbouncer: Dockerfile, entrypoint.sh, tests/existing-config', 'pgbouncer.org: usage (signals), changelog 1.23, config'],
  },
  statsdExporter: {
    image: 'prom/statsd-exporter:v0.30.0',
    checked: '2026-11-24',
    entrypoint: ['/bin/statsd_exporter'],
    user: 65534,
    group: 65534,
    exitCode: 0,
    sources: ['prometheus/statsd_exporter: Dockerfile, main.go'],
  },
  tailscale: {
    image: 'ghcr.io/tailscale/tailscale:v1.102.1',
    checked: '2026-11-24',
    entrypoint: ['/usr/local/bin/containerboot'],
    user: 1000,
    group: 1000,
    exitCode: 0,
    sources: ['tailscale/tailscale: cmd/containerboot, kube/kubeclient, build_docker.sh'],
  },
  valkeyCache: {
    image: 'valkey/valkey:9-alpine',
    checked: '2026-11-24',
    entrypoint: ['docker-entrypoint.sh', 'valkey-server'],
    user: 999,
    group: 1000,
    exitCode: 0,
    sources: ['valkey-io/valkey-container: Dockerfile, docker-entrypoint.sh', 'valkey.io: topics/signals'],
  },
  vaultAgent: {
    image: 'hashicorp/vault:2.0.4',
    checked: '2026-11-24',
    entrypoint: ['docker-entrypoint.sh', 'vault'],
    user: 100,
    group: 1000,
    exitCode: 0,
    sources: ['hashicorp/vault: Dockerfile, scripts/docker/docker-entrypoint.sh, website agent-and-proxy/agent, agent/template, autoauth/methods/kubernetes', 'hashicorp/vault-k8s#120'],
  },
  vector: {
    image: 'timberio/vector:0.55.0-alpine',
    checked: '2026-11-24',
    entrypoint: ['/usr/local/bin/vector'],
    user: 65532,
    group: 65532,
    exitCode: 0,
    sources: ['vectordotdev/vector: distribution/docker/alpine/Dockerfile, src/app.rs, src/cli.rs, lib/file-source/src/file_server.rs', 'vector.dev: 0.55 upgrade guide (API)'],
  },
} as const satisfies { readonly [preset: string]: PresetFacts };

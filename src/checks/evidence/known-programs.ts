import { Container } from '../../manifest/types';

/**
 * What is known of a program by the image that it comes in.
 */
export interface KnownProgram {
  readonly name: string;
  /** Repositories of its images, without registry and tag. */
  readonly image: RegExp;
  /**
   * `proxy` if other containers of the Pod reach something through it, `mesh` if all traffic of the Pod goes through it, `agent` if it
   * collects or renews something beside them, `server` if it can as well be the main thing in a Pod.
   */
  readonly role: 'proxy' | 'mesh' | 'agent' | 'server';
  /** Whether the image has a shell; undefined where some tags have one and others do not, or where it is not known. */
  readonly hasShell?: boolean;
  /** Whether it comes to an end when it is called with such arguments; without them it runs until it is stopped. */
  readonly endsWith?: RegExp;
  /** A path of the program itself, at a port of its own, that makes it quit. */
  readonly quitPath?: string;
}

/** One row a program. Images as their projects publish them. */
export const KNOWN_PROGRAMS: readonly KnownProgram[] = [
  { name: 'Istio proxy', image: /(^|\/)proxyv2$/, role: 'mesh', hasShell: undefined, endsWith: /istio-iptables|istio-clean/, quitPath: '/quitquitquit' },
  { name: 'Linkerd proxy', image: /(^|\/)linkerd\/proxy$|linkerd2?-proxy$/, role: 'mesh', hasShell: false, quitPath: '/shutdown' },
  { name: 'Consul data plane', image: /consul-dataplane$/, role: 'mesh', hasShell: false, quitPath: '/graceful_shutdown' },
  { name: 'App Mesh Envoy', image: /aws-appmesh-envoy$/, role: 'mesh' },
  { name: 'Kuma data plane', image: /kuma-dp$/, role: 'mesh', quitPath: '/quitquitquit' },
  { name: 'Envoy', image: /(^|\/)envoy(-alpine|-distroless)?$/, role: 'proxy', endsWith: /--mode[= ]validate|--version/, quitPath: '/quitquitquit' },
  {
    name: 'Cloud SQL Auth Proxy',
    image: /(^|\/)(cloud-sql-proxy|gce-proxy|cloudsql-proxy)$/,
    role: 'proxy',
    endsWith: /(^|\s)(wait|shutdown|--version|-version)(\s|$)/,
    quitPath: '/quitquitquit',
  },
  { name: 'AlloyDB Auth Proxy', image: /alloydb-auth-proxy$/, role: 'proxy', hasShell: false, quitPath: '/quitquitquit' },
  { name: 'PgBouncer', image: /(^|\/)pgbouncer$/, role: 'proxy', hasShell: true },
  { name: 'OAuth2 Proxy', image: /(^|\/)oauth2[-_]proxy$/, role: 'proxy' },
  { name: 'kube-rbac-proxy', image: /kube-rbac-proxy$/, role: 'proxy', hasShell: false },
  { name: 'Dapr', image: /(^|\/)daprd$/, role: 'proxy', hasShell: false, quitPath: '/v1.0/shutdown' },
  { name: 'Tailscale', image: /(^|\/)tailscale$/, role: 'proxy', hasShell: true },
  { name: 'Fluent Bit', image: /(^|\/)(aws-for-)?fluent-bit$/, role: 'agent', endsWith: /--dry-run|--version/ },
  { name: 'Fluentd', image: /(^|\/)fluentd(-kubernetes-daemonset)?$/, role: 'agent', hasShell: true, endsWith: /--dry-run|--version/ },
  { name: 'Filebeat', image: /(^|\/)(filebeat|metricbeat)(-oss)?$/, role: 'agent', hasShell: true, endsWith: /--once|(^|\s)(setup|test|version)(\s|$)/ },
  { name: 'Vector', image: /timberio\/vector$/, role: 'agent', endsWith: /(^|\s)(validate|test|generate|tap|top)(\s|$)/ },
  { name: 'Promtail', image: /grafana\/(promtail|alloy|agent)$/, role: 'agent' },
  { name: 'OpenTelemetry Collector', image: /opentelemetry-collector(-contrib|-k8s)?$|aws-otel-collector$/, role: 'agent', hasShell: false, endsWith: /(^|\s)validate(\s|$)/ },
  { name: 'Datadog agent', image: /datadog(hq)?\/agent$/, role: 'agent', hasShell: true },
  { name: 'Telegraf', image: /(^|\/)telegraf$/, role: 'agent', endsWith: /--(once|test)\b/ },
  { name: 'CloudWatch agent', image: /cloudwatch-agent$/, role: 'agent', hasShell: false },
  { name: 'X-Ray daemon', image: /aws-xray-daemon$/, role: 'agent', hasShell: false },
  { name: 'StatsD exporter', image: /statsd-exporter$/, role: 'agent', hasShell: true, quitPath: '/-/quit' },
  {
    name: 'Vault agent',
    image: /hashicorp\/vault$|(^|\/)vault-k8s$/,
    role: 'agent',
    hasShell: true,
    endsWith: /exit[-_]after[-_]auth[=: ]+"?true|(^|\s)(kv|login|read|write|status|token|auth|secrets|operator|policy)(\s|$)/,
  },
  { name: 'git-sync', image: /git-sync$/, role: 'agent', hasShell: true, endsWith: /--?one-time(=true)?(\s|$)/ },
  { name: 'nginx', image: /(^|\/)nginx(-unprivileged)?$/, role: 'server', endsWith: /(^|\s)-[tTvV](\s|$)/ },
  { name: 'Apache HTTP Server', image: /(^|\/)httpd$/, role: 'server', hasShell: true },
  { name: 'HAProxy', image: /(^|\/)haproxy$/, role: 'server', endsWith: /(^|\s)-c(\s|$)/ },
  { name: 'Redis', image: /(^|\/)(redis|valkey)$/, role: 'server', hasShell: true },
  { name: 'Memcached', image: /(^|\/)memcached$/, role: 'server', hasShell: true },
  { name: 'MySQL', image: /(^|\/)(mysql|mariadb|percona)$/, role: 'server', hasShell: true },
  { name: 'PostgreSQL', image: /(^|\/)(postgres|postgresql)$/, role: 'server', hasShell: true },
  { name: 'MongoDB', image: /(^|\/)mongo(db)?$/, role: 'server', hasShell: true },
  { name: 'RabbitMQ', image: /(^|\/)rabbitmq$/, role: 'server', hasShell: true },
  { name: 'Docker daemon', image: /(^|\/)docker$/, role: 'server', hasShell: true },
  { name: 'PHP with Apache', image: /(^|\/)php$/, role: 'server', hasShell: true },
];

/** Entrypoints of images that do what their arguments say; only what they do without any is known. */
const RUNS_BY_DEFAULT_TAG: { readonly [name: string]: RegExp } = {
  'Docker daemon': /dind/,
  'PHP with Apache': /apache|fpm/,
};

/**
 * The program of a container, where its image tells, and its command does not start another one.
 */
export function knownProgram({ image = '' }: Pick<Container, 'image'>): KnownProgram | undefined {
  const { repository, tag } = imageParts(image);
  const program = KNOWN_PROGRAMS.find(known => known.image.test(repository));
  const tags = program && RUNS_BY_DEFAULT_TAG[program.name];
  return tags && !tags.test(tag) ? undefined : program;
}

/**
 * The parts of the name of an image: `cloud-sql-connectors/cloud-sql-proxy` and `2.1` of
 * `gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.1`.
 */
export function imageParts(image: string): { readonly repository: string; readonly tag: string } {
  const [, name, tag = ''] = /^([^@]*?)(?::([^:/@]*))?(?:@.*)?$/.exec(image) ?? [];
  return { repository: withoutRegistry(name ?? '').replace(/^library\//, ''), tag };
}

/** What is before the first slash is a registry only if it looks like a host. */
function withoutRegistry(name: string): string {
  const host = name.slice(0, Math.max(0, name.indexOf('/')));
  return /[.:]/.test(host) ? name.slice(host.length + 1) : name;
}

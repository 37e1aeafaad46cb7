import { Container } from '../../manifest/types';

/**
 * What is known of a program by the image that it comes in, or by the name of its executable file.
 */
export interface KnownProgram {
  readonly name: string;
  /** Repositories of its images, without registry and tag. */
  readonly image: RegExp;
  /** The name of its executable file, without the path. */
  readonly binary?: RegExp;
  /**
   * `proxy` if other containers of the Pod reach something through it, `mesh` if all traffic of the Pod goes through it, `agent` if it
   * collects or renews something beside them, `server` if it can as well be the main thing in a Pod.
   */
  readonly role: 'proxy' | 'mesh' | 'agent' | 'server';
  /** Whether the image has a shell; undefined where some tags have one and others do not, or where it is not known. */
  readonly hasShell?: boolean;
  /** Commands that the image has though it has no shell, by their paths. */
  readonly brings?: readonly string[];
  /** Whether the entrypoint of the image takes arguments that do not begin with a dash as another command to run. */
  readonly runsArguments?: boolean;
  /** The first arguments that it takes as its own nevertheless. */
  readonly subcommands?: RegExp;
  /** The arguments without which it does not stay, if it needs any. Images that are started without any have them. */
  readonly staysWith?: RegExp;
  /** Whether it comes to an end when it is called with such arguments; without them it runs until it is stopped. */
  readonly endsWith?: RegExp;
  /** The first arguments that make it do one thing, after which it is done. */
  readonly doneAfter?: RegExp;
  /** An environment variable that may make it end, whatever its arguments are. */
  readonly endsByEnv?: RegExp;
  /** Whether a configuration that the manifest does not show often makes it end. */
  readonly mayEnd?: boolean;
  /** A path of the program itself, at a port of its own, that makes it quit. */
  readonly quitPath?: string;
}

/** One row a program. Images as their projects publish them. */
export const KNOWN_PROGRAMS: readonly KnownProgram[] = [
  {
    name: 'Istio proxy',
    image: /(^|\/)proxyv2$/,
    binary: /^pilot-agent$/,
    role: 'mesh',
    hasShell: undefined,
    staysWith: /^proxy(\s|$)/,
    endsWith: /istio-iptables|istio-clean/,
    doneAfter: /^istio-(clean-)?iptables$/,
    quitPath: '/quitquitquit',
  },
  { name: 'Linkerd proxy', image: /(^|\/)linkerd\/proxy$|linkerd2?-proxy$/, binary: /^linkerd2-proxy(-run)?$/, role: 'mesh', hasShell: false, brings: ['/bin/sleep'], quitPath: '/shutdown' },
  { name: 'Consul data plane', image: /consul-dataplane$/, binary: /^consul-dataplane$/, role: 'mesh', hasShell: false, quitPath: '/graceful_shutdown' },
  { name: 'App Mesh Envoy', image: /aws-appmesh-envoy$/, role: 'mesh' },
  { name: 'Kuma data plane', image: /kuma-dp$/, binary: /^kuma-dp$/, role: 'mesh', quitPath: '/quitquitquit' },
  {
    name: 'Envoy',
    image: /(^|\/)envoy(-alpine|-distroless)?$/,
    binary: /^envoy$/,
    role: 'proxy',
    runsArguments: true,
    endsWith: /--mode[= ]validate|--version|--hot-restart-version/,
    quitPath: '/quitquitquit',
  },
  {
    name: 'Cloud SQL Auth Proxy',
    image: /(^|\/)(cloud-sql-proxy|gce-proxy|cloudsql-proxy)$/,
    binary: /^cloud[-_]sql[-_]proxy$/,
    role: 'proxy',
    endsWith: /(^|\s)(wait|shutdown|--?version|-v)(\s|$)/,
    quitPath: '/quitquitquit',
  },
  {
    name: 'AlloyDB Auth Proxy',
    image: /alloydb-auth-proxy$/,
    binary: /^alloydb-auth-proxy$/,
    role: 'proxy',
    hasShell: false,
    endsWith: /(^|\s)(wait|shutdown|--version|-v)(\s|$)/,
    quitPath: '/quitquitquit',
  },
  { name: 'PgBouncer', image: /(^|\/)pgbouncer$/, binary: /^pgbouncer$/, role: 'proxy', hasShell: true, runsArguments: true, endsWith: /(^|\s)(-d|--daemon|-R|-V)(\s|$)/ },
  { name: 'OAuth2 Proxy', image: /(^|\/)oauth2[-_]proxy$/, binary: /^oauth2-proxy$/, role: 'proxy', endsWith: /--version/ },
  { name: 'kube-rbac-proxy', image: /kube-rbac-proxy$/, binary: /^kube-rbac-proxy$/, role: 'proxy', hasShell: false, endsWith: /--version/ },
  { name: 'Dapr', image: /(^|\/)daprd$/, binary: /^daprd$/, role: 'proxy', hasShell: false, endsWith: /--(version|build-info)/, quitPath: '/v1.0/shutdown' },
  { name: 'Tailscale', image: /(^|\/)tailscale$/, binary: /^(tailscaled|containerboot)$/, role: 'proxy', hasShell: true, runsArguments: true, endsWith: /--cleanup|--version/ },
  {
    name: 'Fluent Bit',
    image: /(^|\/)(aws-for-)?fluent-bit$/,
    binary: /^fluent-bit$/,
    role: 'agent',
    endsWith: /--dry-run|--version|--daemon|(^|\s)-[dDVhJ](\s|$)|exit_on_eof[= ](true|on)/i,
  },
  {
    name: 'Fluentd',
    image: /(^|\/)fluentd(-kubernetes-daemonset)?$/,
    binary: /^fluentd$/,
    role: 'agent',
    hasShell: true,
    runsArguments: true,
    endsWith: /--dry-run|--version|--daemon|--setup|--show-plugin-config|(^|\s)-[dsh](\s|$)/,
  },
  {
    name: 'Filebeat',
    image: /(^|\/)(filebeat|metricbeat)(-oss)?$/,
    binary: /^(filebeat|metricbeat)$/,
    role: 'agent',
    hasShell: true,
    runsArguments: true,
    endsWith: /--once|(^|\s)(setup|test|version|export|keystore|modules|enroll)(\s|$)/,
  },
  { name: 'Vector', image: /timberio\/vector$/, role: 'agent', endsWith: /(^|\s)(validate|test|generate|tap|top|vrl|list|graph)(\s|$)|--version/ },
  {
    name: 'Promtail',
    image: /grafana\/(promtail|alloy|agent)$/,
    binary: /^promtail$/,
    role: 'agent',
    endsWith: /-(dry-run|check-syntax|stdin|version|print-config)|(^|\s)(fmt|convert|tools|validate)(\s|$)/,
  },
  {
    name: 'OpenTelemetry Collector',
    image: /opentelemetry-collector(-contrib|-k8s)?$|aws-otel-collector$/,
    binary: /^otelcol(-contrib|-k8s)?$|^awscollector$/,
    role: 'agent',
    hasShell: false,
    endsWith: /(^|\s)(validate|components|print-initial-config|--version)(\s|$)/,
  },
  { name: 'Datadog agent', image: /datadog(hq)?\/agent$/, role: 'agent', hasShell: true, runsArguments: true },
  { name: 'Telegraf', image: /(^|\/)telegraf$/, binary: /^telegraf$/, role: 'agent', runsArguments: true, endsWith: /--?(once|test|version|usage|sample-config)\b|(^|\s)(config|plugins|secrets|version)(\s|$)/ },
  { name: 'CloudWatch agent', image: /cloudwatch-agent$/, role: 'agent', hasShell: false },
  { name: 'X-Ray daemon', image: /aws-xray-daemon$/, role: 'agent', hasShell: false, endsWith: /(^|\s)(-v|--version)(\s|$)/ },
  { name: 'StatsD exporter', image: /statsd-exporter$/, binary: /^statsd_exporter$/, role: 'agent', hasShell: true, endsWith: /--(check-config|version)/, quitPath: '/-/quit' },
  {
    // Whether it exits after it has logged in is mostly said in a file.
    name: 'Vault agent',
    image: /hashicorp\/vault$|(^|\/)vault-k8s$/,
    role: 'agent',
    hasShell: true,
    runsArguments: true,
    subcommands: /^(agent|server|proxy)$/,
    endsWith: /exit[-_]after[-_]auth[=: ]+"?true|(^|\s)(kv|login|read|write|status|token|auth|secrets|operator|policy)(\s|$)/,
    mayEnd: true,
  },
  { name: 'git-sync', image: /(^|\/)git-sync$/, binary: /^git-sync$/, role: 'agent', hasShell: true, endsWith: /--?(one-time|version|man)(?!=false)\b/, endsByEnv: /^GIT_?SYNC_ONE_TIME$/ },
  {
    name: 'nginx',
    image: /(^|\/)nginx(-unprivileged)?$/,
    binary: /^nginx(-debug)?$/,
    role: 'server',
    runsArguments: true,
    // It goes to the background otherwise.
    staysWith: /daemon\s+off/,
    endsWith: /(^|\s)-([tTvV]|s\s)/,
  },
  {
    name: 'Apache HTTP Server',
    image: /(^|\/)httpd$/,
    binary: /^(httpd(-foreground)?|apache2(-foreground|ctl)?|apachectl)$/,
    role: 'server',
    hasShell: true,
    runsArguments: true,
    staysWith: /FOREGROUND/,
    endsWith: /(^|\s)-[tvVlL](\s|$)/,
  },
  { name: 'HAProxy', image: /(^|\/)haproxy$/, binary: /^haproxy$/, role: 'server', runsArguments: true, endsWith: /(^|\s)-(c|D|v|vv)(\s|$)/ },
  { name: 'Redis', image: /(^|\/)(redis|valkey)$/, binary: /^(redis|valkey)-(server|sentinel)$/, role: 'server', hasShell: true, runsArguments: true, endsWith: /--daemonize yes|--test-memory|--check-system|--version|(^|\s)-v(\s|$)/ },
  { name: 'Memcached', image: /(^|\/)memcached$/, binary: /^memcached$/, role: 'server', hasShell: true, runsArguments: true, endsWith: /(^|\s)(-d|--daemon|-V|--version|-h)(\s|$)/ },
  {
    name: 'MySQL',
    image: /(^|\/)(mysql|mariadb|percona)$/,
    binary: /^(mysqld|mariadbd)(_safe|-safe)?$/,
    role: 'server',
    hasShell: true,
    runsArguments: true,
    endsWith: /--(initialize|initialize-insecure|bootstrap|validate-config|daemonize|version|print-defaults)(\s|$)|(^|\s)-[DV](\s|$)/,
  },
  { name: 'PostgreSQL', image: /(^|\/)(postgres|postgresql)$/, binary: /^(postgres|postmaster)$/, role: 'server', hasShell: true, runsArguments: true, endsWith: /--(single|boot|check|version|describe-config)|(^|\s)-[VC](\s|$)/ },
  { name: 'MongoDB', image: /(^|\/)mongo(db)?$/, binary: /^mongo[ds]$/, role: 'server', hasShell: true, runsArguments: true, endsWith: /--(fork|shutdown|repair|version)(\s|$)/ },
  { name: 'RabbitMQ', image: /(^|\/)rabbitmq$/, binary: /^rabbitmq-server$/, role: 'server', hasShell: true, runsArguments: true, endsWith: /(^|\s)-detached(\s|$)/ },
  { name: 'Docker daemon', image: /(^|\/)docker$/, binary: /^dockerd(-entrypoint\.sh)?$/, role: 'server', hasShell: true, runsArguments: true, endsWith: /--(validate|version)/ },
  {
    name: 'PHP with Apache',
    image: /(^|\/)php$/,
    binary: /^php-fpm[\d.]*$/,
    role: 'server',
    hasShell: true,
    runsArguments: true,
    staysWith: /(^|\s)(-F|--nodaemonize)(\s|$)/,
    endsWith: /(^|\s)-[tivm](\s|$)/,
  },
];

/** Executable files that stay by what they are. */
const STAYS_BY_NAME = /-foreground$/;
/** What every program answers, and then it ends. */
export const ASKS = /(^|\s)(--?help|--?version|version|help)(\s|$)/;

/** Entrypoints of images that do what their arguments say; only what they do without any is known. */
const RUNS_BY_DEFAULT_TAG: { readonly [name: string]: RegExp } = {
  'Docker daemon': /dind/,
  'PHP with Apache': /apache|fpm/,
};

/** Most workloads share their images with others, and several rules ask for each. */
const byImage = new Map<string, KnownProgram | undefined>();
const MOST_IMAGES = 10_000;

/**
 * The program of a container, where its image tells, and its command does not start another one.
 */
export function knownProgram({ image = '' }: Pick<Container, 'image'>): KnownProgram | undefined {
  if (!byImage.has(image)) {
    if (byImage.size >= MOST_IMAGES) {
      byImage.clear();
    }
    byImage.set(image, programOf(image));
  }
  return byImage.get(image);
}

function programOf(image: string): KnownProgram | undefined {
  const { repository, tag } = imageParts(image);
  const program = KNOWN_PROGRAMS.find(known => known.image.test(repository));
  const tags = program && RUNS_BY_DEFAULT_TAG[program.name];
  return tags && !tags.test(tag) ? undefined : program;
}

/**
 * The program that a command starts, by the name of its executable file.
 */
export function startedProgram([executable = '']: readonly string[]): KnownProgram | undefined {
  const name = executable.slice(executable.lastIndexOf('/') + 1);
  return KNOWN_PROGRAMS.find(({ binary }) => binary?.test(name));
}

/**
 * Whether a program that is called so runs until it is stopped.
 *
 * @param words its executable file and its arguments
 */
export function staysUp({ staysWith, endsWith }: KnownProgram, [executable, ...args]: readonly string[]): boolean {
  const text = args.join(' ');
  return !endsWith?.test(text) && !ASKS.test(text) && (!staysWith || staysWith.test(text) || STAYS_BY_NAME.test(executable));
}

/** Who publishes the images of servers; the last part of a name is all too common to say much by itself. */
const PUBLISHERS = /^(docker\/library|bitnami|bitnamilegacy|nginxinc|chainguard|circleci|cimg)$/;

/**
 * Whether an image is surely one of the program that its name tells. Others build images of such names with programs of their own in
 * them, above all under the plain names of servers.
 */
export function isPublished({ role }: KnownProgram, image: string): boolean {
  const { repository } = imageParts(image);
  const publisher = repository.slice(0, Math.max(0, repository.lastIndexOf('/')));
  return role !== 'server' || publisher === '' || PUBLISHERS.test(publisher);
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

import { presetError } from './preset-sidecar';

/** A configuration of the Collector, as JSON. */
export type CollectorConfig = { readonly [name: string]: any };

/** Where OTLP is taken by default. */
export const OTLP_PORTS = { HTTP: 4318, GRPC: 4317 } as const;

/** Where telemetry goes, and how. */
export interface Exporting {
  readonly endpoint: string;
  readonly grpc: boolean;
  readonly headers: { readonly [name: string]: string };
  /** How long one attempt may take. */
  readonly attemptSeconds: number;
  /** How much memory may be used. */
  readonly memoryMib: number;
}

const HEALTH_CHECK = 'health_check';
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?):/;

/** Takes OTLP, and exports it. */
export function exportingConfig({ endpoint, grpc, headers, attemptSeconds, memoryMib }: Exporting): CollectorConfig {
  const exporter = grpc ? 'otlp_grpc' : 'otlp_http';
  const [scheme, place] = endpoint.split('://');
  const pipeline = { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: [exporter] };
  return {
    receivers: { otlp: { protocols: { grpc: { endpoint: `127.0.0.1:${OTLP_PORTS.GRPC}` }, http: { endpoint: `127.0.0.1:${OTLP_PORTS.HTTP}` } } } },
    processors: { memory_limiter: { check_interval: '1s', limit_mib: memoryMib }, batch: {} },
    exporters: {
      [exporter]: {
        ...grpc ? { endpoint: place, tls: { insecure: scheme === 'http' } } : { endpoint },
        timeout: `${attemptSeconds}s`,
        ...Object.keys(headers).length > 0 ? { headers } : {},
      },
    },
    service: {
      // Its own metrics would take a port of the Pod.
      telemetry: { metrics: { level: 'none' } },
      pipelines: { traces: pipeline, metrics: pipeline, logs: pipeline },
    },
  };
}

/**
 * A configuration with the health check on all addresses.
 *
 * @throws if it has no pipelines, or a health check elsewhere
 */
export function withHealthCheck(name: string, config: CollectorConfig, port: number): CollectorConfig {
  const { extensions = {}, service = {} } = config;
  if (Object.keys(service.pipelines ?? {}).length === 0) {
    throw presetError(name, 'config', 'service.pipelines has none.', 'Add one, such as traces.');
  }
  const endpoint = `0.0.0.0:${port}`;
  const { endpoint: own = endpoint, path: ownPath = '/', ...others } = extensions[HEALTH_CHECK] ?? {};
  if (LOOPBACK.test(own)) {
    throw presetError(name, 'config', `the endpoint of extensions.${HEALTH_CHECK}, ${own}, cannot be reached by the kubelet, which looks from outside the Pod.`,
      'Leave the endpoint out.');
  }
  if (own !== endpoint || ownPath !== '/') {
    throw presetError(name, 'config', `extensions.${HEALTH_CHECK} is at ${own}${ownPath}, and the start gate looks at ${endpoint}/.`,
      'Leave its endpoint and its path out, and set healthPort.');
  }
  const started: readonly string[] = service.extensions ?? [];
  return {
    ...config,
    extensions: { ...extensions, [HEALTH_CHECK]: { ...others, endpoint } },
    service: { ...service, extensions: started.includes(HEALTH_CHECK) ? started : [...started, HEALTH_CHECK] },
  };
}

/** The port at which a configuration takes OTLP; undefined if it does not. */
export function otlpPortOf({ receivers }: CollectorConfig, protocol: keyof typeof OTLP_PORTS): number | undefined {
  const protocols = receivers?.otlp?.protocols ?? {};
  const key = protocol.toLowerCase();
  if (!(key in protocols)) {
    return undefined;
  }
  const [, port] = /:(\d+)$/.exec(protocols[key]?.endpoint ?? '') ?? [];
  return port === undefined ? OTLP_PORTS[protocol] : Number(port);
}

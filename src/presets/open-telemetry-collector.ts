import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { CollectorConfig, exportingConfig, OTLP_PORTS, otlpPortOf, withHealthCheck } from './open-telemetry-collector-config';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { configFiles } from './preset-volumes';
import { GATE_TIMES } from './probe-times';
import { SidecarPresetProps } from './sidecar-preset-props';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * The ways in which OTLP is spoken.
 */
export enum OtlpProtocol {
  /** By HTTP, port 4318. */
  HTTP = 'HTTP',
  /** By gRPC, port 4317. */
  GRPC = 'GRPC',
}

/**
 * Properties of `OpenTelemetryCollector`: `endpoint`, or `config` for all that goes beyond it.
 */
export interface OpenTelemetryCollectorProps extends SidecarPresetProps {
  /**
   * Address of the OTLP backend to which traces, metrics and logs go, such as `https://otlp.example.com` or
   * `http://collector.monitoring:4318`. The connection is encrypted if it begins with `https`.
   *
   * @default - that of `config`
   */
  readonly endpoint?: string;

  /**
   * How the backend is spoken to.
   *
   * @default OtlpProtocol.HTTP
   */
  readonly protocol?: OtlpProtocol;

  /**
   * Headers of the requests to the backend, such as `authorization`. Their values are never in the configuration.
   *
   * @default - none
   */
  readonly headers?: { readonly [name: string]: kplus.EnvValue };

  /**
   * A whole configuration of the Collector, in place of `endpoint`. The health check is added to it. A value can name a variable of
   * the sidecar (`envVariables`), as in `${env:TOKEN}`.
   *
   * @default - one that takes OTLP and exports it to `endpoint`
   */
  readonly config?: { readonly [name: string]: any };

  /**
   * How the main containers are told to speak to the sidecar. It takes both if it has no `config`.
   *
   * @default OtlpProtocol.HTTP, or the only one that `config` takes
   */
  readonly appProtocol?: OtlpProtocol;

  /**
   * Port of the health endpoint, which the kubelet reaches from outside the Pod.
   *
   * @default 13133
   */
  readonly healthPort?: number;

  /**
   * How long it may take at its end to deliver what it has. Without `config` that is also how long one attempt to deliver may take.
   * It goes at once when all is delivered; what fails then is not tried again.
   *
   * @default Duration.seconds(10)
   */
  readonly drain?: Duration;
}

const CONFIG_FOLDER = '/etc/otel';
const CONFIG_FILE = 'config.yaml';
const APP_PROTOCOLS: { readonly [protocol in OtlpProtocol]: string } = { HTTP: 'http/protobuf', GRPC: 'grpc' };
const ENDPOINT = /^https?:\/\/[\w.-]+(:\d{1,5})?(\/[^\s$]*)?$/;
const DEFAULT_MEMORY_MIB = 512;
/** Of the memory that there is, so that data is refused before the kernel kills. */
const USABLE_MEMORY = 0.8;
const CONFIG_IS = 'Use endpoint or config.';

/**
 * The OpenTelemetry Collector: takes traces, metrics and logs of the main containers, and hands them on to a backend. It starts before
 * them and is stopped after them, so that what they send at their end still arrives: it is sent on before the Collector ends, with
 * code 0. The main containers find it by the variables of the OpenTelemetry SDKs, `OTEL_EXPORTER_OTLP_ENDPOINT` and
 * `OTEL_EXPORTER_OTLP_PROTOCOL`.
 *
 * It takes OTLP on 127.0.0.1 only. The health endpoint is bound to all addresses, since a kubelet looks from outside; it does not
 * depend on the backend. Where memory has no limit, data is refused from 409 MiB on.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * const secret = kplus.Secret.fromSecretName(this, 'secret', 'telemetry');
 * new sidecars.JobWithSidecar(this, 'report', {
 *   containers: [{ image: 'shop/report:7' }],
 *   sidecars: [new sidecars.OpenTelemetryCollector(this, 'telemetry', {
 *     endpoint: 'https://otlp.example.com',
 *     headers: { authorization: kplus.EnvValue.fromSecretValue({ secret, key: 'authorization' }) },
 *   })],
 * });
 */
export class OpenTelemetryCollector extends NativeSidecar {
  /**
   * @throws if there is neither an endpoint nor a configuration, or both, if the endpoint is no address, if the configuration has no
   * pipeline, or a health check that a kubelet cannot reach, if the main containers are to speak what it does not take, or if an
   * extra argument sets what the preset sets
   */
  constructor(scope: Construct, id: string, props: OpenTelemetryCollectorProps) {
    super(openTelemetryCollector(scope, id, props));
  }
}

function openTelemetryCollector(scope: Construct, id: string, props: OpenTelemetryCollectorProps): NativeSidecarProps {
  const { name = 'otel-collector', healthPort = 13133, drain = Duration.seconds(10) } = props;
  if (OTLP_PORTS.HTTP === healthPort || OTLP_PORTS.GRPC === healthPort) {
    throw presetError(name, 'healthPort', `${healthPort} is the port of OTLP.`, 'Give it another one.');
  }
  const headers = Object.entries(props.headers ?? {}).map(([header, value], index) => ({ header, value, variable: `OTLP_HEADER_${index + 1}` }));
  const config = withHealthCheck(name, givenConfig(name, props) ?? exportingConfig({
    endpoint: endpointOf(name, props.endpoint),
    grpc: props.protocol === OtlpProtocol.GRPC,
    headers: Object.fromEntries(headers.map(({ header, variable }) => [header, `\${env:${variable}}`])),
    attemptSeconds: drain.toSeconds(),
    memoryMib: Math.floor(USABLE_MEMORY * memoryOf(props)),
  }), healthPort);
  const construct = new Construct(scope, id);
  const { mount, podAnnotations } = configFiles(construct, name, CONFIG_FOLDER, { [CONFIG_FILE]: `${JSON.stringify(config, undefined, 2)}\n` });
  return presetSidecar(PRESET_FACTS.openTelemetryCollector, {
    name,
    args: [`--config=${CONFIG_FOLDER}/${CONFIG_FILE}`],
    ownFlags: { '--config': CONFIG_IS, '--set': CONFIG_IS },
    envVariables: Object.fromEntries(headers.map(({ variable, value }) => [variable, value])),
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(128) } },
    startup: kplus.Probe.fromHttpGet('/', { port: healthPort, ...GATE_TIMES }),
    volumeMounts: [mount],
    drain,
    appEnvironment: appEnvironmentOf(name, config, props.appProtocol),
    podAnnotations,
  }, props);
}

function givenConfig(name: string, props: OpenTelemetryCollectorProps): CollectorConfig | undefined {
  const { config } = props;
  const alone = (['endpoint', 'protocol', 'headers'] as const).find(field => props[field] !== undefined);
  if (config !== undefined && alone !== undefined) {
    throw presetError(name, alone, 'there is a whole config, too.', 'Leave one of the two out.');
  }
  return config;
}

function endpointOf(name: string, endpoint?: string): string {
  if (endpoint === undefined) {
    throw presetError(name, 'endpoint', 'there is none, and no config.', 'Say where the telemetry goes.');
  }
  if (!ENDPOINT.test(endpoint)) {
    throw presetError(name, 'endpoint', `'${endpoint}' is no address.`, 'It has the form https://host:port.');
  }
  return endpoint;
}

function memoryOf({ resources }: OpenTelemetryCollectorProps): number {
  return resources?.memory?.limit?.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR }) ?? DEFAULT_MEMORY_MIB;
}

/** How the SDKs in the main containers find it; nothing where it takes no OTLP. */
function appEnvironmentOf(name: string, config: CollectorConfig, asked?: OtlpProtocol): { readonly [name: string]: kplus.EnvValue } | undefined {
  const protocols = asked === undefined ? [OtlpProtocol.HTTP, OtlpProtocol.GRPC] : [asked];
  const protocol = protocols.find(each => otlpPortOf(config, each) !== undefined);
  if (protocol !== undefined) {
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: kplus.EnvValue.fromValue(`http://127.0.0.1:${otlpPortOf(config, protocol)}`),
      OTEL_EXPORTER_OTLP_PROTOCOL: kplus.EnvValue.fromValue(APP_PROTOCOLS[protocol]),
    };
  }
  if (asked !== undefined) {
    throw presetError(name, 'appProtocol', `config has no receiver otlp that takes ${asked}.`, 'Add it to receivers, or leave appProtocol out.');
  }
  return undefined;
}

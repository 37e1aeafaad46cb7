import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { configFiles } from './preset-volumes';
import { GATE_TIMES } from './probe-times';
import { SidecarPresetProps } from './sidecar-preset-props';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * Properties of `StatsdExporter`.
 */
export interface StatsdExporterProps extends SidecarPresetProps {
  /**
   * How names of StatsD become metrics with labels, as in the mapping configuration of the exporter:
   * `{ mappings: [{ match: 'orders.*', name: 'orders', labels: { kind: '$1' } }] }`.
   *
   * @default - every name becomes a metric, with underscores for dots
   */
  readonly mapping?: { readonly [name: string]: any };

  /**
   * Port on 127.0.0.1 at which the main containers send their metrics, by UDP or TCP.
   *
   * @default 9125
   */
  readonly statsdPort?: number;

  /**
   * Port at which Prometheus and the kubelet find it. It is open to the network, under the name `statsd-metrics`.
   *
   * @default 9102
   */
  readonly metricsPort?: number;

  /**
   * Annotate the Pod with `prometheus.io/scrape`, `prometheus.io/port` and `prometheus.io/path`, for a Prometheus that goes by them.
   *
   * @default false
   */
  readonly scrapeAnnotations?: boolean;
}

const HOST = '127.0.0.1';
const CONFIG_FOLDER = '/etc/statsd-exporter';
const MAPPING_FILE = 'mapping.json';

/**
 * The StatsD exporter of Prometheus: main containers send metrics in the form of StatsD, and Prometheus fetches them. They find it by
 * `STATSD_HOST` and `STATSD_PORT`, and start once it listens. SIGTERM ends it with code 0.
 *
 * Metrics are open to the network and StatsD is not, so nobody outside the Pod can send any. It keeps them in memory until its end:
 * what Prometheus has not fetched by then is lost, which in a Job is easily all of it. Send those of a Job to a collector or to a
 * Pushgateway.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * new sidecars.DeploymentWithSidecar(this, 'shop', {
 *   containers: [{ image: 'shop/web:7', portNumber: 8080 }],
 *   sidecars: [new sidecars.StatsdExporter(this, 'metrics', {
 *     mapping: { mappings: [{ match: 'orders.*', name: 'orders', labels: { kind: '$1' } }] },
 *     scrapeAnnotations: true,
 *   })],
 * });
 */
export class StatsdExporter extends NativeSidecar {
  /**
   * @throws if both ports are the same, if the mapping has no rules, or if an extra argument sets what the exporter has a property for
   */
  constructor(scope: Construct, id: string, props: StatsdExporterProps = {}) {
    super(statsdExporter(scope, id, props));
  }
}

function statsdExporter(scope: Construct, id: string, props: StatsdExporterProps): NativeSidecarProps {
  const name = props.name ?? 'statsd-exporter';
  const { mapping, statsdPort = 9125, metricsPort = 9102, scrapeAnnotations } = props;
  if (statsdPort === metricsPort) {
    throw presetError(name, 'statsdPort', `${statsdPort} is that of the metrics, too.`, 'Give each its own port.');
  }
  if (mapping && mapping.mappings === undefined && mapping.defaults === undefined) {
    throw presetError(name, 'mapping', 'there are no rules in it.', 'Put them as a list under \'mappings\'.');
  }
  const config = mapping && configFiles(new Construct(scope, id), name, CONFIG_FOLDER, { [MAPPING_FILE]: JSON.stringify(mapping, null, 2) });
  return presetSidecar(PRESET_FACTS.statsdExporter, {
    name,
    args: [
      `--web.listen-address=0.0.0.0:${metricsPort}`, `--statsd.listen-udp=${HOST}:${statsdPort}`, `--statsd.listen-tcp=${HOST}:${statsdPort}`,
      ...config ? [`--statsd.mapping-config=${CONFIG_FOLDER}/${MAPPING_FILE}`] : [],
      '--log.format=json',
    ],
    ownFlags: {
      '--web.listen-address': 'Use metricsPort: Prometheus and the kubelet look from outside the Pod.',
      '--web.telemetry-path': 'Leave it out: the annotations say /metrics.',
      '--statsd.listen-udp': 'Use statsdPort.',
      '--statsd.listen-tcp': 'Use statsdPort.',
      '--statsd.mapping-config': 'Use mapping.',
    },
    ports: [{ name: 'statsd-metrics', number: metricsPort }],
    resources: { cpu: { request: kplus.Cpu.millis(20) }, memory: { request: Size.mebibytes(32) } },
    startup: kplus.Probe.fromHttpGet('/-/ready', { port: metricsPort, ...GATE_TIMES }),
    volumeMounts: config && [config.mount],
    podAnnotations: {
      ...config?.podAnnotations,
      ...scrapeAnnotations ? { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${metricsPort}`, 'prometheus.io/path': '/metrics' } : {},
    },
    appEnvironment: { STATSD_HOST: kplus.EnvValue.fromValue(HOST), STATSD_PORT: kplus.EnvValue.fromValue(`${statsdPort}`) },
  }, props);
}

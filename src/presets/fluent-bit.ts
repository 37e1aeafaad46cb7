import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { FluentBitOutput } from './fluent-bit-output';
import { logFolder } from './log-folder';
import { LogShipperProps } from './log-shipper-props';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { configFiles, writableFolder } from './preset-volumes';
import { GATE_TIMES } from './probe-times';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * Properties of `FluentBit`.
 */
export interface FluentBitProps extends LogShipperProps {
  /**
   * Where the logs go: to each of these.
   */
  readonly outputs: FluentBitOutput[];

  /**
   * Each line is a JSON object, and its fields become those of the record. A line that is none is kept as it is, as `log`.
   *
   * @default false
   */
  readonly json?: boolean;

  /**
   * Filters of Fluent Bit between the files and the outputs, with their properties as its documentation names them. `match` is `*`
   * where it is left out.
   *
   * @default - none
   */
  readonly filters?: { readonly [name: string]: any }[];

  /**
   * Port of the health endpoint, which the kubelet reaches from outside the Pod.
   *
   * @default 2020
   */
  readonly healthPort?: number;
}

const CONFIG_FOLDER = '/etc/fluent-bit';
/** A configuration is read as YAML if its name says so, and JSON is YAML. */
const CONFIG_FILE = 'fluent-bit.yaml';
const STATE_FOLDER = '/var/lib/fluent-bit';
/** Seconds and nanoseconds: `0.2` would be two nanoseconds (flb_utils_time_split). */
const LOOK_FOR_FILES = '0.200000000';
/** Of at most 2 MB each, on disk and in memory. */
const MOST_CHUNKS = 16;
/** What to do in place of own flags. */
const CONFIG_IS = 'Use outputs and filters.';
const HTTP_IS = 'Leave it out: it is on.';
const PORT_IS = 'Use healthPort.';

/**
 * Fluent Bit: reads the files that the main containers write into a folder, and delivers them. It starts before them and is stopped
 * after them, so that their last lines arrive: it hears of new lines at once, looks for new files five times a second, and delivers
 * what it has read within `drain` before it ends, with code 0.
 *
 * What is not delivered yet is on disk, and is delivered once the sidecar has been restarted. While an output is away, files are read
 * no further than 32 MB ahead of it, and delivery is tried until it succeeds or is refused. The health endpoint is bound to all
 * addresses, since a kubelet looks from outside; it does not depend on the outputs. Reloading over it is switched off.
 *
 * Records have the file they are from as `file`.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * new sidecars.JobWithSidecar(this, 'report', {
 *   containers: [{ image: 'shop/report:7', envVariables: { LOG_FILE: kplus.EnvValue.fromValue('/var/log/report/report.log') } }],
 *   sidecars: [new sidecars.FluentBit(this, 'logs', {
 *     folder: '/var/log/report',
 *     outputs: [sidecars.FluentBitOutput.loki({ url: 'http://loki.monitoring:3100', labels: { job: 'report' } })],
 *   })],
 * });
 */
export class FluentBit extends NativeSidecar {
  /**
   * @throws if there is no output, if the folder is no absolute path, if a file is not named relative to it, if a filter has no name,
   * if there is no time to drain, or if an extra argument sets what the preset sets
   */
  constructor(scope: Construct, id: string, props: FluentBitProps) {
    super(fluentBit(scope, id, props));
  }
}

function fluentBit(scope: Construct, id: string, props: FluentBitProps): NativeSidecarProps {
  const { name = 'fluent-bit', healthPort = 2020, files = [] } = props;
  const deep = files.find(file => file.includes('**'));
  if (deep !== undefined) {
    throw presetError(name, 'files', `'${deep}' looks into folders of any depth, and Fluent Bit cannot.`, 'Name each depth: *.log, */*.log.');
  }
  const outputs = renderOutputs(name, props.outputs);
  const filters = withMatch(name, props.filters ?? []);
  const construct = new Construct(scope, id);
  const logs = logFolder(construct, name, PRESET_FACTS.fluentBit, props);
  const config = configFiles(construct, name, CONFIG_FOLDER, {
    [CONFIG_FILE]: `${JSON.stringify({
      service: {
        'flush': 1,
        'grace': logs.drain.toSeconds(),
        'http_server': true,
        'http_listen': '0.0.0.0',
        'http_port': healthPort,
        'hot_reload': false,
        'storage.path': `${STATE_FOLDER}/chunks`,
        'storage.max_chunks_up': MOST_CHUNKS,
        'storage.backlog.flush_on_shutdown': true,
        // By default it tries again after 5 s at first, and after up to 2000 s.
        'scheduler.base': 1,
        'scheduler.cap': 30,
      },
      ...props.json ? { parsers: [{ name: 'json', format: 'json' }] } : {},
      pipeline: {
        inputs: [{
          'name': 'tail',
          'tag': 'logs',
          'path': logs.patterns.join(','),
          'path_key': 'file',
          ...props.json ? { parser: 'json' } : {},
          'read_from_head': true,
          'refresh_interval': LOOK_FOR_FILES,
          'buffer_max_size': '256k',
          'skip_long_lines': true,
          'db': `${STATE_FOLDER}/files.db`,
          'storage.type': 'filesystem',
          'storage.pause_on_chunks_overlimit': true,
        }],
        ...filters.length > 0 ? { filters } : {},
        outputs: outputs.map(({ properties }) => properties),
      },
    }, undefined, 2)}\n`,
  });
  return presetSidecar(PRESET_FACTS.fluentBit, {
    name,
    args: [`--config=${CONFIG_FOLDER}/${CONFIG_FILE}`],
    ownFlags: {
      '--config': CONFIG_IS,
      '-c': CONFIG_IS,
      '--http': HTTP_IS,
      '-H': HTTP_IS,
      '--port': PORT_IS,
      '-P': PORT_IS,
    },
    envVariables: Object.assign({}, ...outputs.map(({ variables }) => variables)),
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(64) } },
    startup: kplus.Probe.fromHttpGet('/', { port: healthPort, ...GATE_TIMES }),
    volumeMounts: [config.mount, writableFolder(construct, name, 'state', STATE_FOLDER), logs.mount],
    drain: logs.drain,
    appMounts: [logs.appMount],
    fsGroup: logs.fsGroup,
    podAnnotations: config.podAnnotations,
  }, props);
}

function renderOutputs(name: string, outputs: readonly FluentBitOutput[]) {
  if (outputs.length === 0) {
    throw presetError(name, 'outputs', 'there is none.', 'Say where the logs go, such as FluentBitOutput.loki(...).');
  }
  return outputs.map((output, index) => output._render(`OUTPUT_${index + 1}`));
}

function withMatch(name: string, filters: readonly { readonly [name: string]: any }[]) {
  if (filters.some(filter => typeof filter.name !== 'string')) {
    throw presetError(name, 'filters', 'one of them has no name.', "Set its name, such as 'grep'.");
  }
  return filters.map(({ name: filter, ...properties }) => ({ name: filter, match: '*', ...properties }));
}

import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { logFolder } from './log-folder';
import { LogShipperProps } from './log-shipper-props';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { configFiles, writableFolder } from './preset-volumes';
import { GATE_TIMES } from './probe-times';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * Properties of `Vector`.
 */
export interface VectorProps extends LogShipperProps {
  /**
   * Sinks by their names, with their options as the documentation of Vector names them. One without `inputs` gets what `files`, the
   * source of the preset, reads. A value can name a variable of the sidecar (`envVariables`), as in `${PASSWORD}`; a dollar sign
   * that is meant as such is doubled.
   */
  readonly sinks: { readonly [name: string]: any };

  /**
   * Transforms by their names, as the sinks.
   *
   * @default - none
   */
  readonly transforms?: { readonly [name: string]: any };

  /**
   * Sources besides `files`, by their names.
   *
   * @default - none
   */
  readonly sources?: { readonly [name: string]: any };

  /**
   * Port of the API on 127.0.0.1, where the start gate looks.
   *
   * @default 8686
   */
  readonly apiPort?: number;
}

const CONFIG_FOLDER = '/etc/vector';
const CONFIG_FILE = 'vector.json';
const STATE_FOLDER = '/var/lib/vector';
/** The source of the preset. */
const FILES = 'files';
/** A little more than the 2048 ms after which Vector looks at the latest at a file that was quiet (file_server.rs). */
const SECONDS_TO_READ = 3;
/** Vector reads no more once it is told to stop, so it is told a little later. What it ends with is what this ends with. */
const STOP_LATER = [
  `trap '[ "$!" ] || exit 0; sleep ${SECONDS_TO_READ}; kill -TERM $!' TERM`,
  '"$@" &',
  'wait $!; code=$?',
  'while kill -0 $! 2>/dev/null; do wait $!; code=$?; done',
  'exit $code',
].join('\n');
/** What to do in place of own flags. */
const CONFIG_IS = 'Use sinks, transforms and sources.';
const DRAIN_IS = 'Use drain.';

/**
 * Vector: reads the files that the main containers write into a folder, and delivers them. It starts before them and is stopped after
 * them. By itself it reads nothing any more once it gets SIGTERM, and looks at a quiet file only every two seconds, so that last lines
 * would be lost: the preset hands the signal on after three seconds. Then it has `drain` to deliver what it has read, and ends with
 * code 0.
 *
 * For that, and for the start gate, its image has to have a shell and `wget`: one of the alpine ones. The API, over which records can
 * be watched, is on 127.0.0.1.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * new sidecars.JobWithSidecar(this, 'report', {
 *   containers: [{ image: 'shop/report:7', envVariables: { LOG_FILE: kplus.EnvValue.fromValue('/var/log/report/report.log') } }],
 *   sidecars: [new sidecars.Vector(this, 'logs', {
 *     folder: '/var/log/report',
 *     sinks: { loki: { type: 'loki', endpoint: 'http://loki.monitoring:3100', labels: { job: 'report' }, encoding: { codec: 'json' } } },
 *   })],
 * });
 */
export class Vector extends NativeSidecar {
  /**
   * @throws if there is no sink, if one of the components has no type, the name of another or inputs that are not there, if the folder
   * is no absolute path, if a file is not named relative to it, if there is no time to drain, or if an extra argument sets what the
   * preset sets
   */
  constructor(scope: Construct, id: string, props: VectorProps) {
    super(vector(scope, id, props));
  }
}

function vector(scope: Construct, id: string, props: VectorProps): NativeSidecarProps {
  const { name = 'vector', apiPort = 8686 } = props;
  const components = componentsOf(name, props);
  const construct = new Construct(scope, id);
  const logs = logFolder(construct, name, PRESET_FACTS.vector, props);
  const { sources, ...others } = components;
  const config = configFiles(construct, name, CONFIG_FOLDER, {
    [CONFIG_FILE]: `${JSON.stringify({
      data_dir: STATE_FOLDER,
      api: { enabled: true, address: `127.0.0.1:${apiPort}` },
      sources: {
        // By default files whose first lines are the same are taken for one.
        [FILES]: { type: 'file', include: logs.patterns, read_from: 'beginning', fingerprint: { strategy: 'device_and_inode' } },
        ...sources,
      },
      ...others,
    }, undefined, 2)}\n`,
  });
  const health = ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${apiPort}/health`];
  return presetSidecar(PRESET_FACTS.vector, {
    name,
    command: ['/bin/sh', '-c', STOP_LATER, 'sh', ...PRESET_FACTS.vector.entrypoint],
    args: [`--config=${CONFIG_FOLDER}/${CONFIG_FILE}`, `--graceful-shutdown-limit-secs=${logs.drain.toSeconds()}`],
    ownFlags: {
      '--config': CONFIG_IS,
      '-c': CONFIG_IS,
      '--config-json': CONFIG_IS,
      '--config-toml': CONFIG_IS,
      '--config-yaml': CONFIG_IS,
      '--config-dir': CONFIG_IS,
      '-C': CONFIG_IS,
      '--graceful-shutdown-limit-secs': DRAIN_IS,
      '--no-graceful-shutdown-limit': DRAIN_IS,
    },
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(128) } },
    startup: kplus.Probe.fromCommand(health, GATE_TIMES),
    volumeMounts: [config.mount, writableFolder(construct, name, 'state', STATE_FOLDER), logs.mount],
    drain: Duration.seconds(SECONDS_TO_READ + logs.drain.toSeconds()),
    appMounts: [logs.appMount],
    fsGroup: logs.fsGroup,
    podAnnotations: config.podAnnotations,
  }, props);
}

type Components = { readonly [name: string]: { readonly [option: string]: any } };

/** What was given, with inputs where a sink has none. */
function componentsOf(name: string, props: VectorProps): { readonly [kind in 'sources' | 'sinks']: Components } & { readonly transforms?: Components } {
  const { sources = {}, transforms = {} } = props;
  if (Object.keys(props.sinks).length === 0) {
    throw presetError(name, 'sinks', 'there is none.', 'Say where the logs go.');
  }
  const sinks = Object.fromEntries(Object.entries(props.sinks as Components).map(([sink, options]) => [sink, { inputs: [FILES], ...options }]));
  const names = new Set([FILES]);
  for (const [field, components] of Object.entries({ sources, transforms, sinks } as { readonly [field: string]: Components })) {
    for (const [component, options] of Object.entries(components)) {
      if (names.has(component)) {
        throw presetError(name, field, `'${component}' is the name of something else.`, 'Give it another name.');
      }
      if (typeof options.type !== 'string') {
        throw presetError(name, field, `'${component}' has no type.`, "Set its type, such as 'console'.");
      }
      names.add(component);
    }
  }
  throwUnknownInputs(name, 'transforms', transforms, names);
  throwUnknownInputs(name, 'sinks', sinks, names);
  return { sources, ...Object.keys(transforms).length > 0 ? { transforms } : {}, sinks };
}

/** An input is a component, one of its outputs (`route.errors`), or a pattern of names. */
function throwUnknownInputs(name: string, field: string, components: Components, known: ReadonlySet<string>): void {
  for (const [component, { inputs = [] }] of Object.entries(components)) {
    const unknown = (inputs as readonly string[]).find(input => !input.includes('*') && !known.has(input.split('.')[0]));
    if (unknown !== undefined) {
      throw presetError(name, field, `'${component}' has the input '${unknown}', which is not there.`,
        `Name a source or a transform; what the preset reads is '${FILES}'.`);
    }
  }
}

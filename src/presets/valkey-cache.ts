import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { writableFolder } from './preset-volumes';
import { GATE_TIMES, PATIENT_LIVENESS_TIMES } from './probe-times';
import { SidecarPresetProps } from './sidecar-preset-props';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * What a cache does when its memory is full.
 */
export enum ValkeyEvictionPolicy {
  /** Drop the keys that have not been used for longest. */
  ALLKEYS_LRU = 'allkeys-lru',
  /** Drop the keys that are used least often. */
  ALLKEYS_LFU = 'allkeys-lfu',
  /** Drop any keys. */
  ALLKEYS_RANDOM = 'allkeys-random',
  /** Of the keys that expire, drop those that have not been used for longest. */
  VOLATILE_LRU = 'volatile-lru',
  /** Of the keys that expire, drop those that are used least often. */
  VOLATILE_LFU = 'volatile-lfu',
  /** Of the keys that expire, drop any. */
  VOLATILE_RANDOM = 'volatile-random',
  /** Drop the keys that expire next. */
  VOLATILE_TTL = 'volatile-ttl',
  /** Drop nothing, and refuse to write. */
  NOEVICTION = 'noeviction',
}

/**
 * Properties of `ValkeyCache`.
 */
export interface ValkeyCacheProps extends SidecarPresetProps {
  /**
   * How much it keeps. The container asks for a quarter more, for what the program itself needs.
   *
   * @default Size.mebibytes(64)
   */
  readonly maxMemory?: Size;

  /**
   * What it does when that is full.
   *
   * @default ValkeyEvictionPolicy.ALLKEYS_LRU
   */
  readonly evictionPolicy?: ValkeyEvictionPolicy;

  /**
   * Port on 127.0.0.1.
   *
   * @default 6379
   */
  readonly port?: number;

  /**
   * Beginning of the variables of the main containers that say where it is: with `VALKEY`, those are `VALKEY_HOST`, `VALKEY_PORT` and
   * `VALKEY_URL`, which is `redis://127.0.0.1:6379`.
   *
   * @default VALKEY
   */
  readonly envPrefix?: string;
}

const HOST = '127.0.0.1';
/** The working directory of the image, which its entrypoint wants to be writable though nothing is kept there. */
const WORKING_FOLDER = '/data';
/** Memory of the container beside that of the keys: fragmentation, buffers of clients, the program. */
const MEMORY_FACTOR = 1.25;
const PROGRAM_MEBIBYTES = 16;

/**
 * Valkey as a cache of the Pod: open to its containers alone, bounded in memory, kept nowhere. It speaks the protocol of Redis, so
 * any client of Redis will do. Main containers and init containers start once it answers, and find it by `VALKEY_URL`, or by
 * `VALKEY_HOST` and `VALKEY_PORT`. SIGTERM ends it with code 0, and what it kept is gone.
 *
 * The image switches off protected mode, so it would serve everybody who reaches it: it is bound to the loopback, and probed by a
 * command inside the container.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * new sidecars.DeploymentWithSidecar(this, 'shop', {
 *   containers: [{ image: 'shop/web:7', portNumber: 8080 }],
 *   sidecars: [new sidecars.ValkeyCache(this, 'cache', { maxMemory: Size.mebibytes(128) })],
 * });
 */
export class ValkeyCache extends NativeSidecar {
  /**
   * @throws if the memory limit of the container leaves no room for what it is to keep, or if an extra argument sets what the cache
   * has a property for
   */
  constructor(scope: Construct, id: string, props: ValkeyCacheProps = {}) {
    super(valkeyCache(scope, id, props));
  }
}

function valkeyCache(scope: Construct, id: string, props: ValkeyCacheProps): NativeSidecarProps {
  const name = props.name ?? 'valkey';
  const { maxMemory = Size.mebibytes(64), evictionPolicy = ValkeyEvictionPolicy.ALLKEYS_LRU, port = 6379, envPrefix = 'VALKEY' } = props;
  const kibibytes = maxMemory.toKibibytes();
  const limit = props.resources?.memory?.limit;
  if (limit !== undefined && limit.toKibibytes() <= kibibytes) {
    throw presetError(name, 'maxMemory', `the container may have no more than ${limit.toKibibytes() / 1024}Mi, and would be killed before it drops keys.`,
      'Raise the limit in resources, or lower maxMemory.');
  }
  const ping = (options: kplus.ProbeOptions) => kplus.Probe.fromCommand(['valkey-cli', '-h', HOST, '-p', `${port}`, '-e', 'ping'], options);
  return presetSidecar(PRESET_FACTS.valkeyCache, {
    name,
    args: [
      '--bind', HOST, '--port', `${port}`,
      '--maxmemory', `${kibibytes}kb`, '--maxmemory-policy', evictionPolicy,
      '--save', '', '--appendonly', 'no',
    ],
    ownFlags: {
      '--bind': 'Leave it out: the cache has no password, and is for this Pod alone.',
      '--port': 'Use port.',
      '--maxmemory': 'Use maxMemory.',
      '--maxmemory-policy': 'Use evictionPolicy.',
      '--save': 'Leave it out: what a sidecar keeps is gone with its Pod.',
      '--appendonly': 'Leave it out: what a sidecar keeps is gone with its Pod.',
    },
    resources: {
      cpu: { request: kplus.Cpu.millis(50) },
      memory: { request: Size.mebibytes(Math.ceil(kibibytes / 1024 * MEMORY_FACTOR) + PROGRAM_MEBIBYTES) },
    },
    startup: ping(GATE_TIMES),
    liveness: ping(PATIENT_LIVENESS_TIMES),
    volumeMounts: [writableFolder(new Construct(scope, id), name, 'data', WORKING_FOLDER)],
    appEnvironment: {
      [`${envPrefix}_HOST`]: kplus.EnvValue.fromValue(HOST),
      [`${envPrefix}_PORT`]: kplus.EnvValue.fromValue(`${port}`),
      [`${envPrefix}_URL`]: kplus.EnvValue.fromValue(`redis://${HOST}:${port}`),
    },
  }, props);
}

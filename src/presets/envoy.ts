import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { adminAddress, listeningPorts, withReadyListener } from './envoy-config';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { configFiles } from './preset-volumes';
import { LIVENESS_TIMES } from './probe-times';
import { SidecarPresetProps } from './sidecar-preset-props';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * Properties of `Envoy`.
 */
export interface EnvoyProps extends SidecarPresetProps {
  /**
   * The bootstrap configuration, as it would stand in Envoy's file: `static_resources` with listeners and clusters, and whatever else
   * is needed. It becomes a ConfigMap, so private keys do not belong into it: mount a Secret with `mount`, and name its files. The
   * admin interface is added if there is none.
   */
  readonly config: { readonly [name: string]: any };

  /**
   * Port at which the kubelet asks whether Envoy is ready, bound to all addresses. Nothing else is answered there.
   *
   * @default 9902
   */
  readonly readyPort?: number;

  /**
   * Port of the admin interface on 127.0.0.1, where the configuration does not have one.
   *
   * @default 9901
   */
  readonly adminPort?: number;

  /**
   * Number of worker threads. Envoy by itself would take one for each CPU of the node.
   *
   * @default 2
   */
  readonly concurrency?: number;
}

const CONFIG_FOLDER = '/etc/envoy-sidecar';
const CONFIG_FILE = 'envoy.json';
const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * Envoy with a static configuration: the way of the app to others, or of others to the app. Main containers and init containers start
 * once all its listeners are there.
 *
 * The kubelet looks from outside the Pod, but whoever reaches the admin interface can stop Envoy and read its configuration. So
 * that stays on 127.0.0.1, and a listener of its own passes on exactly `/ready`.
 *
 * SIGTERM ends Envoy at once, with code 0, and closes what is open; it only drains when it is told so over the admin interface. For
 * an Envoy that the app uses, that is enough: the main containers have ended by then (KEP-753). It has no `preStop` hook, which would
 * run as soon as the Pod is to be deleted.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * const envoy = new sidecars.Envoy(this, 'envoy', { config: { static_resources: { listeners: [], clusters: [] } } });
 * envoy.mount('/etc/tls', kplus.Volume.fromSecret(this, 'tls', kplus.Secret.fromSecretName(this, 'client-certificate', 'client-certificate')));
 * new sidecars.DeploymentWithSidecar(this, 'shop', { containers: [{ image: 'shop:1.4' }], sidecars: [envoy] });
 */
export class Envoy extends NativeSidecar {
  /**
   * @throws if the configuration has an admin interface that others than this Pod can reach, if two things listen on one port, if a
   * private key stands in the configuration, or if an extra argument sets what Envoy has a property for
   */
  constructor(scope: Construct, id: string, props: EnvoyProps) {
    super(envoy(scope, id, props));
  }
}

function envoy(scope: Construct, id: string, props: EnvoyProps): NativeSidecarProps {
  const { name = 'envoy', readyPort = 9902, concurrency = 2 } = props;
  const admin = adminOf(name, props);
  throwPortConflicts(name, readyPort, admin.port, props.config);
  if (/"private_key":\{"inline_(string|bytes)"/.test(JSON.stringify(props.config))) {
    throw presetError(name, 'config', 'a private key stands in it, and would be in a ConfigMap.', 'Mount a Secret with mount, and name its file: private_key.filename.');
  }
  const config = configFiles(new Construct(scope, id), name, CONFIG_FOLDER, {
    [CONFIG_FILE]: JSON.stringify(withReadyListener(props.config, admin, readyPort), undefined, 2),
  });
  const ready = (options: kplus.HttpGetProbeOptions) => kplus.Probe.fromHttpGet('/ready', { port: readyPort, ...options });
  return presetSidecar(PRESET_FACTS.envoy, {
    name,
    // Without hot restarts it needs no shared memory, and does not meet another Envoy of the Pod in the abstract socket of its base id.
    args: ['-c', `${CONFIG_FOLDER}/${CONFIG_FILE}`, '--disable-hot-restart', '--concurrency', String(concurrency)],
    ownFlags: {
      '-c': 'Use config.',
      '--config-path': 'Use config.',
      '--config-yaml': 'Use config.',
      '--disable-hot-restart': 'Leave it out.',
      '--concurrency': 'Use concurrency.',
      '--admin-address-path': 'Leave it out: the image is read-only.',
    },
    resources: { cpu: { request: kplus.Cpu.millis(100) }, memory: { request: Size.mebibytes(64) } },
    startup: ready({ periodSeconds: Duration.seconds(1), failureThreshold: 120 }),
    liveness: ready(LIVENESS_TIMES),
    volumeMounts: [config.mount],
    podAnnotations: config.podAnnotations,
  }, props);
}

function adminOf(name: string, { config, adminPort }: EnvoyProps): { readonly address: string; readonly port: number } {
  if (config.admin === undefined) {
    return { address: LOOPBACK[0], port: adminPort ?? 9901 };
  }
  const admin = adminAddress(config);
  if (!admin || !LOOPBACK.includes(admin.address)) {
    throw presetError(name, 'config.admin', `${admin ? `others can reach it at ${admin.address}` : 'it has no address with a port'}.`,
      'Bind it to 127.0.0.1, or leave admin out.');
  }
  if (adminPort !== undefined && adminPort !== admin.port) {
    throw presetError(name, 'adminPort', `it is ${adminPort}, and config.admin says ${admin.port}.`, 'Leave one of the two out.');
  }
  return admin;
}

function throwPortConflicts(name: string, readyPort: number, adminPort: number, config: { readonly [name: string]: any }): void {
  const listeners = listeningPorts(config);
  const taken = new Map<number, string>();
  for (const [port, owner, field] of [
    [readyPort, 'the ready listener', 'readyPort'] as const,
    [adminPort, 'the admin interface', 'adminPort'] as const,
    ...listeners.map(listening => [listening.port, `listener '${listening.listener}'`, 'config.static_resources.listeners'] as const),
  ]) {
    const other = taken.get(port);
    if (other !== undefined && other !== owner) {
      throw presetError(name, field, `port ${port} of ${owner} is that of ${other}.`, 'Give each its own port.');
    }
    taken.set(port, owner);
  }
}

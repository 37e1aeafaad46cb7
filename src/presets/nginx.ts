import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { nginxConfig } from './nginx-config';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { configFiles, writableFolder } from './preset-volumes';
import { LIVENESS_TIMES } from './probe-times';
import { SidecarPresetProps } from './sidecar-preset-props';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * Properties of `Nginx`.
 */
export interface NginxProps extends SidecarPresetProps {
  /**
   * Port of the app on 127.0.0.1, to which requests go. With `staticFiles`, only those for which there is no file.
   *
   * @default - no app
   */
  readonly upstreamPort?: number;

  /**
   * Volume with files that it serves. Mount the same volume where they come from.
   *
   * @default - no files
   */
  readonly staticFiles?: kplus.Volume;

  /**
   * Directives inside the `server` block, such as more locations, after those of the preset. `listen` and the health location are
   * the preset's, and so is `location /` where there is an upstreamPort or staticFiles.
   *
   * @default - none
   */
  readonly serverConfig?: string;

  /**
   * Port at which it is reached, from outside the Pod, too. It runs without root, so it must be 1024 or more.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * Path that nginx answers by itself for the kubelet, without the app. The app is never asked for it.
   *
   * @default /healthz
   */
  readonly healthPath?: string;

  /**
   * How long it waits at its end until requests have been answered (`worker_shutdown_timeout`). It goes at once when there are none.
   *
   * @default Duration.seconds(10)
   */
  readonly drain?: Duration;
}

const CONFIG_FOLDER = '/etc/nginx-sidecar';
const STATIC_FOLDER = '/srv/static';
const TEMPORARY_FOLDER = '/tmp';
const LEAST_PORT = 1024;
const MOST_PORT = 65535;

/**
 * nginx, without root: a reverse proxy in front of the app, or a server of files.
 *
 * Its start gate is a location that nginx answers by itself: a gate that asked the app would wait for main containers that wait for
 * it. SIGQUIT stops it after the last answer, with code 0; SIGTERM would cut answers off. The image says so to the container runtime
 * (STOPSIGNAL), and a supervisor does the same.
 *
 * When a Pod is deleted, main containers stop before sidecars (KEP-753): let the app answer on for some seconds after SIGTERM, since
 * requests come in until the Pod is out of its Services. The app should listen on 127.0.0.1 alone if nobody may go past nginx.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * new sidecars.DeploymentWithSidecar(this, 'shop', {
 *   containers: [{ image: 'shop:1.4', envVariables: { LISTEN: kplus.EnvValue.fromValue('127.0.0.1:3000') } }],
 *   sidecars: [new sidecars.Nginx(this, 'nginx', { upstreamPort: 3000, serverConfig: 'client_max_body_size 20m;' })],
 * });
 */
export class Nginx extends NativeSidecar {
  /**
   * @throws if there is nothing that it is to serve, if a port is out of range or that of the app, or if serverConfig has what is the
   * preset's
   */
  constructor(scope: Construct, id: string, props: NginxProps) {
    super(nginx(scope, id, props));
  }
}

function nginx(scope: Construct, id: string, props: NginxProps): NativeSidecarProps {
  const { name = 'nginx', upstreamPort, staticFiles, serverConfig, port = 8080, healthPath = '/healthz', drain = Duration.seconds(10) } = props;
  throwFaults(name, port, healthPath, props);
  const construct = new Construct(scope, id);
  const config = configFiles(construct, name, CONFIG_FOLDER, {
    'nginx.conf': nginxConfig({
      port, healthPath, upstreamPort, serverConfig, drain, staticFolder: staticFiles && STATIC_FOLDER, temporaryFolder: TEMPORARY_FOLDER,
    }),
  });
  const health = (options: kplus.HttpGetProbeOptions) => kplus.Probe.fromHttpGet(healthPath, { port, ...options });
  return presetSidecar(PRESET_FACTS.nginx, {
    name,
    args: ['nginx', '-c', `${CONFIG_FOLDER}/nginx.conf`],
    ownFlags: { '-c': 'Use serverConfig.', '-g': 'Use serverConfig.' },
    ports: [{ number: port }],
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(32) } },
    startup: health({ periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
    liveness: health(LIVENESS_TIMES),
    volumeMounts: [
      config.mount,
      writableFolder(construct, name, 'tmp', TEMPORARY_FOLDER),
      ...staticFiles ? [{ path: STATIC_FOLDER, volume: staticFiles, readOnly: true }] : [],
    ],
    podAnnotations: config.podAnnotations,
    drain,
  }, props);
}

function throwFaults(name: string, port: number, healthPath: string, { upstreamPort, staticFiles, serverConfig }: NginxProps): void {
  const servesRoot = upstreamPort !== undefined || staticFiles !== undefined;
  if (!servesRoot && serverConfig === undefined) {
    throw presetError(name, 'upstreamPort', 'there is nothing that it is to serve.', 'Give upstreamPort, staticFiles or serverConfig.');
  }
  if (!Number.isInteger(port) || port < LEAST_PORT || port > MOST_PORT) {
    throw presetError(name, 'port', `${port} is none that a program without root can listen on.`, `Use one from ${LEAST_PORT} to ${MOST_PORT}.`);
  }
  if (upstreamPort === port) {
    throw presetError(name, 'upstreamPort', `${port} is the port of nginx itself.`, 'Let the app listen on another one, or set port.');
  }
  if (!/^\/[\w./-]*\w$/.test(healthPath)) {
    throw presetError(name, 'healthPath', `'${healthPath}' is no path.`, 'It begins with a slash, such as /healthz.');
  }
  const directives = (serverConfig ?? '').replace(/#.*/g, '');
  const locations = [...directives.matchAll(/(?:^|[\s;{}])location\s+(?:=\s*)?(\/[^\s{]*)/g)].map(([, path]) => path);
  if (/(?:^|[\s;{}])listen\s/.test(directives)) {
    throw presetError(name, 'serverConfig', 'it has a listen directive.', 'Use port.');
  }
  if (locations.includes(healthPath)) {
    throw presetError(name, 'serverConfig', `it has a location ${healthPath}, at which the kubelet asks nginx.`, 'Leave it out, or set healthPath.');
  }
  if (servesRoot && /(?:^|[\s;{}])location\s+\/\s*\{/.test(directives)) {
    throw presetError(name, 'serverConfig', 'it has a location /, which upstreamPort and staticFiles make.', 'Leave out the one or the others.');
  }
}

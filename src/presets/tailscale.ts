import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { configFiles, writableFolder } from './preset-volumes';
import { GATE_TIMES } from './probe-times';
import { serviceAccountVolume } from './service-account-volume';
import { SidecarPresetProps } from './sidecar-preset-props';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * Properties of `Tailscale`.
 */
export interface TailscaleProps extends SidecarPresetProps {
  /**
   * The auth key with which the Pod joins the tailnet. Without a stateSecret, every start joins as a new device: use a key that is
   * reusable and ephemeral then.
   */
  readonly authKey: kplus.SecretValue;

  /**
   * Name of the Pod in the tailnet.
   *
   * @default - the name of the Pod
   */
  readonly hostname?: string;

  /**
   * Port of the app on 127.0.0.1 that the tailnet finds at `https://HOSTNAME.TAILNET.ts.net`. HTTPS has to be enabled for the tailnet.
   *
   * @default - none
   */
  readonly httpsTo?: number;

  /**
   * Port of a SOCKS5 and HTTP proxy on 127.0.0.1, by which main containers reach the tailnet. They get the variables `ALL_PROXY`,
   * `HTTP_PROXY` and `HTTPS_PROXY`, which programs heed or not.
   *
   * @default - no proxy
   */
  readonly proxyPort?: number;

  /**
   * What main containers do not go through the proxy for: `NO_PROXY`.
   *
   * @default - this Pod and the services of the cluster
   */
  readonly noProxy?: string[];

  /**
   * Secret in which the Pod keeps which device it is, so that it stays the same one. It has to be there, may be empty, and is for one
   * Pod at a time. A service account that may read and change this Secret alone is made, and becomes that of the Pod.
   *
   * @default - in memory
   */
  readonly stateSecret?: kplus.ISecret;

  /**
   * Port of the health endpoint, which the kubelet reaches from outside the Pod.
   *
   * @default 9002
   */
  readonly healthPort?: number;
}

const HOST = '127.0.0.1';
const CONFIG_FOLDER = '/etc/tailscale-serve';
const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
const CLUSTER_NAMES = ['localhost', HOST, '.svc', '.cluster.local'];
/** How long containerboot may take before it passes SIGTERM on (cmd/containerboot, main.go). */
const DRAIN_SECONDS = 25;
const ARGUMENTS_BY_VARIABLES = 'Use envVariables: TS_EXTRA_ARGS is for tailscale, TS_TAILSCALED_EXTRA_ARGS for tailscaled.';

/**
 * Tailscale: the Pod as a device of a tailnet, without any privilege, since it brings its own network stack. Main containers and init
 * containers start once it has an address there.
 *
 * The tailnet reaches all ports at which the app listens on 127.0.0.1, as far as the access rules of the tailnet let it; `httpsTo` adds
 * HTTPS with a certificate. The app reaches the tailnet by a proxy, `proxyPort`, and by nothing else.
 *
 * On SIGTERM it tells the tailnet, writes down what is to be kept, and ends with code 0; that may take 25 seconds, so the grace period
 * of the Pod is raised.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * const keys = kplus.Secret.fromSecretName(this, 'keys', 'tailscale');
 * new sidecars.JobWithSidecar(this, 'sync', {
 *   containers: [{ image: 'curlimages/curl:8.10.1', args: ['-o', '/tmp/export', 'http://warehouse/export'] }],
 *   sidecars: [new sidecars.Tailscale(this, 'tailnet', { authKey: { secret: keys, key: 'authkey' }, proxyPort: 1055 })],
 * });
 */
export class Tailscale extends NativeSidecar {
  /**
   * @throws if two things listen on one port, if the auth key is missing, or if there are extra arguments, which containerboot does not take
   */
  constructor(scope: Construct, id: string, props: TailscaleProps) {
    super(tailscale(scope, id, props));
  }
}

function tailscale(scope: Construct, id: string, props: TailscaleProps): NativeSidecarProps {
  const { name = 'tailscale', authKey, hostname, httpsTo, proxyPort, stateSecret, healthPort = 9002 } = props;
  throwFaults(name, healthPort, props);
  const construct = new Construct(scope, id);
  const serve = httpsTo === undefined ? undefined : configFiles(construct, name, CONFIG_FOLDER, { 'serve.json': JSON.stringify(httpsServing(httpsTo)) });
  const health = (options: kplus.HttpGetProbeOptions) => kplus.Probe.fromHttpGet('/healthz', { port: healthPort, ...options });
  return presetSidecar(PRESET_FACTS.tailscale, {
    name,
    envVariables: {
      TS_AUTHKEY: kplus.EnvValue.fromSecretValue(authKey),
      ...texts({
        TS_USERSPACE: 'true',
        TS_ENABLE_HEALTH_CHECK: 'true',
        ...hostname !== undefined && { TS_HOSTNAME: hostname },
        TS_LOCAL_ADDR_PORT: `0.0.0.0:${healthPort}`,
        ...serve && { TS_SERVE_CONFIG: `${CONFIG_FOLDER}/serve.json` },
        ...proxyPort !== undefined && { TS_SOCKS5_SERVER: `${HOST}:${proxyPort}`, TS_OUTBOUND_HTTP_PROXY_LISTEN: `${HOST}:${proxyPort}` },
        ...stateSecret
          ? { TS_KUBE_SECRET: stateSecret.name, TS_AUTH_ONCE: 'true' }
          // Releases before 1.104 look for a service account wherever they see an API server, even for state in memory (containerboot, main.go).
          : { TS_KUBE_SECRET: '', KUBERNETES_SERVICE_HOST: '' },
      }),
    },
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(64) } },
    startup: health(GATE_TIMES),
    liveness: health({ periodSeconds: Duration.seconds(10), timeoutSeconds: Duration.seconds(5), failureThreshold: 6 }),
    volumeMounts: [
      writableFolder(construct, name, 'tmp', '/tmp', { inMemory: true }),
      ...serve ? [serve.mount] : [],
      ...stateSecret ? [{ path: SERVICE_ACCOUNT_FOLDER, readOnly: true, volume: serviceAccountVolume(construct, name, { forApiServer: true }) }] : [],
    ],
    podAnnotations: serve?.podAnnotations,
    drain: Duration.seconds(DRAIN_SECONDS),
    appEnvironment: proxyPort === undefined ? undefined : proxyVariables(proxyPort, props.noProxy),
    serviceAccount: stateSecret && accountFor(construct, stateSecret),
  }, props);
}

function throwFaults(name: string, healthPort: number, { authKey, extraArgs = [], httpsTo, proxyPort, noProxy }: TailscaleProps): void {
  if (!authKey?.secret || !authKey.key) {
    throw presetError(name, 'authKey', 'it is missing, and the Pod could not join the tailnet.', 'Name a Secret and its key.');
  }
  if (extraArgs.length > 0) {
    throw presetError(name, 'extraArgs', 'containerboot takes no arguments.', ARGUMENTS_BY_VARIABLES);
  }
  if (noProxy && proxyPort === undefined) {
    throw presetError(name, 'noProxy', 'there is no proxy.', 'Set proxyPort.');
  }
  if (proxyPort === healthPort) {
    throw presetError(name, 'proxyPort', `${proxyPort} is the port of the health endpoint.`, 'Give each its own port.');
  }
  if (httpsTo !== undefined && (httpsTo === healthPort || httpsTo === proxyPort)) {
    throw presetError(name, 'httpsTo', `${httpsTo} is a port of Tailscale itself.`, 'Name the port at which the app listens.');
  }
}

/** A configuration of `tailscale serve`; containerboot puts in the name. */
function httpsServing(appPort: number): object {
  return {
    TCP: { 443: { HTTPS: true } },
    Web: { '${TS_CERT_DOMAIN}:443': { Handlers: { '/': { Proxy: `http://${HOST}:${appPort}` } } } },
  };
}

function proxyVariables(port: number, noProxy = CLUSTER_NAMES): { readonly [name: string]: kplus.EnvValue } {
  return texts({
    ALL_PROXY: `socks5h://${HOST}:${port}`,
    HTTP_PROXY: `http://${HOST}:${port}`,
    HTTPS_PROXY: `http://${HOST}:${port}`,
    NO_PROXY: noProxy.join(','),
  });
}

function accountFor(scope: Construct, secret: kplus.ISecret): kplus.ServiceAccount {
  const account = new kplus.ServiceAccount(scope, 'account');
  const role = new kplus.Role(scope, 'role');
  role.allow(['get', 'update', 'patch'], secret);
  role.bind(account);
  return account;
}

function texts(values: { readonly [name: string]: string }): { [name: string]: kplus.EnvValue } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, kplus.EnvValue.fromValue(value)]));
}

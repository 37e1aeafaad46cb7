import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { LIVENESS_TIMES } from './probe-times';
import { SidecarPresetProps } from './sidecar-preset-props';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * Properties of `OAuth2Proxy`.
 */
export interface OAuth2ProxyProps extends SidecarPresetProps {
  /**
   * Port of the app on 127.0.0.1, to which requests go once somebody has logged in.
   */
  readonly upstreamPort: number;

  /**
   * Who may log in: domains of e-mail addresses, or `*` for everybody whom the provider knows.
   */
  readonly emailDomains: string[];

  /**
   * Secret with the keys `client-id`, `client-secret` and `cookie-secret`.
   *
   * @default - clientId, clientSecret and cookieSecret say where each of them is
   */
  readonly credentials?: kplus.ISecret;

  /**
   * ID of this client at the provider.
   *
   * @default - that of the credentials
   */
  readonly clientId?: kplus.EnvValue;

  /**
   * What proves to the provider that it is this client.
   *
   * @default - that of the credentials
   */
  readonly clientSecret?: kplus.SecretValue;

  /**
   * What session cookies are encrypted with: 16, 24 or 32 bytes, as they are or in Base64.
   *
   * @default - that of the credentials
   */
  readonly cookieSecret?: kplus.SecretValue;

  /**
   * The provider, as `--provider` names it.
   *
   * @default oidc
   */
  readonly provider?: string;

  /**
   * URL of the OpenID Connect issuer, such as `https://login.example.com/realms/shop`. The proxy asks it at its start, and does not
   * start without it.
   *
   * @default - that of the provider; `oidc` has none
   */
  readonly issuerUrl?: string;

  /**
   * Where the provider sends people back to, such as `https://shop.example.com/oauth2/callback`.
   *
   * @default - `/oauth2/callback` at the host of the request
   */
  readonly redirectUrl?: string;

  /**
   * Believe `X-Forwarded-*` headers: right behind an Ingress that sets them, wrong where others reach the Pod, too.
   *
   * @default false
   */
  readonly behindReverseProxy?: boolean;

  /**
   * Port at which it is reached, from outside the Pod, too.
   *
   * @default 4180
   */
  readonly port?: number;
}

/** Providers that have no issuer of their own. */
const PROVIDERS_WITH_ISSUER = ['oidc', 'keycloak-oidc', 'entra-id'];

/**
 * OAuth2 Proxy in front of the app: whoever is not logged in is sent to a login, and the app gets requests of the others alone, with
 * `X-Forwarded-User` and `X-Forwarded-Email`. Let the app listen on 127.0.0.1, or others go past the proxy.
 *
 * Its start gate is `/ping`, which it answers by itself: the app starts after it, so a gate that asked the app would wait forever, and
 * `/ready` fails with a session store that is out of reach. SIGTERM ends it with code 0 after the last answer.
 *
 * Client and cookie secrets come from Secrets by variables, never by arguments, which everybody sees who may see the Pod.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * const login = new sidecars.OAuth2Proxy(this, 'login', {
 *   upstreamPort: 3000,
 *   issuerUrl: 'https://login.example.com/realms/shop',
 *   emailDomains: ['example.com'],
 *   credentials: kplus.Secret.fromSecretName(this, 'oauth', 'shop-oauth'),
 * });
 * new sidecars.DeploymentWithSidecar(this, 'shop', { containers: [{ image: 'shop:1.4' }], sidecars: [login] });
 */
export class OAuth2Proxy extends NativeSidecar {
  /**
   * @throws if a credential, the issuer or whoever may log in is missing, if its port is that of the app, or if an extra argument sets
   * what the proxy has a property for
   */
  constructor(scope: Construct, id: string, props: OAuth2ProxyProps) {
    super(oauth2Proxy(props));
    new Construct(scope, id);
  }
}

function oauth2Proxy(props: OAuth2ProxyProps): NativeSidecarProps {
  const { name = 'oauth2-proxy', upstreamPort, emailDomains, provider = 'oidc', issuerUrl, redirectUrl, behindReverseProxy, port = 4180 } = props;
  throwFaults(name, port, provider, props);
  const ping = (options: kplus.HttpGetProbeOptions) => kplus.Probe.fromHttpGet('/ping', { port, ...options });
  return presetSidecar(PRESET_FACTS.oauth2Proxy, {
    name,
    args: [
      `--http-address=0.0.0.0:${port}`,
      `--upstream=http://127.0.0.1:${upstreamPort}`,
      `--provider=${provider}`,
      ...issuerUrl === undefined ? [] : [`--oidc-issuer-url=${issuerUrl}`],
      ...redirectUrl === undefined ? [] : [`--redirect-url=${redirectUrl}`],
      ...behindReverseProxy ? ['--reverse-proxy'] : [],
      ...emailDomains.map(domain => `--email-domain=${domain}`),
      '--silence-ping-logging',
    ],
    ownFlags: {
      '--http-address': 'Use port.',
      '--upstream': 'Use upstreamPort.',
      '--provider': 'Use provider.',
      '--oidc-issuer-url': 'Use issuerUrl.',
      '--redirect-url': 'Use redirectUrl.',
      '--reverse-proxy': 'Use behindReverseProxy.',
      '--email-domain': 'Use emailDomains.',
      '--ping-path': 'Leave it out: the start gate needs it.',
      '--client-id': 'Use clientId.',
      '--client-secret': 'Use clientSecret.',
      '--cookie-secret': 'Use cookieSecret.',
    },
    envVariables: {
      OAUTH2_PROXY_CLIENT_ID: credential(name, 'clientId', props.clientId, props.credentials, 'client-id'),
      OAUTH2_PROXY_CLIENT_SECRET: credential(name, 'clientSecret', fromSecret(props.clientSecret), props.credentials, 'client-secret'),
      OAUTH2_PROXY_COOKIE_SECRET: credential(name, 'cookieSecret', fromSecret(props.cookieSecret), props.credentials, 'cookie-secret'),
    },
    ports: [{ number: port }],
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(64) } },
    startup: ping({ periodSeconds: Duration.seconds(1), failureThreshold: 120 }),
    liveness: ping(LIVENESS_TIMES),
  }, props);
}

function throwFaults(name: string, port: number, provider: string, { upstreamPort, emailDomains, issuerUrl }: OAuth2ProxyProps): void {
  if (upstreamPort === port) {
    throw presetError(name, 'upstreamPort', `${port} is the port of the proxy itself.`, 'Let the app listen on another one, or set port.');
  }
  if (emailDomains.length === 0) {
    throw presetError(name, 'emailDomains', 'nobody may log in, and the proxy would not start.', "Name domains, or '*' for everybody whom the provider knows.");
  }
  if (issuerUrl === undefined && PROVIDERS_WITH_ISSUER.includes(provider)) {
    throw presetError(name, 'issuerUrl', `the provider ${provider} needs one.`, 'Set issuerUrl, or another provider.');
  }
}

function credential(
  name: string, field: string, own: kplus.EnvValue | undefined, credentials: kplus.ISecret | undefined, key: string,
): kplus.EnvValue {
  const value = own ?? (credentials && kplus.EnvValue.fromSecretValue({ secret: credentials, key }));
  if (!value) {
    throw presetError(name, field, 'it is missing, and the proxy would not start.', `Give ${field}, or credentials with the key ${key}.`);
  }
  return value;
}

function fromSecret(value?: kplus.SecretValue): kplus.EnvValue | undefined {
  return value && kplus.EnvValue.fromSecretValue(value);
}

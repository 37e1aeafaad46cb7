import * as kplus from 'cdk8s-plus-27';

/**
 * Where `FluentBitOutput.forward` delivers to.
 */
export interface FluentBitForwardOptions {
  /**
   * Host of a Fluentd or another Fluent Bit.
   */
  readonly host: string;

  /**
   * Its port.
   *
   * @default 24224
   */
  readonly port?: number;

  /**
   * Connect by TLS.
   *
   * @default false
   */
  readonly tls?: boolean;

  /**
   * The key that both sides know, from a Secret as a rule.
   *
   * @default - none
   */
  readonly sharedKey?: kplus.EnvValue;
}

/**
 * Where `FluentBitOutput.http` delivers to.
 */
export interface FluentBitHttpOptions {
  /**
   * Address that takes lists of records in JSON, such as `https://logs.example.com/ingest`.
   */
  readonly url: string;

  /**
   * Headers of the requests, such as `Authorization`. Their values are never in the configuration.
   *
   * @default - none
   */
  readonly headers?: { readonly [name: string]: kplus.EnvValue };
}

/**
 * Where `FluentBitOutput.loki` delivers to.
 */
export interface FluentBitLokiOptions {
  /**
   * Address of Loki, such as `http://loki.monitoring:3100`. A path in it is that of the push endpoint.
   */
  readonly url: string;

  /**
   * Labels of the stream.
   *
   * @default - `job` is `fluent-bit`
   */
  readonly labels?: { readonly [name: string]: string };

  /**
   * The tenant, where Loki has several.
   *
   * @default - none
   */
  readonly tenant?: string;

  /**
   * User for Basic authentication.
   *
   * @default - none
   */
  readonly user?: string;

  /**
   * Password for Basic authentication, from a Secret as a rule.
   *
   * @default - none
   */
  readonly password?: kplus.EnvValue;

  /**
   * Token for Bearer authentication, from a Secret as a rule.
   *
   * @default - none
   */
  readonly bearerToken?: kplus.EnvValue;
}

type Properties = { readonly [name: string]: unknown };
/** Puts a value into the environment, and says how the configuration names it. */
type Secret = (suffix: string, value: kplus.EnvValue) => string;

const HTTP_URL = /^(https?):\/\/([\w.-]+)(?::(\d{1,5}))?(\/\S*)?$/;

/**
 * A place to which `FluentBit` delivers.
 */
export class FluentBitOutput {
  /**
   * Fluentd or another Fluent Bit, by their own protocol. The other side confirms each delivery.
   */
  public static forward(options: FluentBitForwardOptions): FluentBitOutput {
    const { host, port = 24224, tls = false, sharedKey } = options;
    return new FluentBitOutput(secret => ({
      name: 'forward',
      host,
      port,
      require_ack_response: true,
      ...tls ? { tls } : {},
      ...sharedKey ? { shared_key: secret('SHARED_KEY', sharedKey) } : {},
    }));
  }

  /**
   * Anything that takes JSON by HTTP.
   *
   * @throws if the address is none
   */
  public static http(options: FluentBitHttpOptions): FluentBitOutput {
    const { url, headers = {} } = options;
    const { uri = '/', ...place } = placeOf('http', url);
    const header = Object.entries(headers);
    return new FluentBitOutput(secret => ({
      name: 'http',
      ...place,
      uri,
      format: 'json',
      json_date_format: 'iso8601',
      ...header.length > 0 ? { header: header.map(([name, value], index) => `${name} ${secret(`HEADER_${index + 1}`, value)}`) } : {},
    }));
  }

  /**
   * Grafana Loki.
   *
   * @throws if the address is none, or if a password has no user
   */
  public static loki(options: FluentBitLokiOptions): FluentBitOutput {
    const { url, labels, tenant, user, password, bearerToken } = options;
    if ((user === undefined) !== (password === undefined)) {
      throw new Error('FluentBitOutput.loki: user and password belong together. Set both, or leave both out.');
    }
    const place = placeOf('loki', url);
    return new FluentBitOutput(secret => ({
      name: 'loki',
      ...place,
      ...labels ? { labels: Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(', ') } : {},
      ...tenant !== undefined ? { tenant_id: tenant } : {},
      ...password ? { http_user: user, http_passwd: secret('PASSWORD', password) } : {},
      ...bearerToken ? { bearer_token: secret('TOKEN', bearerToken) } : {},
    }));
  }

  /**
   * Any output plugin of Fluent Bit, with its properties as its documentation names them. A value can name a variable of the sidecar
   * (`envVariables`), as in `${PASSWORD}`. What it writes to disk has to go to `/var/lib/fluent-bit`: all else is read-only.
   *
   * @param properties `name` is that of the plugin; `match` is `*` if it is left out
   * @throws if the plugin has no name
   */
  public static of(properties: { readonly [name: string]: any }): FluentBitOutput {
    if (typeof properties.name !== 'string') {
      throw new Error("FluentBitOutput.of: there is no plugin. Set name, such as 'es'.");
    }
    return new FluentBitOutput(() => properties);
  }

  private constructor(private readonly properties: (secret: Secret) => Properties) {
  }

  /**
   * The output as it stands in the configuration, and the variables that it names.
   *
   * @param prefix of those variables
   *
   * @internal
   */
  public _render(prefix: string): { readonly properties: Properties; readonly variables: { readonly [name: string]: kplus.EnvValue } } {
    const variables: { [name: string]: kplus.EnvValue } = {};
    const { name, ...properties } = this.properties((suffix, value) => {
      variables[`${prefix}_${suffix}`] = value;
      return `\${${prefix}_${suffix}}`;
    });
    // By default an output gives up after its first retry.
    return { properties: { name, match: '*', retry_limit: 'no_limits', ...properties }, variables };
  }
}

function placeOf(output: string, url: string): { host: string; port: number; uri?: string; tls?: boolean } {
  const [, scheme, host, port, uri] = HTTP_URL.exec(url) ?? [];
  if (host === undefined) {
    throw new Error(`FluentBitOutput.${output}: '${url}' is no address. It has the form https://host:port/path.`);
  }
  const tls = scheme === 'https';
  return { host, port: port === undefined ? (tls ? 443 : 80) : Number(port), ...uri === undefined ? {} : { uri }, ...tls ? { tls } : {} };
}

import { Construct } from 'constructs';
import { googleDatabaseProxy } from './google-database-proxy';
import { GoogleDatabaseProxyProps } from './google-database-proxy-props';
import { PRESET_FACTS } from './preset-facts';
import { presetError } from './preset-sidecar';
import { NativeSidecar } from '../constructs/native-sidecar';

/**
 * The kinds of databases that Cloud SQL has.
 */
export enum CloudSqlEngine {
  /** PostgreSQL, port 5432. */
  POSTGRES = 'POSTGRES',
  /** MySQL, port 3306. */
  MYSQL = 'MYSQL',
  /** SQL Server, port 1433. */
  SQL_SERVER = 'SQL_SERVER',
}

/**
 * A Cloud SQL instance, and where the Pod finds it.
 */
export interface CloudSqlInstance {
  /**
   * Its connection name: `project:region:instance`.
   */
  readonly connectionName: string;

  /**
   * What kind of database it is. It decides the port alone.
   *
   * @default CloudSqlEngine.POSTGRES
   */
  readonly engine?: CloudSqlEngine;

  /**
   * Port on 127.0.0.1 at which the main containers find it.
   *
   * @default - that of its engine, or the next one that is free
   */
  readonly port?: number;

  /**
   * Beginning of the variables of the main containers that say where it is: with `DB`, those are `DB_HOST` and `DB_PORT`.
   *
   * @default - `DB` for the only instance, else the name of the instance, such as `ORDERS` for `project:region:orders`
   */
  readonly envPrefix?: string;

  /**
   * Connect to its private IP address.
   *
   * @default - as `privateIp` of the proxy says
   */
  readonly privateIp?: boolean;
}

/**
 * Properties of `CloudSqlAuthProxy`.
 */
export interface CloudSqlAuthProxyProps extends GoogleDatabaseProxyProps {
  /**
   * The instances to connect to.
   */
  readonly instances: CloudSqlInstance[];

  /**
   * Connect to the private IP addresses of the instances.
   *
   * @default false
   */
  readonly privateIp?: boolean;
}

const DEFAULT_PORTS: { readonly [engine in CloudSqlEngine]: number } = { POSTGRES: 5432, MYSQL: 3306, SQL_SERVER: 1433 };
/** A project may be in a domain: `example.com:project`. */
const CONNECTION_NAME = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]*:[a-z0-9-]+:([a-z][a-z0-9-]*)$/;

/**
 * The Cloud SQL Auth Proxy: an encrypted way to databases of Cloud SQL, open to the containers of the Pod alone. Main containers and
 * init containers start once it listens for all of its instances, find it by `DB_HOST` and `DB_PORT`, and have it until their end.
 * SIGTERM ends it with code 0.
 *
 * The health endpoints are bound to all addresses, since a kubelet looks from outside; the databases stay on the loopback. It has no
 * `preStop` hook, though samples show one: it would run as soon as the Pod is to be deleted, and take the database away from the
 * main containers (KEP-753).
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * new sidecars.JobWithSidecar(this, 'migrate', {
 *   containers: [{ image: 'flyway/flyway:11', command: ['sh', '-c', 'flyway -url=jdbc:postgresql://$DB_HOST:$DB_PORT/orders migrate'] }],
 *   sidecars: [new sidecars.CloudSqlAuthProxy(this, 'database', { instances: [{ connectionName: 'shop:europe-west1:orders' }] })],
 * });
 */
export class CloudSqlAuthProxy extends NativeSidecar {
  /**
   * @throws if there is no instance, if a connection name is none, if two instances have the same port or variables, or if an extra
   * argument sets what the proxy has a property for
   */
  constructor(scope: Construct, id: string, props: CloudSqlAuthProxyProps) {
    const { instances, privateIp = false } = props;
    super(googleDatabaseProxy(scope, id, {
      facts: PRESET_FACTS.cloudSqlAuthProxy,
      name: 'cloud-sql-proxy',
      exitZero: '--exit-zero-on-sigterm',
    }, instances.map(({ connectionName, engine = CloudSqlEngine.POSTGRES, privateIp: isPrivate = privateIp, ...place }) => ({
      ...place,
      uri: connectionName,
      instance: instanceOf(connectionName, props.name),
      defaultPort: DEFAULT_PORTS[engine],
      parameters: isPrivate ? ['private-ip=true'] : [],
    })), props));
  }
}

function instanceOf(connectionName: string, name = 'cloud-sql-proxy'): string {
  const [, , instance] = CONNECTION_NAME.exec(connectionName) ?? [];
  if (instance === undefined) {
    throw presetError(name, 'instances', `'${connectionName}' is no connection name.`, 'It has the form project:region:instance.');
  }
  return instance;
}

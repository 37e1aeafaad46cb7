import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { configFiles, writableFolder } from './preset-volumes';
import { GATE_TIMES, PATIENT_LIVENESS_TIMES } from './probe-times';
import { SidecarPresetProps } from './sidecar-preset-props';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * When a client gives its connection to the database back to the others.
 */
export enum PgBouncerPoolMode {
  /** When it leaves. All of PostgreSQL works. */
  SESSION = 'session',
  /** After every transaction. What belongs to a session does not work: advisory locks, LISTEN, SET. */
  TRANSACTION = 'transaction',
  /** After every statement. Transactions of several statements do not work either. */
  STATEMENT = 'statement',
}

/**
 * Properties of `PgBouncer`.
 */
export interface PgBouncerProps extends SidecarPresetProps {
  /**
   * Host of the database server.
   */
  readonly host: string;

  /**
   * Port of the database server.
   *
   * @default 5432
   */
  readonly port?: number;

  /**
   * Name of the database.
   */
  readonly database: string;

  /**
   * The user of the database, as whom the main containers come, too.
   */
  readonly databaseUser: string;

  /**
   * Password of that user, which the main containers need not know. The image cannot write one with a double quote down.
   */
  readonly password: kplus.SecretValue;

  /**
   * When a client gives its connection to the database back to the others.
   *
   * @default PgBouncerPoolMode.TRANSACTION
   */
  readonly poolMode?: PgBouncerPoolMode;

  /**
   * How many connections the main containers may have to it.
   *
   * @default 100
   */
  readonly maxClientConnections?: number;

  /**
   * How many connections it has to the database at most.
   *
   * @default 20
   */
  readonly defaultPoolSize?: number;

  /**
   * Connect to the database by TLS alone. Without it TLS is taken if the server offers it. The certificate is not verified.
   *
   * @default false
   */
  readonly requireTls?: boolean;

  /**
   * Port on 127.0.0.1 at which the main containers find it.
   *
   * @default 6432
   */
  readonly listenPort?: number;

  /**
   * Beginning of the variables of the main containers that say where it is: with `DB`, those are `DB_HOST`, `DB_PORT`, `DB_NAME` and
   * `DB_USER`.
   *
   * @default - `PGHOST`, `PGPORT`, `PGDATABASE` and `PGUSER`, which clients of PostgreSQL read by themselves
   */
  readonly envPrefix?: string;
}

const HOST = '127.0.0.1';
/** Here the entrypoint of the image writes the password file, and leaves a configuration alone that is there already. */
const CONFIG_FOLDER = '/etc/pgbouncer';
const CONFIG_FILE = 'pgbouncer.ini';
/** The database that is PgBouncer itself. */
const CONSOLE = 'pgbouncer';
const HOST_NAME = /^[\w.:-]+$/;
/** What may stand before the equals sign of a database; and what needs no escape in the password file. */
const DATABASE_NAME = /^[\w.-]+$/;
const USER_NAME = /^[\w.@-]+$/;

/**
 * PgBouncer: main containers open as many connections as they like, and share few to the database. They and init containers start once
 * it listens, and find it by `PGHOST`, `PGPORT`, `PGDATABASE` and `PGUSER`. They need no password: it is open to the Pod alone, and
 * only it knows that of the database.
 *
 * SIGTERM makes it wait for its clients to leave (since 1.23), for ever if they stay, and it ends with code 0. When it gets that
 * signal the main containers have ended, so there are none; only a sidecar that is a client and stops later would keep it until the
 * grace period is over. The kubelet cannot reach it either, so it is probed by a command inside the container, which asks
 * for its console and not for the database: that may be away for a while.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * const password = { secret: kplus.Secret.fromSecretName(this, 'login', 'orders-login'), key: 'password' };
 * new sidecars.DeploymentWithSidecar(this, 'shop', {
 *   containers: [{ image: 'shop/web:7', portNumber: 8080 }],
 *   sidecars: [new sidecars.PgBouncer(this, 'pool', { host: 'orders.db.example.com', database: 'orders', databaseUser: 'shop', password })],
 * });
 */
export class PgBouncer extends NativeSidecar {
  /**
   * @throws if host, database or user have characters that the configuration cannot have, if a number is too small, or if an extra
   * argument sends it to the background
   */
  constructor(scope: Construct, id: string, props: PgBouncerProps) {
    super(pgBouncer(scope, id, props));
  }
}

function pgBouncer(scope: Construct, id: string, props: PgBouncerProps): NativeSidecarProps {
  const name = props.name ?? 'pgbouncer';
  const { database, databaseUser, password, listenPort = 6432, envPrefix } = props;
  throwFaults(name, props);
  const construct = new Construct(scope, id);
  const config = configFiles(construct, name, CONFIG_FOLDER, { [CONFIG_FILE]: configuration(props, listenPort) });
  const ready = (options: kplus.ProbeOptions) => kplus.Probe.fromCommand(['pg_isready', '-h', HOST, '-p', `${listenPort}`, '-d', CONSOLE, '-U', databaseUser], options);
  const variables = envPrefix === undefined
    ? ['PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER']
    : ['HOST', 'PORT', 'NAME', 'USER'].map(variable => `${envPrefix}_${variable}`);
  const values = [HOST, `${listenPort}`, database, databaseUser];
  return presetSidecar(PRESET_FACTS.pgBouncer, {
    name,
    args: ['/usr/bin/pgbouncer', `${CONFIG_FOLDER}/${CONFIG_FILE}`],
    ownFlags: {
      '-d': 'Leave it out: a container ends when its program goes to the background.',
      '--daemon': 'Leave it out: a container ends when its program goes to the background.',
    },
    envVariables: {
      DB_USER: kplus.EnvValue.fromValue(databaseUser),
      DB_PASSWORD: kplus.EnvValue.fromSecretValue(password),
      // How the entrypoint writes the password down: a hash of it would be of no use for a server that wants SCRAM.
      AUTH_TYPE: kplus.EnvValue.fromValue('plain'),
    },
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(32) } },
    startup: ready(GATE_TIMES),
    liveness: ready(PATIENT_LIVENESS_TIMES),
    volumeMounts: [
      writableFolder(construct, name, 'auth', CONFIG_FOLDER, { inMemory: true, sizeLimit: Size.mebibytes(1) }),
      { ...config.mount, path: `${CONFIG_FOLDER}/${CONFIG_FILE}`, subPath: CONFIG_FILE },
    ],
    podAnnotations: config.podAnnotations,
    appEnvironment: Object.fromEntries(variables.map((variable, index) => [variable, kplus.EnvValue.fromValue(values[index])])),
  }, props);
}

function configuration(props: PgBouncerProps, listenPort: number): string {
  const { host, port = 5432, database, databaseUser, poolMode = PgBouncerPoolMode.TRANSACTION } = props;
  const { maxClientConnections = 100, defaultPoolSize = 20, requireTls } = props;
  return [
    '[databases]',
    `${database} = host='${host}' port=${port} dbname='${database}'`,
    '',
    '[pgbouncer]',
    `listen_addr = ${HOST}`,
    `listen_port = ${listenPort}`,
    'unix_socket_dir =',
    // It asks nobody for a password, and takes that of the user from the file for the database.
    'auth_type = trust',
    `auth_file = ${CONFIG_FOLDER}/userlist.txt`,
    `pool_mode = ${poolMode}`,
    `max_client_conn = ${maxClientConnections}`,
    `default_pool_size = ${defaultPoolSize}`,
    `server_tls_sslmode = ${requireTls ? 'require' : 'prefer'}`,
    // Drivers for Java send it first of all.
    'ignore_startup_parameters = extra_float_digits',
    // Probes come as that user to the console, where it may look only. They would fill the log.
    `stats_users = ${databaseUser}`,
    'log_connections = 0',
    'log_disconnections = 0',
    '',
  ].join('\n');
}

function throwFaults(name: string, { host, database, databaseUser, maxClientConnections = 1, defaultPoolSize = 1 }: PgBouncerProps): void {
  if (!HOST_NAME.test(host)) {
    throw presetError(name, 'host', `'${host}' is no name of a host.`, 'Give a host name or an IP address alone, and the port as port.');
  }
  if (!DATABASE_NAME.test(database) || database === CONSOLE) {
    throw presetError(name, 'database', `'${database}' cannot stand in a configuration of PgBouncer.`,
      `Give a name of letters, digits, '_', '-' and '.', and not '${CONSOLE}'.`);
  }
  if (!USER_NAME.test(databaseUser)) {
    throw presetError(name, 'databaseUser', `'${databaseUser}' cannot stand in a configuration of PgBouncer.`, 'Give a name of letters, digits, \'_\', \'-\', \'.\' and \'@\'.');
  }
  for (const [field, value] of Object.entries({ maxClientConnections, defaultPoolSize })) {
    if (!Number.isInteger(value) || value < 1) {
      throw presetError(name, field, `${value} is no number of connections.`, 'Give 1 or more.');
    }
  }
}

import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { usePreset } from './use-preset';
import { PgBouncer, PgBouncerPoolMode, PgBouncerProps } from '../../src';

const poolOf = (chart: Chart, props: Partial<PgBouncerProps> = {}) => new PgBouncer(chart, 'pool', {
  host: 'orders.db.example.com',
  database: 'orders',
  databaseUser: 'shop',
  password: { secret: kplus.Secret.fromSecretName(chart, 'login', 'orders-login'), key: 'password' },
  ...props,
});

test('the Pod connects without a password, and many connections share few', () => {
  const { sidecar, podSpec, podMetadata, others } = usePreset(chart => poolOf(chart));
  expect(sidecar.args).toEqual(['/usr/bin/pgbouncer', '/etc/pgbouncer/pgbouncer.ini']);
  expect(sidecar.env).toEqual([
    { name: 'DB_USER', value: 'shop' },
    { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'orders-login', key: 'password' } } },
    { name: 'AUTH_TYPE', value: 'plain' },
  ]);
  expect(others[0].data).toEqual({
    'pgbouncer.ini': `[databases]
orders = host='orders.db.example.com' port=5432 dbname='orders'

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = 6432
unix_socket_dir =
auth_type = trust
auth_file = /etc/pgbouncer/userlist.txt
pool_mode = transaction
max_client_conn = 100
default_pool_size = 20
server_tls_sslmode = prefer
ignore_startup_parameters = extra_float_digits
stats_users = shop
log_connections = 0
log_disconnections = 0
`,
  });
  expect(podMetadata.annotations).toHaveProperty(['cdk8s-sidecars/config-hash.pgbouncer']);
  expect(podSpec.containers[0].env).toEqual([
    { name: 'PGHOST', value: '127.0.0.1' }, { name: 'PGPORT', value: '6432' }, { name: 'PGDATABASE', value: 'orders' }, { name: 'PGUSER', value: 'shop' },
  ]);
});

test('the image writes its password file beside the configuration, in memory', () => {
  const { sidecar, podSpec } = usePreset(chart => poolOf(chart));
  expect(sidecar.volumeMounts).toEqual([
    { mountPath: '/etc/pgbouncer', name: 'pgbouncer-auth' },
    { mountPath: '/etc/pgbouncer/pgbouncer.ini', name: 'pgbouncer-config', readOnly: true, subPath: 'pgbouncer.ini' },
  ]);
  expect(podSpec.volumes).toContainEqual({ name: 'pgbouncer-auth', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } });
});

test('it is probed inside the container, at its console', () => {
  const { sidecar } = usePreset(chart => poolOf(chart));
  const exec = { command: ['pg_isready', '-h', '127.0.0.1', '-p', '6432', '-d', 'pgbouncer', '-U', 'shop'] };
  expect(sidecar.startupProbe).toEqual({ exec, periodSeconds: 1, failureThreshold: 300 });
  expect(sidecar.livenessProbe).toEqual({ exec, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 3 });
});

test('pool, TLS, ports and variables can be chosen', () => {
  const { podSpec, others } = usePreset(chart => poolOf(chart, {
    port: 5433, poolMode: PgBouncerPoolMode.SESSION, maxClientConnections: 50, defaultPoolSize: 5, requireTls: true, listenPort: 5432, envPrefix: 'DB',
  }));
  const lines = others[0].data['pgbouncer.ini'].split('\n');
  expect(lines).toEqual(expect.arrayContaining([
    "orders = host='orders.db.example.com' port=5433 dbname='orders'", 'listen_port = 5432', 'pool_mode = session', 'max_client_conn = 50',
    'default_pool_size = 5', 'server_tls_sslmode = require',
  ]));
  expect(podSpec.containers[0].env.map(({ name }: { name: string }) => name)).toEqual(['DB_HOST', 'DB_PORT', 'DB_NAME', 'DB_USER']);
});

test.each<[Partial<PgBouncerProps>, string]>([
  [{ host: 'db:5432 user=boss' }, "host: 'db:5432 user=boss' is no name of a host. Give a host name or an IP address alone, and the port as port."],
  [{ database: 'my orders' },
    "database: 'my orders' cannot stand in a configuration of PgBouncer. Give a name of letters, digits, '_', '-' and '.', and not 'pgbouncer'."],
  [{ database: 'pgbouncer' },
    "database: 'pgbouncer' cannot stand in a configuration of PgBouncer. Give a name of letters, digits, '_', '-' and '.', and not 'pgbouncer'."],
  [{ databaseUser: 'a"b' },
    "databaseUser: 'a\"b' cannot stand in a configuration of PgBouncer. Give a name of letters, digits, '_', '-', '.' and '@'."],
  [{ defaultPoolSize: 0 }, 'defaultPoolSize: 0 is no number of connections. Give 1 or more.'],
  [{ maxClientConnections: 1.5 }, 'maxClientConnections: 1.5 is no number of connections. Give 1 or more.'],
  [{ extraArgs: ['-d'] }, "extraArgs: '-d' is set by the preset. Leave it out: a container ends when its program goes to the background."],
])('%j is refused', (props, message) => {
  expect(() => poolOf(Testing.chart(), props)).toThrow(new Error(`sidecar 'pgbouncer', ${message}`));
});

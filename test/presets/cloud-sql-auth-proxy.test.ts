import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { usePreset } from './use-preset';
import { CloudSqlAuthProxy, CloudSqlAuthProxyProps, CloudSqlEngine } from '../../src';

const ORDERS = { connectionName: 'shop:europe-west1:orders' };
const make = (props: Partial<CloudSqlAuthProxyProps> = {}) => (chart: Chart) => new CloudSqlAuthProxy(chart, 'database', { instances: [ORDERS], ...props });
const argsOf = (props: Partial<CloudSqlAuthProxyProps>): string[] => usePreset(make(props)).sidecar.args;
const envOf = (props: Partial<CloudSqlAuthProxyProps>) => usePreset(make(props)).podSpec.containers[0].env;

test('one instance is found at DB_HOST and DB_PORT, and its proxy is looked at from outside the Pod', () => {
  const { sidecar, podSpec, others } = usePreset(make());
  expect(others).toEqual([]);
  expect(podSpec.containers[0].env).toEqual([{ name: 'DB_HOST', value: '127.0.0.1' }, { name: 'DB_PORT', value: '5432' }]);
  expect(podSpec.volumes).toBeUndefined();
  expect(sidecar.args).toEqual([
    '--structured-logs', '--health-check', '--http-address=0.0.0.0', '--http-port=9090', '--exit-zero-on-sigterm', '--max-sigterm-delay=5s',
    'shop:europe-west1:orders?port=5432',
  ]);
  expect(sidecar.startupProbe).toEqual({ httpGet: { path: '/startup', port: 9090, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 300 });
  expect(sidecar.livenessProbe).toEqual({ httpGet: { path: '/liveness', port: 9090, scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 3 });
});

test('several instances have their ports, those of their engines where they are free, and variables by their names', () => {
  const props = {
    instances: [
      ORDERS,
      { connectionName: 'example.com:shop:europe-west1:stock-2', privateIp: true },
      { connectionName: 'shop:europe-west1:old', engine: CloudSqlEngine.MYSQL, port: 5433, envPrefix: 'LEGACY' },
      { connectionName: 'shop:europe-west1:erp', engine: CloudSqlEngine.SQL_SERVER },
    ],
  };
  expect(argsOf(props).slice(6)).toEqual([
    'shop:europe-west1:orders?port=5432', 'example.com:shop:europe-west1:stock-2?port=5434&private-ip=true',
    'shop:europe-west1:old?port=5433', 'shop:europe-west1:erp?port=1433',
  ]);
  expect(envOf(props).map(({ name, value }: { name: string; value: string }) => `${name}=${value}`)).toEqual([
    'ORDERS_HOST=127.0.0.1', 'ORDERS_PORT=5432', 'STOCK_2_HOST=127.0.0.1', 'STOCK_2_PORT=5434', 'LEGACY_HOST=127.0.0.1', 'LEGACY_PORT=5433',
    'ERP_HOST=127.0.0.1', 'ERP_PORT=1433',
  ]);
});

test('the proxy logs in by IAM, over private addresses, drains for as long as it is told, and is asked at another port', () => {
  expect(argsOf({ iamLogin: true, privateIp: true, drain: Duration.seconds(20), healthPort: 9801 })).toEqual([
    '--structured-logs', '--health-check', '--http-address=0.0.0.0', '--http-port=9801', '--exit-zero-on-sigterm', '--max-sigterm-delay=20s',
    '--auto-iam-authn', 'shop:europe-west1:orders?port=5432&private-ip=true',
  ]);
});

test('a Google service account becomes that of the Pod', () => {
  const { podSpec, others } = usePreset(make({ googleServiceAccount: 'orders@shop.iam.gserviceaccount.com' }));
  expect(others).toEqual([{
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: podSpec.serviceAccountName, annotations: { 'iam.gke.io/gcp-service-account': 'orders@shop.iam.gserviceaccount.com' } },
    automountServiceAccountToken: false,
  }]);
});

test('a key file comes from a Secret', () => {
  const { sidecar, podSpec } = usePreset(chart => make({ credentials: kplus.Secret.fromSecretName(chart, 'key', 'google'), credentialsKey: 'key.json' })(chart));
  expect(sidecar.args).toContain('--credentials-file=/var/run/secrets/google/key.json');
  expect(sidecar.volumeMounts).toEqual([{ name: 'cloud-sql-proxy-credentials', mountPath: '/var/run/secrets/google', readOnly: true }]);
  expect(podSpec.volumes).toEqual([{ name: 'cloud-sql-proxy-credentials', secret: { secretName: 'google' } }]);
});

test.each<[string, Partial<CloudSqlAuthProxyProps>, string]>([
  ['no instance', { instances: [] }, 'instances: there is none. Name at least one database that it is to connect to.'],
  ['no connection name', { instances: [{ connectionName: 'orders' }] }, "instances: 'orders' is no connection name. It has the form project:region:instance."],
  ['a port twice', { instances: [{ ...ORDERS, port: 5432 }, { connectionName: 'shop:europe-west1:stock', port: 5432 }] },
    "instances: port 5432 of 'shop:europe-west1:stock' is that of 'shop:europe-west1:orders'. Give each its own port."],
  ['the port of the health endpoints', { instances: [{ ...ORDERS, port: 9090 }] },
    "instances: port 9090 of 'shop:europe-west1:orders' is that of the health endpoints. Give each its own port."],
  ['a variable twice', { instances: [ORDERS, { connectionName: 'old:europe-west1:orders' }] },
    "instances: 'shop:europe-west1:orders' and 'old:europe-west1:orders' would both set ORDERS_HOST and ORDERS_PORT. Give one of them another envPrefix."],
  ['no name of a variable', { instances: [{ ...ORDERS, envPrefix: '1-DB' }] },
    "instances: '1-DB' cannot begin the name of a variable. Set envPrefix to letters, digits and underscores, a letter first."],
  ['no e-mail address', { googleServiceAccount: 'orders' },
    "googleServiceAccount: 'orders' is no e-mail address of a service account. It has the form name@project.iam.gserviceaccount.com."],
])('%s is an error', (_, props, text) => {
  expect(() => make(props)(Testing.chart())).toThrow(new Error(`sidecar 'cloud-sql-proxy', ${text}`));
});

test('two identities at once are an error', () => {
  const chart = Testing.chart();
  const credentials = kplus.Secret.fromSecretName(chart, 'key', 'google');
  expect(() => make({ credentials, googleServiceAccount: 'orders@shop.iam.gserviceaccount.com' })(chart)).toThrow(
    new Error("sidecar 'cloud-sql-proxy', credentials: there is a googleServiceAccount, too, and the proxy can be only one of them. Leave one of the two out."));
});

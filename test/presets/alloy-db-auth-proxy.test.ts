import { Testing } from 'cdk8s';
import { usePreset } from './use-preset';
import { AlloyDbAuthProxy, AlloyDbAuthProxyProps, AlloyDbNetwork } from '../../src';

const CLUSTER = 'projects/shop/locations/europe-west1/clusters/main/instances';
const make = (props: AlloyDbAuthProxyProps) => usePreset(chart => new AlloyDbAuthProxy(chart, 'database', props));
const faultOf = (props: AlloyDbAuthProxyProps) => () => new AlloyDbAuthProxy(Testing.chart(), 'database', props);

test('one instance is found at DB_HOST and DB_PORT, by the private address', () => {
  const { sidecar, podSpec } = make({ instances: [{ uri: `${CLUSTER}/primary` }] });
  expect(sidecar.args).toEqual([
    '--structured-logs', '--health-check', '--http-address=0.0.0.0', '--http-port=9090', '--exit-zero-sigterm', '--max-sigterm-delay=5s',
    `${CLUSTER}/primary?port=5432`,
  ]);
  expect(sidecar.startupProbe.httpGet).toEqual({ path: '/startup', port: 9090, scheme: 'HTTP' });
  expect(podSpec.containers[0].env).toEqual([{ name: 'DB_HOST', value: '127.0.0.1' }, { name: 'DB_PORT', value: '5432' }]);
});

test('several instances have ports, variables and ways of their own', () => {
  const { sidecar, podSpec } = make({
    instances: [{ uri: `${CLUSTER}/primary` }, { uri: `${CLUSTER}/read-pool`, network: AlloyDbNetwork.PRIVATE_SERVICE_CONNECT }],
    network: AlloyDbNetwork.PUBLIC_IP,
    iamLogin: true,
  });
  expect(sidecar.args.slice(6)).toEqual([
    '--auto-iam-authn', `${CLUSTER}/primary?port=5432&public-ip=true`, `${CLUSTER}/read-pool?port=5433&psc=true`,
  ]);
  expect(podSpec.containers[0].env.map(({ name }: { name: string }) => name)).toEqual(['PRIMARY_HOST', 'PRIMARY_PORT', 'READ_POOL_HOST', 'READ_POOL_PORT']);
});

test('a project may be in a domain', () => {
  const { sidecar } = make({ instances: [{ uri: 'projects/example.com:shop/locations/us-east4/clusters/main/instances/primary', port: 6000 }] });
  expect(sidecar.args.at(-1)).toBe('projects/example.com:shop/locations/us-east4/clusters/main/instances/primary?port=6000');
});

test('a connection name of Cloud SQL is no URI', () => {
  expect(faultOf({ instances: [{ uri: 'shop:europe-west1:orders' }] })).toThrow(new Error(
    "sidecar 'alloydb-auth-proxy', instances: 'shop:europe-west1:orders' is no URI of an instance. "
    + 'It has the form projects/PROJECT/locations/REGION/clusters/CLUSTER/instances/INSTANCE.'));
});

test('its own flags cannot be set again', () => {
  expect(faultOf({ instances: [{ uri: `${CLUSTER}/primary` }], extraArgs: ['--exit-zero-sigterm'] })).toThrow(new Error(
    "sidecar 'alloydb-auth-proxy', extraArgs: '--exit-zero-sigterm' is set by the preset. Leave it out."));
});

test.each([
  '-a', '-c', '-i', '-j', '-l', '-p', '-u', '--address', '--auto-iam-authn', '--credentials-file', '--json-credentials', '--port', '--structured-logs', '--unix-socket',
])('%s is its own', flag => {
  expect(() => faultOf({ instances: [{ uri: `${CLUSTER}/primary` }], extraArgs: [flag] })()).toThrow(`extraArgs: '${flag}' is set by the preset.`);
});

import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { usePreset } from './use-preset';
import { Envoy, EnvoyProps } from '../../src';

const make = (props: EnvoyProps) => (chart: Chart) => new Envoy(chart, 'envoy', props);
const at = (address: string, port: number) => ({ socket_address: { address, port_value: port } });
const configOf = (props: EnvoyProps) => JSON.parse(usePreset(make(props)).others[0].data['envoy.json']);

test('its admin interface stays on the loopback, and a listener passes on to it what asks for /ready', () => {
  const { sidecar, podSpec, podMetadata, others } = usePreset(make({
    config: {
      node: { id: 'shop' },
      static_resources: { listeners: [{ name: 'out', address: at('127.0.0.1', 15000) }], clusters: [{ name: 'warehouse' }] },
    },
  }));
  expect(sidecar).toMatchObject({
    args: ['-c', '/etc/envoy-sidecar/envoy.json', '--disable-hot-restart', '--concurrency', '2'],
    startupProbe: { httpGet: { path: '/ready', port: 9902, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 120 },
    livenessProbe: { httpGet: { path: '/ready', port: 9902, scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    volumeMounts: [{ mountPath: '/etc/envoy-sidecar', name: 'envoy-config', readOnly: true }],
  });
  expect(podSpec.volumes).toEqual([{ name: 'envoy-config', configMap: { name: others[0].metadata.name } }]);
  expect(podMetadata.annotations).toEqual({ 'cdk8s-sidecars/config-hash.envoy': expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(JSON.parse(others[0].data['envoy.json'])).toEqual({
    node: { id: 'shop' },
    admin: { address: at('127.0.0.1', 9901) },
    static_resources: {
      listeners: [{ name: 'out', address: at('127.0.0.1', 15000) }, {
        name: 'cdk8s-sidecars-ready',
        address: at('0.0.0.0', 9902),
        filter_chains: [{
          filters: [{
            name: 'envoy.filters.network.http_connection_manager',
            typed_config: {
              '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
              'stat_prefix': 'cdk8s-sidecars-ready',
              'route_config': {
                virtual_hosts: [{
                  name: 'cdk8s-sidecars-ready', domains: ['*'], routes: [{ match: { path: '/ready' }, route: { cluster: 'cdk8s-sidecars-ready' } }],
                }],
              },
              'http_filters': [{
                name: 'envoy.filters.http.router', typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
              }],
            },
          }],
        }],
      }],
      clusters: [{ name: 'warehouse' }, {
        name: 'cdk8s-sidecars-ready',
        connect_timeout: '1s',
        load_assignment: { cluster_name: 'cdk8s-sidecars-ready', endpoints: [{ lb_endpoints: [{ endpoint: { address: at('127.0.0.1', 9901) } }] }] },
      }],
    },
  });
});

test('it keeps an admin interface on the loopback that the configuration has', () => {
  const admin = { address: at('::1', 15000), access_log: [] };
  const config = configOf({ config: { admin }, adminPort: 15000 });
  expect(config.admin).toEqual(admin);
  expect(config.static_resources.clusters[0].load_assignment.endpoints[0].lb_endpoints[0].endpoint.address).toEqual(at('::1', 15000));
});

test('ports and threads can be given', () => {
  const { sidecar, others } = usePreset(make({ config: {}, readyPort: 1234, adminPort: 1235, concurrency: 4, extraArgs: ['--log-level', 'debug'] }));
  expect(sidecar.args.slice(3)).toEqual(['--concurrency', '4', '--log-level', 'debug']);
  expect(sidecar.startupProbe.httpGet.port).toBe(1234);
  expect(JSON.parse(others[0].data['envoy.json']).admin).toEqual({ address: at('127.0.0.1', 1235) });
});

test('a Secret can be mounted into it', () => {
  const { sidecar } = usePreset(chart => {
    const envoy = make({ config: {} })(chart);
    envoy.mount('/etc/tls', kplus.Volume.fromSecret(chart, 'tls', kplus.Secret.fromSecretName(chart, 'certificate', 'shop-tls'), { name: 'tls' }));
    return envoy;
  });
  expect(sidecar.volumeMounts).toContainEqual({ mountPath: '/etc/tls', name: 'tls' });
});

const listening = (port: number) => ({ static_resources: { listeners: [{ name: 'out', address: at('127.0.0.1', port) }] } });

test.each<[EnvoyProps, string]>([
  [{ config: { admin: { address: at('0.0.0.0', 9901) } } },
    "sidecar 'envoy', config.admin: others can reach it at 0.0.0.0. Bind it to 127.0.0.1, or leave admin out."],
  [{ config: { admin: {} } }, "sidecar 'envoy', config.admin: it has no address with a port. Bind it to 127.0.0.1, or leave admin out."],
  [{ config: { admin: { address: at('127.0.0.1', 9901) } }, adminPort: 9000 },
    "sidecar 'envoy', adminPort: it is 9000, and config.admin says 9901. Leave one of the two out."],
  [{ config: {}, readyPort: 9901, name: 'way-out' }, "sidecar 'way-out', adminPort: port 9901 of the admin interface is that of the ready listener. Give each its own port."],
  [{ config: listening(9902) },
    "sidecar 'envoy', config.static_resources.listeners: port 9902 of listener 'out' is that of the ready listener. Give each its own port."],
  [{ config: { static_resources: { listeners: [{ name: 'out', address: at('0.0.0.0', 80), additional_addresses: [{ address: at('0.0.0.0', 9901) }] }] } } },
    "sidecar 'envoy', config.static_resources.listeners: port 9901 of listener 'out' is that of the admin interface. Give each its own port."],
  [{ config: { secrets: [{ tls_certificate: { private_key: { inline_string: '-----BEGIN' } } }] } },
    "sidecar 'envoy', config: a private key stands in it, and would be in a ConfigMap. Mount a Secret with mount, and name its file: private_key.filename."],
  [{ config: {}, extraArgs: ['--concurrency', '4'] }, "sidecar 'envoy', extraArgs: '--concurrency' is set by the preset. Use concurrency."],
])('%j is an error', (props, message) => {
  expect(() => make(props)(Testing.chart())).toThrow(new Error(message));
});

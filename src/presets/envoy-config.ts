/** A bootstrap configuration of Envoy. */
type Bootstrap = { readonly [name: string]: any };

/** Where something listens. */
export interface EnvoyAddress {
  readonly address: string;
  readonly port: number;
}

const OWN_NAME = 'cdk8s-sidecars-ready';
const HTTP_FILTERS = 'type.googleapis.com/envoy.extensions.filters';

/** Where the admin interface of a configuration is; undefined if it is not at a port. */
export function adminAddress({ admin }: Bootstrap): EnvoyAddress | undefined {
  return socketAddress(admin?.address);
}

/** The ports of its listeners, each with the name of the listener. */
export function listeningPorts(config: Bootstrap): { readonly port: number; readonly listener: string }[] {
  return listOf(config, 'listeners').flatMap(({ name = '', address, additional_addresses: more = [] }) =>
    [address, ...more.map((additional: any) => additional?.address)].flatMap(each => {
      const port = socketAddress(each)?.port;
      return port === undefined ? [] : [{ port, listener: name }];
    }));
}

/** The configuration with an admin interface, and a listener for all addresses that passes on to it what asks for `/ready`. */
export function withReadyListener(config: Bootstrap, admin: EnvoyAddress, readyPort: number): Bootstrap {
  return {
    ...config,
    admin: config.admin ?? { address: addressOf(admin) },
    static_resources: {
      ...config.static_resources,
      listeners: [...listOf(config, 'listeners'), readyListener(readyPort)],
      clusters: [...listOf(config, 'clusters'), adminCluster(admin)],
    },
  };
}

function readyListener(port: number): Bootstrap {
  return {
    name: OWN_NAME,
    address: addressOf({ address: '0.0.0.0', port }),
    filter_chains: [{
      filters: [{
        name: 'envoy.filters.network.http_connection_manager',
        typed_config: {
          '@type': `${HTTP_FILTERS}.network.http_connection_manager.v3.HttpConnectionManager`,
          'stat_prefix': OWN_NAME,
          'route_config': {
            virtual_hosts: [{ name: OWN_NAME, domains: ['*'], routes: [{ match: { path: '/ready' }, route: { cluster: OWN_NAME } }] }],
          },
          'http_filters': [{ name: 'envoy.filters.http.router', typed_config: { '@type': `${HTTP_FILTERS}.http.router.v3.Router` } }],
        },
      }],
    }],
  };
}

function adminCluster(admin: EnvoyAddress): Bootstrap {
  return {
    name: OWN_NAME,
    connect_timeout: '1s',
    load_assignment: { cluster_name: OWN_NAME, endpoints: [{ lb_endpoints: [{ endpoint: { address: addressOf(admin) } }] }] },
  };
}

function addressOf({ address, port }: EnvoyAddress): Bootstrap {
  return { socket_address: { address, port_value: port } };
}

function socketAddress(address: any): EnvoyAddress | undefined {
  const { address: host, port_value: port } = address?.socket_address ?? {};
  return typeof host === 'string' && typeof port === 'number' ? { address: host, port } : undefined;
}

function listOf(config: Bootstrap, kind: 'listeners' | 'clusters'): Bootstrap[] {
  return config.static_resources?.[kind] ?? [];
}

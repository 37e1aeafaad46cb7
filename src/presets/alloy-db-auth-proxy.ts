import { Construct } from 'constructs';
import { googleDatabaseProxy } from './google-database-proxy';
import { GoogleDatabaseProxyProps } from './google-database-proxy-props';
import { PRESET_FACTS } from './preset-facts';
import { presetError } from './preset-sidecar';
import { NativeSidecar } from '../constructs/native-sidecar';

/**
 * The ways to an AlloyDB instance.
 */
export enum AlloyDbNetwork {
  /** Its private IP address, by private services access. */
  PRIVATE_IP = 'PRIVATE_IP',
  /** Its public IP address. */
  PUBLIC_IP = 'PUBLIC_IP',
  /** Its endpoint of Private Service Connect. */
  PRIVATE_SERVICE_CONNECT = 'PRIVATE_SERVICE_CONNECT',
}

/**
 * An AlloyDB instance, and where the Pod finds it.
 */
export interface AlloyDbInstance {
  /**
   * Its URI: `projects/PROJECT/locations/REGION/clusters/CLUSTER/instances/INSTANCE`.
   */
  readonly uri: string;

  /**
   * Port on 127.0.0.1 at which the main containers find it.
   *
   * @default - 5432, or the next one that is free
   */
  readonly port?: number;

  /**
   * Beginning of the variables of the main containers that say where it is: with `DB`, those are `DB_HOST` and `DB_PORT`.
   *
   * @default - `DB` for the only instance, else the name of the instance, such as `READ_POOL` for `read-pool`
   */
  readonly envPrefix?: string;

  /**
   * The way to it.
   *
   * @default - as `network` of the proxy says
   */
  readonly network?: AlloyDbNetwork;
}

/**
 * Properties of `AlloyDbAuthProxy`.
 */
export interface AlloyDbAuthProxyProps extends GoogleDatabaseProxyProps {
  /**
   * The instances to connect to.
   */
  readonly instances: AlloyDbInstance[];

  /**
   * The way to the instances.
   *
   * @default AlloyDbNetwork.PRIVATE_IP
   */
  readonly network?: AlloyDbNetwork;
}

/** What the argument of an instance says of the way: cmd/root.go reads these, and passes over any other in silence. */
const NETWORK_PARAMETERS: { readonly [network in AlloyDbNetwork]: readonly string[] } = {
  PRIVATE_IP: [],
  PUBLIC_IP: ['public-ip=true'],
  PRIVATE_SERVICE_CONNECT: ['psc=true'],
};
const POSTGRES_PORT = 5432;
/** A project may be in a domain: `example.com:project`. */
const INSTANCE_URI = /^projects\/(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]*\/locations\/[a-z0-9-]+\/clusters\/[a-z0-9-]+\/instances\/([a-z][a-z0-9-]*)$/;

/**
 * The AlloyDB Auth Proxy: an encrypted way to databases of AlloyDB, open to the containers of the Pod alone. Main containers and
 * init containers start once it listens for all of its instances, find it by `DB_HOST` and `DB_PORT`, and have it until their end.
 * SIGTERM ends it with code 0.
 *
 * The health endpoints are bound to all addresses, since a kubelet looks from outside; the databases stay on the loopback.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * new sidecars.JobWithSidecar(this, 'report', {
 *   containers: [{ image: 'shop/report:7', command: ['sh', '-c', 'report --database $DB_HOST:$DB_PORT'] }],
 *   sidecars: [new sidecars.AlloyDbAuthProxy(this, 'database', {
 *     instances: [{ uri: 'projects/shop/locations/europe-west1/clusters/main/instances/primary' }],
 *   })],
 * });
 */
export class AlloyDbAuthProxy extends NativeSidecar {
  /**
   * @throws if there is no instance, if a URI is none, if two instances have the same port or variables, or if an extra argument sets
   * what the proxy has a property for
   */
  constructor(scope: Construct, id: string, props: AlloyDbAuthProxyProps) {
    const { instances, network = AlloyDbNetwork.PRIVATE_IP } = props;
    super(googleDatabaseProxy(scope, id, {
      facts: PRESET_FACTS.alloyDbAuthProxy,
      name: 'alloydb-auth-proxy',
      exitZero: '--exit-zero-sigterm',
    }, instances.map(({ uri, network: way = network, ...place }) => ({
      ...place,
      uri,
      instance: instanceOf(uri, props.name),
      defaultPort: POSTGRES_PORT,
      parameters: NETWORK_PARAMETERS[way],
    })), props));
  }
}

function instanceOf(uri: string, name = 'alloydb-auth-proxy'): string {
  const [, instance] = INSTANCE_URI.exec(uri) ?? [];
  if (instance === undefined) {
    throw presetError(name, 'instances', `'${uri}' is no URI of an instance.`,
      'It has the form projects/PROJECT/locations/REGION/clusters/CLUSTER/instances/INSTANCE.');
  }
  return instance;
}

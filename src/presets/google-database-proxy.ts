import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { GoogleDatabaseProxyProps } from './google-database-proxy-props';
import { PresetFacts } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { GATE_TIMES, PATIENT_LIVENESS_TIMES } from './probe-times';
import { NativeSidecarProps } from '../constructs/native-sidecar';

/** One database to which a proxy goes. */
export interface ProxiedDatabase {
  /** As the command line names it. */
  readonly uri: string;
  /** What it is called inside its project, for variables. */
  readonly instance: string;
  readonly port?: number;
  readonly defaultPort: number;
  readonly envPrefix?: string;
  /** Parameters in its argument, besides the port. */
  readonly parameters?: readonly string[];
}

/** What differs between the two. */
export interface GoogleDatabaseProgram {
  readonly facts: PresetFacts;
  readonly name: string;
  readonly exitZero: string;
}

const HOST = '127.0.0.1';
const IAM_LOGIN = '--auto-iam-authn';
const CREDENTIALS_FOLDER = '/var/run/secrets/google';
const SET_ALREADY = 'Leave it out.';
const PORT_IS = 'Give each database its port.';
const ADDRESS_IS = 'Leave it out: the databases are for this Pod alone.';
const SOCKET_IS = 'Leave it out: the main containers are told ports.';
const CREDENTIALS_ARE = 'Use credentials.';
const GOOGLE_ACCOUNT = /^[a-z0-9][a-z0-9.-]*@[a-z0-9.-]+\.[a-z]+$/;

/** The sidecar of such a proxy. */
export function googleDatabaseProxy(
  scope: Construct, id: string, program: GoogleDatabaseProgram, databases: readonly ProxiedDatabase[], props: GoogleDatabaseProxyProps,
): NativeSidecarProps {
  const name = props.name ?? program.name;
  const { healthPort = 9090, drain = Duration.seconds(5), credentials, credentialsKey = 'service_account.json', iamLogin, googleServiceAccount } = props;
  if (credentials && googleServiceAccount !== undefined) {
    throw presetError(name, 'credentials', 'there is a googleServiceAccount, too, and the proxy can be only one of them.', 'Leave one of the two out.');
  }
  if (googleServiceAccount !== undefined && !GOOGLE_ACCOUNT.test(googleServiceAccount)) {
    throw presetError(name, 'googleServiceAccount', `'${googleServiceAccount}' is no e-mail address of a service account.`,
      'It has the form name@project.iam.gserviceaccount.com.');
  }
  const placed = withPorts(name, databases, healthPort);
  const construct = new Construct(scope, id);
  const health = (path: string, options: kplus.HttpGetProbeOptions) => kplus.Probe.fromHttpGet(path, { port: healthPort, ...options });
  return presetSidecar(program.facts, {
    name,
    args: [
      '--structured-logs', '--health-check', '--http-address=0.0.0.0', `--http-port=${healthPort}`,
      program.exitZero, `--max-sigterm-delay=${drain.toSeconds()}s`,
      ...iamLogin ? [IAM_LOGIN] : [],
      ...credentials ? [`--credentials-file=${CREDENTIALS_FOLDER}/${credentialsKey}`] : [],
      ...placed.map(({ uri, port, parameters = [] }) => `${uri}?${[`port=${port}`, ...parameters].join('&')}`),
    ],
    ownFlags: {
      '--structured-logs': SET_ALREADY,
      '-l': SET_ALREADY,
      '--health-check': 'Leave it out: the start gate needs it.',
      '--http-address': 'Leave it out: the kubelet looks from outside the Pod, and could not reach a loopback address.',
      '--http-port': 'Use healthPort.',
      '--port': PORT_IS,
      '-p': PORT_IS,
      '--address': ADDRESS_IS,
      '-a': ADDRESS_IS,
      '--unix-socket': SOCKET_IS,
      '-u': SOCKET_IS,
      '--max-sigterm-delay': 'Use drain.',
      '--credentials-file': CREDENTIALS_ARE,
      '-c': CREDENTIALS_ARE,
      '--json-credentials': CREDENTIALS_ARE,
      '-j': CREDENTIALS_ARE,
      [program.exitZero]: SET_ALREADY,
      [IAM_LOGIN]: 'Use iamLogin.',
      '-i': 'Use iamLogin.',
    },
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(64) } },
    startup: health('/startup', GATE_TIMES),
    liveness: health('/liveness', PATIENT_LIVENESS_TIMES),
    volumeMounts: credentials && [{
      path: CREDENTIALS_FOLDER, readOnly: true, volume: kplus.Volume.fromSecret(construct, 'credentials', credentials, { name: `${name}-credentials` }),
    }],
    drain,
    appEnvironment: Object.fromEntries(placed.flatMap(({ prefix, port }) => [
      [`${prefix}_HOST`, kplus.EnvValue.fromValue(HOST)], [`${prefix}_PORT`, kplus.EnvValue.fromValue(String(port))],
    ])),
    serviceAccount: googleServiceAccount === undefined ? undefined : new kplus.ServiceAccount(construct, 'account', {
      metadata: { annotations: { 'iam.gke.io/gcp-service-account': googleServiceAccount } },
    }),
  }, props);
}

interface PlacedDatabase extends ProxiedDatabase {
  readonly port: number;
  readonly prefix: string;
}

/** Databases with their ports, the next free one where none is said, and the prefixes of their variables. */
function withPorts(name: string, databases: readonly ProxiedDatabase[], healthPort: number): PlacedDatabase[] {
  if (databases.length === 0) {
    throw presetError(name, 'instances', 'there is none.', 'Name at least one database that it is to connect to.');
  }
  const taken = new Map<number, string>([[healthPort, 'the health endpoints']]);
  databases.forEach(({ uri, port }) => port !== undefined && take(name, taken, port, uri));
  const prefixes = new Map<string, string>();
  return databases.map(database => {
    let port = database.port;
    if (port === undefined) {
      port = database.defaultPort;
      while (taken.has(port)) {
        port += 1;
      }
      taken.set(port, database.uri);
    }
    const prefix = database.envPrefix ?? (databases.length === 1 ? 'DB' : database.instance.toUpperCase().replace(/[^A-Z0-9]/g, '_'));
    const other = prefixes.get(prefix);
    if (other !== undefined) {
      throw presetError(name, 'instances', `'${other}' and '${database.uri}' would both set ${prefix}_HOST and ${prefix}_PORT.`, 'Give one of them another envPrefix.');
    }
    if (!/^[A-Za-z_]\w*$/.test(prefix)) {
      throw presetError(name, 'instances', `'${prefix}' cannot begin the name of a variable.`, 'Set envPrefix to letters, digits and underscores, a letter first.');
    }
    prefixes.set(prefix, database.uri);
    return { ...database, port, prefix };
  });
}

function take(name: string, taken: Map<number, string>, port: number, uri: string): void {
  const other = taken.get(port);
  if (other !== undefined) {
    throw presetError(name, 'instances', `port ${port} of '${uri}' is that of ${other === 'the health endpoints' ? other : `'${other}'`}.`, 'Give each its own port.');
  }
  taken.set(port, uri);
}

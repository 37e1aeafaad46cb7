import { Container } from '../../manifest/types';

const HOST = '(localhost|127\\.0\\.0\\.1|\\[::1\\])';
/** A host of the Pod itself that no port comes after, or one that is put in later; not a range of addresses, nor a web page. */
const BARE_HOST = new RegExp(`(?<![\\w.-]|https?://)${HOST}(?![\\w.-]|:\\d|/\\d)`);
const ONLY_HOST = /^(localhost|127\.0\.0\.1|::1|\[::1\])$/;
const HOST_VARIABLE = /^(.+?)_?(HOST|HOSTNAME|ADDR|ADDRESS|SERVER)$/i;

/** How a client says that it waits for the address by itself. */
const WAITS = new RegExp('(^|[\\s;&|("\'`/])(until\\s|while\\s+!|wait-?for|wait-?on|wait4x|dockerize|linkerd-await)'
  + '|--retry-connrefused|(-proxy|pilot-agent)\\s+wait\\b');
/** A loop that asks again and again does not mind that nobody answers at first. */
const LOOPS = /(^|[\s;&|("'`])(for|while)\s/;
const ASKS = /(^|[\s;&|("'`/!])(nc|curl|wget|pg_isready|mysqladmin|redis-cli|grpcurl)\s/;
const SLEEPS = /(^|[\s;&|("'`/])sleep\s/;

/** One expression a port that was asked for; there are few. */
const addresses = new Map<number, RegExp>();

/**
 * The address of a port on the Pod's loopback, in a text.
 */
function addressOf(port: number): RegExp {
  let address = addresses.get(port);
  if (!address) {
    address = new RegExp(`(?<![\\w.-])${HOST}:${port}(?!\\d)`);
    addresses.set(port, address);
  }
  return address;
}

/**
 * What a container starts, in one text.
 */
export function commandLine({ command = [], args = [] }: Pick<Container, 'command' | 'args'>): string {
  return [...command, ...args].join(' ');
}

/**
 * Whether a container names a port on the Pod's loopback, by which it talks to another container: `localhost:5432`,
 * `-h 127.0.0.1 -p 5432`, or `DB_HOST` and `DB_PORT`.
 */
export function namesPort(container: Container, port: number): boolean {
  const { command = [], args = [], env = [] } = container;
  const address = addressOf(port);
  return command.some(text => address.test(text))
    || args.some(text => address.test(text))
    || env.some(({ value }) => value !== undefined && address.test(String(value)))
    || namesApart(commandLine(container), String(port))
    || env.some(({ name, value }) => ONLY_HOST.test(String(value)) && hasPortVariable(env, name, String(port)));
}

function namesApart(line: string, port: string): boolean {
  if (!line.includes(port)) {
    return false;
  }
  const words = line.split(/[\s='";]+/);
  return words.includes(port) && words.some(word => ONLY_HOST.test(word));
}

function hasPortVariable(env: NonNullable<Container['env']>, hostVariable: string, port: string): boolean {
  const [, prefix] = HOST_VARIABLE.exec(hostVariable) ?? [];
  return prefix !== undefined
    && env.some(({ name, value }) => (name === `${prefix}_PORT` || name === `${prefix}PORT`) && String(value) === port);
}

/**
 * Whether a container names the Pod's loopback as the host of something, and leaves the port to be put in, or to be the usual one.
 */
export function namesHost(container: Container): boolean {
  return BARE_HOST.test(commandLine(container)) || (container.env ?? []).some(({ value }) => value !== undefined && BARE_HOST.test(String(value)));
}

/**
 * Whether a container waits by itself for what it talks to, or asks again until somebody answers.
 */
export function waitsByItself(container: Container): boolean {
  const line = commandLine(container);
  return WAITS.test(line) || (LOOPS.test(line) && ASKS.test(line) && SLEEPS.test(line));
}

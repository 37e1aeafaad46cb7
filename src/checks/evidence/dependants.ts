import { KnownProgram } from './known-programs';
import { commandLine, namesHost, namesPort, waitsByItself } from './loopback';
import { runningProgram } from './running-program';
import { readVolume } from './shared-volume';
import { usualPorts } from './usual-ports';
import { PlacedContainer } from '../../manifest/containers';
import { Container, PodSpec } from '../../manifest/types';

/**
 * Why the containers after a sidecar need it to be up, as parts of a sentence.
 */
export interface Dependence {
  /**
   * `client` if one of them talks to it, `reader` if one reads what it writes, `proxy` if it is known to be there for them, `traffic`
   * if all that they send and get goes through it, `offer` if it listens, and nobody is seen to need that.
   */
  readonly kind: 'client' | 'reader' | 'proxy' | 'traffic' | 'offer';
  /** What is so, such as `'app' talks to port 5000 of this sidecar`. */
  readonly what: string;
  /** Who should wait, such as `it`. */
  readonly who: string;
  /** How long, such as `until that port answers`. */
  readonly until: string;
}

/** Proxies for those who call the Pod from outside: its own containers do not talk to them. */
const FOR_OTHERS = ['OAuth2 Proxy', 'kube-rbac-proxy'];
/** Proxies that stand before a Pod as often as behind it: that its own containers talk to them has to be seen. */
const FOR_EITHER = ['Envoy', 'Tailscale'];
/** Proxies that nobody but the other containers of the Pod talks to. */
const ONLY_FOR_POD = ['Cloud SQL Auth Proxy', 'AlloyDB Auth Proxy', 'Dapr'];

/** Names of things that look after the other containers, or bring away what they write, and that nobody in the Pod waits for. */
const LOOKS_AFTER = new RegExp('(^|[/._-])(logs?|logging|logger|shipper|exporter|metrics|monitor|monitoring|collector|agent|watcher|reloader'
  + '|syncer|backup|uploader|forwarder|telemetry|otel|tracing|debug|debugger|shell|cleaner)([._-]|$)', 'i');
/** Commands of what takes from others, or does nothing at all. */
const TAKES = /(^|[\s;&|("'`/])(tail\s[^;&|]{0,99}-[a-zA-Z]*[fF]|curl\s|wget\s|sleep\s+inf)/;
/** Ports for those who look after the Pod. */
const LOOKED_AT = /metric|prom|health|admin|debug|probe|status|stats|pprof|livez|readyz/i;

/**
 * Whether the containers after a sidecar wait for more than that its process runs.
 */
export function isGated({ startupProbe, lifecycle }: Container): boolean {
  return Boolean(startupProbe ?? lifecycle?.postStart);
}

/**
 * Whether a known program may be there for the other containers of its Pod.
 */
export function servesPod({ role, name }: KnownProgram): boolean {
  return role === 'proxy' && !FOR_OTHERS.includes(name);
}

/**
 * Whether a known program is there for the other containers of its Pod, and for nobody else.
 */
export function servesOnlyPod({ name }: KnownProgram): boolean {
  return ONLY_FOR_POD.includes(name);
}

/**
 * The TCP ports that a container declares.
 */
export function declaredPorts({ ports = [] }: Container): number[] {
  return ports.filter(({ protocol = 'TCP' }) => protocol === 'TCP').map(({ containerPort }) => containerPort);
}

/**
 * The TCP ports on which a container is there for others: the declared ones, and the usual ones of its program, unless another
 * container has them.
 */
export function offeredPorts(container: Container, all: readonly PlacedContainer[]): number[] {
  const declared = declaredPorts(container);
  const usual = usualPorts(runningProgram(container)).filter(port => !declared.includes(port)
    && all.every(other => other.container === container || !declaredPorts(other.container).includes(port)));
  return [...declared, ...usual];
}

/**
 * Why the containers after a sidecar need it to be up when they start, as far as that can be seen. Those that wait by themselves
 * do not.
 */
export function dependenceOn(sidecar: PlacedContainer, all: readonly PlacedContainer[], podSpec: PodSpec): Dependence | undefined {
  const { container } = sidecar;
  const place = all.indexOf(sidecar);
  const ports = offeredPorts(container, all);
  const program = runningProgram(container);
  const later = upToOneThatWaits(all.slice(place + 1), ports, program);
  const impatient = later.filter(other => !waitsByItself(other.container));
  return clientOf(ports, impatient)
    ?? readerOf(sidecar, all, impatient, podSpec)
    ?? (program?.role === 'mesh' && impatient.length > 0 ? ofMesh(program) : undefined)
    ?? (impatient.length === 0 || impatient.length < later.length ? undefined
      : program && isProxyFor(program, impatient) ? ofProxy(program, impatient) : ofOffer(container, program));
}

function isProxyFor(program: KnownProgram, others: readonly PlacedContainer[]): boolean {
  return servesPod(program) && (!FOR_EITHER.includes(program.name) || others.some(({ container }) => namesHost(container)));
}

/** An init container that waits for the sidecar keeps all that comes after it waiting as well. */
function upToOneThatWaits(
  later: readonly PlacedContainer[], ports: readonly number[], program: KnownProgram | undefined,
): readonly PlacedContainer[] {
  const waiting = later.findIndex(({ container, role }) => role === 'init' && waitsByItself(container)
    && (program?.role === 'mesh' || namesHost(container) || ports.some(port => namesPort(container, port))));
  return waiting < 0 ? later : later.slice(0, waiting);
}

function clientOf(ports: readonly number[], others: readonly PlacedContainer[]): Dependence | undefined {
  for (const port of ports) {
    const client = others.find(({ container }) => namesPort(container, port));
    if (client) {
      return { kind: 'client', what: `'${client.container.name}' talks to port ${port} of this sidecar`, who: 'it', until: 'until that port answers' };
    }
  }
  return undefined;
}

function readerOf(
  sidecar: PlacedContainer, all: readonly PlacedContainer[], others: readonly PlacedContainer[], podSpec: PodSpec,
): Dependence | undefined {
  const found = readVolume(podSpec, sidecar.container, all.slice(0, all.indexOf(sidecar)), others);
  return found && {
    kind: 'reader',
    what: `'${found.reader}' reads what this sidecar writes to the volume '${found.volume}'`,
    who: 'it',
    until: 'until that is there',
  };
}

function ofMesh({ name }: KnownProgram): Dependence {
  return { kind: 'traffic', what: `the traffic of the other containers goes through this sidecar (${name})`, who: 'them', until: 'until it is ready' };
}

function ofProxy({ name }: KnownProgram, others: readonly PlacedContainer[]): Dependence {
  const client = others.find(({ container }) => namesHost(container));
  return {
    kind: 'proxy',
    what: client ? `'${client.container.name}' talks to a port of this Pod, and this sidecar is a proxy (${name})`
      : `this sidecar is a proxy for the other containers (${name})`,
    who: client ? 'it' : 'them',
    until: 'until that proxy answers',
  };
}

function ofOffer(container: Container, program: KnownProgram | undefined): Dependence | undefined {
  const port = looksAfterOthers(container, program) ? undefined
    : container.ports?.find(({ name = '', protocol = 'TCP' }) => protocol === 'TCP' && !LOOKED_AT.test(name))?.containerPort;
  return port === undefined ? undefined : {
    kind: 'offer', what: `this sidecar listens on port ${port}`, who: 'the other containers', until: 'until that port answers',
  };
}

function looksAfterOthers(container: Container, program: KnownProgram | undefined): boolean {
  return (program !== undefined && program.role !== 'server' && !servesPod(program))
    || LOOKS_AFTER.test(container.name)
    || LOOKS_AFTER.test((container.image ?? '').replace(/[:@].*$/, '').replace(/^.*\//, ''))
    || TAKES.test(commandLine(container));
}

import { expandedInProbe } from './expansion';
import { shellWords } from './shell';
import { Container, Probe } from '../../manifest/types';

/** A startup probe, liveness probe or hook does one of these. */
type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket'> & {
  readonly grpc?: { readonly port: number };
  readonly sleep?: { readonly seconds: number };
};

/** To the API server, 0 is not set. */
const DEFAULTS = { timeoutSeconds: 1, periodSeconds: 10, failureThreshold: 3 };

/**
 * What the kubelet does for a probe, as a command of the supervisor's shell, in which `$_bb` is busybox and `$_ip` the address
 * of the Pod.
 */
export function probeCommand(probe: Probe, container: Container): string {
  const exec = probe.exec && { command: probe.exec.command?.map(word => expandedInProbe(word, container)) };
  return handlerCommand({ ...probe, exec }, container, probe.timeoutSeconds || DEFAULTS.timeoutSeconds);
}

/**
 * What the kubelet does for a hook, as a command of the supervisor's shell, in which `$_time` is how many seconds it may take.
 */
export function hookCommand(hook: Handler, container: Container): string {
  return handlerCommand(hook, container, '"$_time"');
}

/**
 * When a probe is tried: delay, period, number of failures that count as one, and the grace period of what it stops.
 */
export function probeTiming(probe: Probe, grace: number): string {
  return [
    probe.initialDelaySeconds ?? 0,
    probe.periodSeconds || DEFAULTS.periodSeconds,
    probe.failureThreshold || DEFAULTS.failureThreshold,
    probe.terminationGracePeriodSeconds ?? grace,
  ].join(' ');
}

/**
 * Whether a command asks for the Pod's address, which the supervisor then has to be told.
 */
export function needsPodIp(command: string): boolean {
  return command.includes('$_ip');
}

/**
 * The number of a port that a probe names; undefined if the container has no such port.
 */
export function portNumber(port: number | string, { ports = [] }: Container): number | undefined {
  const number = typeof port === 'number' || /^\d+$/.test(port) ? Number(port) : ports.find(({ name }) => name === port)?.containerPort;
  return number;
}

function handlerCommand({ exec, httpGet, tcpSocket, grpc, sleep }: Handler, container: Container, seconds: number | string): string {
  const within = `"$_bb" timeout ${seconds}`;
  if (exec) {
    return `${within} ${shellWords(exec.command ?? [])}`;
  }
  if (httpGet) {
    const { scheme = 'HTTP', host, port, path = '/', httpHeaders = [] } = httpGet;
    const options = [
      ...scheme === 'HTTPS' ? ['--no-check-certificate'] : [],
      ...httpHeaders.map(({ name, value }) => `--header ${shellWords([`${name}: ${value}`])}`),
    ];
    const address = `${scheme.toLowerCase()}://${hostWord(host)}:${portNumber(port, container)}${shellWords([path.replace(/^(?!\/)/, '/')])}`;
    return [within, '"$_bb" wget -q -O /dev/null', ...options, address].join(' ');
  }
  if (sleep) {
    return `${within} "$_bb" sleep ${sleep.seconds}`;
  }
  const { host, port } = { host: undefined, ...tcpSocket ?? grpc! };
  return `"$_bb" nc -w ${seconds} ${hostWord(host)} ${portNumber(port, container)} -e "$_bb" true`;
}

/** As the kubelet does, a probe goes to the Pod's address unless it says otherwise. */
function hostWord(host: string | undefined): string {
  return !host ? '"$_ip"' : shellWords([host.includes(':') && !host.startsWith('[') ? `[${host}]` : host]);
}

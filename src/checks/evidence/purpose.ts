import { knownProgram } from './known-programs';
import { Container } from '../../manifest/types';

/** Agents that bring something to the other containers, rather than take it from them. */
const SUPPLIERS = ['Vault agent', 'git-sync'];
/** Proxies that are the main thing in a Pod as often as not. */
const ALSO_MAINS = ['Envoy', 'PgBouncer', 'Tailscale'];
const TELEMETRY_NAME = new RegExp('(^|-)((logs?|logging|logger|metrics?|telemetry|otel|statsd|traces?|tracing)(-(agent|collector|exporter|forwarder|router|shipper|sidecar'
  + '|tailer|streamer))?|log-?shipper|exporter|fluent-?bit|fluentd|filebeat|promtail)$');

/**
 * Whether a container takes logs, metrics or traces away, and serves no requests. A short name such as `logs` tells that of a sidecar only.
 */
export function isTelemetry(container: Container): boolean {
  const program = knownProgram(container);
  return program ? program.role === 'agent' && !SUPPLIERS.includes(program.name) : TELEMETRY_NAME.test(container.name);
}

/**
 * Whether a container brings files to the other containers, such as secrets or a repository.
 */
export function isSupplier(container: Container): boolean {
  return SUPPLIERS.includes(knownProgram(container)?.name ?? '');
}

/**
 * Whether a container is surely there for the sake of another one: its program is of no use without one.
 */
export function isCompanion(container: Container): boolean {
  const program = knownProgram(container);
  return program?.role === 'mesh' || (program?.role === 'proxy' && !ALSO_MAINS.includes(program.name)) || /(^|-)sidecar(-|$)/.test(container.name);
}

import { KnownProgram } from './known-programs';

/** The TCP ports that programs listen on for others, unless they are told otherwise; by the name of the program. */
const USUAL_PORTS: { readonly [program: string]: readonly number[] } = {
  'Cloud SQL Auth Proxy': [5432, 3306, 1433],
  'AlloyDB Auth Proxy': [5432],
  'PgBouncer': [6432, 5432],
  'Dapr': [3500, 50001],
  'OpenTelemetry Collector': [4317, 4318],
  'Redis': [6379],
  'Memcached': [11211],
  'MySQL': [3306],
  'PostgreSQL': [5432],
  'MongoDB': [27017],
  'RabbitMQ': [5672],
  'Docker daemon': [2375, 2376],
};

/**
 * The TCP ports that a program listens on for others, unless it is told otherwise.
 */
export function usualPorts(program: KnownProgram | undefined): readonly number[] {
  return program && USUAL_PORTS[program.name] || [];
}

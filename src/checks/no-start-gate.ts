import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, PlacedContainer } from '../manifest/containers';
import { Container } from '../manifest/types';

/** The next container starts when a sidecar is started, and it is that as soon as it runs unless a probe says otherwise (KEP-753). */
export const noStartGate: Rule = {
  id: 'SC301',
  slug: 'no-start-gate',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  check: ({ podSpec, podSpecPath }) => {
    const containers = containersOf(podSpec);
    if (containers.every(({ container, role }) => role !== 'sidecar' || isGated(container))) {
      return [];
    }
    return containers.flatMap(({ container, path, role }, i) => {
      const talk = role === 'sidecar' && !isGated(container) && talksTo(container, containers.slice(i + 1));
      return !talk ? [] : [{
        container: container.name,
        field: `${podSpecPath}.${path}.startupProbe`,
        message: `'${talk.client}' talks to port ${talk.port} of this sidecar, but nothing makes it wait until that port answers: `
          + 'without a startup probe a sidecar counts as started as soon as its process runs, and a readiness probe does not hold anything back.',
        fix: 'Give the sidecar a startup probe.',
      }];
    });
  },
};

function isGated({ startupProbe, lifecycle }: Container): boolean {
  return Boolean(startupProbe ?? lifecycle?.postStart);
}

/** How a client says that it waits for the address by itself. */
const WAITS = /(^|[\s;&|("'`/])(until\s|while\s+!|wait-?for|wait-?on|wait4x|dockerize)|--retry-connrefused/;

/** The first container that names an address of the sidecar on the Pod's loopback, and does not wait for it by itself. */
function talksTo({ ports = [] }: Container, others: readonly PlacedContainer[]): { client: string; port: number } | undefined {
  const impatient = others.filter(({ container: { command = [], args = [] } }) => !WAITS.test([...command, ...args].join(' ')));
  for (const { containerPort: port } of ports) {
    const address = new RegExp(`(?<![\\w.-])(localhost|127\\.0\\.0\\.1|\\[::1\\]):${port}(?!\\d)`);
    const client = impatient.find(({ container: { command = [], args = [], env = [] } }) =>
      [...command, ...args, ...env.map(({ value }) => value ?? '')].some(text => address.test(text)));
    if (client) {
      return { client: client.container.name, port };
    }
  }
  return undefined;
}

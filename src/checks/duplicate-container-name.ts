import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';

/** Names are unique over init containers and main containers (core validation, `ValidatePodSpec`). */
export const duplicateContainerName: Rule = {
  id: 'SC106',
  slug: 'duplicate-container-name',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  check: ({ podSpec, podSpecPath }) => {
    const containers = containersOf(podSpec);
    if (new Set(containers.map(({ container }) => container.name)).size === containers.length) {
      return [];
    }
    const first = new Map<string, string>();
    return containers.flatMap(({ container, path }) => {
      const other = first.get(container.name);
      if (other === undefined) {
        first.set(container.name, path);
        return [];
      }
      return [nameTaken(container.name, other, `${podSpecPath}.${path}.name`)];
    });
  },
};

/**
 * What is said of a container whose name another one has.
 */
export function nameTaken(name: string, other: string, field: string): Finding {
  return {
    container: name,
    field,
    message: `the name is taken by ${other}; init containers, sidecars and main containers of a Pod share one set of names.`,
    fix: 'Give one of them another name.',
  };
}

import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';

/** Containers that run at the same time share the Pod's network: sidecars and mains, not plain init containers. */
export const portConflict: Rule = {
  id: 'SC601',
  slug: 'port-conflict',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  check: ({ podSpec, podSpecPath }) => {
    const listening = containersOf(podSpec).filter(({ container, role }) => container.ports && role !== 'init');
    if (listening.length < 2) {
      return [];
    }
    const owners = new Map<string, string>();
    return listening.flatMap(({ container, path }) =>
      (container.ports ?? []).flatMap(({ containerPort, protocol = 'TCP' }, i) => {
        const port = `${containerPort}/${protocol}`;
        const owner = owners.get(port) ?? container.name;
        owners.set(port, owner);
        return owner === container.name ? [] : [{
          container: container.name,
          field: `${podSpecPath}.${path}.ports[${i}].containerPort`,
          message: `'${owner}' also has port ${port}, and the containers of a Pod share one network: only the first to listen gets it.`,
          fix: 'Let one of them listen on another port.',
        }];
      }));
  },
};

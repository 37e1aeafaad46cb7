import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, SIDECAR_FIELDS } from '../manifest/containers';

export const probeOrLifecycleOnPlainInit: Rule = {
  id: 'SC105',
  slug: 'probe-or-lifecycle-on-plain-init',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  check: ({ podSpec, podSpecPath }) => containersOf(podSpec)
    .filter(({ role }) => role === 'init')
    .flatMap(({ container, path }) => SIDECAR_FIELDS
      .filter(field => container[field])
      .map(field => forbiddenOnInit(container.name, field, `${podSpecPath}.${path}.${field}`))),
};

/**
 * What is said of a plain init container that has what only other containers may have.
 */
export function forbiddenOnInit(container: string, name: typeof SIDECAR_FIELDS[number], field: string): Finding {
  return {
    container,
    field,
    message: `a plain init container may not have ${name}; the API server rejects it`
      + ' ("may not be set for init containers without restartPolicy=Always").',
    fix: name === 'startupProbe'
      ? 'If it is to keep running, make it a NativeSidecar; else take the probe off (cdk8s-plus adds one where portNumber is set).'
      : `If it is to keep running, make it a NativeSidecar; else take ${name} off.`,
  };
}

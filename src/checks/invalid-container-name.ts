import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';

/** RFC 1123, as the API server checks it. */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

export const invalidContainerName: Rule = {
  id: 'SC111',
  slug: 'invalid-container-name',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  check: ({ podSpec, podSpecPath }) => containersOf(podSpec)
    .filter(({ container }) => !isValidName(container.name))
    .flatMap(({ container, path }) => nameFindings(container.name, `${podSpecPath}.${path}.name`)),
};

/**
 * What is wrong with the name of one container.
 */
export function nameFindings(name: string | undefined, field: string): Finding[] {
  return isValidName(name) ? [] : [{
    container: name ?? '',
    field,
    message: `'${name ?? ''}' is not a valid container name.`,
    fix: 'Use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends.',
  }];
}

function isValidName(name: string | undefined): boolean {
  return DNS_LABEL.test(name ?? '');
}

import { Finding, Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { isPlaceholder } from '../manifest/placeholder';

/** RFC 1123, as the API server checks it. */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** How placeholders are written that are nothing but a word, such as `CONTAINER_NAME`. */
const TO_BE_REPLACED = /^(YOUR|MY|THE)?([_-]?[A-Z]+)*[_-]NAME$|^(YOUR|REPLACE|CHANGE)[_-]?[A-Z_-]+$/;

const TEXT: RuleText = {
  summary: 'The name of a container is not a DNS label.',
  details: `The API server takes at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends (RFC 1123). Names with
capitals, dots or underscores, and empty ones, are rejected. Nothing is said of placeholders such as \`<NAME>\` and \`\${NAME}\`.`,
  versions: 'all',
  sources: ['kubernetes/kubernetes, ValidateDNS1123Label'],
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  initContainers:
    - name: page_cache
      image: memcached:1.6-alpine
      restartPolicy: Always
      startupProbe:
        tcpSocket: {port: 11211}
      resources:
        requests: {cpu: 50m, memory: 64Mi}
  containers:
    - name: shop
      image: nginx:1.29-alpine
`,
  corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  initContainers:
    - name: page-cache
      image: memcached:1.6-alpine
      restartPolicy: Always
      startupProbe:
        tcpSocket: {port: 11211}
      resources:
        requests: {cpu: 50m, memory: 64Mi}
  containers:
    - name: shop
      image: nginx:1.29-alpine
`,
};

export const invalidContainerName: Rule = {
  id: 'SC111',
  slug: 'invalid-container-name',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  isGeneral: true,
  text: TEXT,
  check: ({ podSpec, podSpecPath, isGuess }) => containersOf(podSpec)
    .filter(({ container }) => !isValidName(container.name) && !isPlaceholder(container.name) && !TO_BE_REPLACED.test(container.name ?? '') && !(isGuess && !container.name))
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

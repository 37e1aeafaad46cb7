import { isFragment } from './evidence/unfinished';
import { Finding, Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { fieldAt } from '../manifest/fields';
import { isPlaceholder } from '../manifest/placeholder';
import { Container } from '../manifest/types';
import { Workload } from '../manifest/workloads';

const TEXT: RuleText = {
  summary: 'A container has no image, or spaces around it.',
  details: `The API server rejects a Pod with a container that has no image, and one whose image begins or ends with a space. Templates of Pods
may have a blank image where something fills it in: OpenShift does so by image triggers, and nothing is said there. Nor is it of kinds that
are not known here, and of manifests that are to be merged into others, as the patches of kustomize are.`,
  versions: 'all',
  sources: ['kubernetes/kubernetes, validateContainerCommon', 'openshift/origin#14659'],
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  initContainers:
    - name: cache
      image: memcached:1.6-alpine
      restartPolicy: Always
      startupProbe:
        tcpSocket: {port: 11211}
      resources:
        requests: {cpu: 50m, memory: 64Mi}
  containers:
    - name: shop
      command: [nginx, -g, daemon off;]
`,
  corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  initContainers:
    - name: cache
      image: memcached:1.6-alpine
      restartPolicy: Always
      startupProbe:
        tcpSocket: {port: 11211}
      resources:
        requests: {cpu: 50m, memory: 64Mi}
  containers:
    - name: shop
      image: nginx:1.29-alpine
      command: [nginx, -g, daemon off;]
`,
};

export const imageMissing: Rule = {
  id: 'SC112',
  slug: 'image-missing',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  isGeneral: true,
  text: TEXT,
  check: workload => containersOf(workload.podSpec).flatMap(({ container, path }) => {
    const findings = imageFindings(container.name, container.image, `${workload.podSpecPath}.${path}.image`);
    const isMissing = findings.length > 0 && !container.image?.trim();
    return isMissing && (isPlaceholder(container.name) || isStub(container) || isFragment(workload) || mayBeFilledIn(workload)) ? [] : findings;
  }),
};

/** Nothing but a name: it stands for a container that is to be seen elsewhere. */
function isStub(container: Container): boolean {
  return Object.keys(container).every(key => key === 'name');
}

/** Whether something else may say which image a container has. */
function mayBeFilledIn({ object, kind, isGuess }: Workload): boolean {
  return isGuess === true || kind === 'DeploymentConfig' || fieldAt(object, ['metadata', 'annotations', 'image.openshift.io/triggers']) !== undefined;
}

/**
 * What is wrong with the image of one container.
 */
export function imageFindings(container: string, image: string | undefined, field: string): Finding[] {
  const trimmed = image?.trim() ?? '';
  return trimmed !== '' && trimmed === image ? [] : [{
    container,
    field,
    message: trimmed === '' ? 'it has no image.' : `the image '${image}' has spaces around it.`,
    fix: 'Set image to what the node is to pull, such as \'busybox:1.37\'.',
  }];
}

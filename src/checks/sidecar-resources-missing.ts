import { utilizationMetrics } from './evidence/autoscaler-metrics';
import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { PlacedContainer, sidecarsOf } from '../manifest/containers';
import { fieldAt } from '../manifest/fields';
import { qosClass } from '../manifest/pod-resources';
import { RelatedObjects } from '../manifest/related-objects';
import { Container } from '../manifest/types';
import { Workload } from '../manifest/workloads';

const RESOURCES = ['cpu', 'memory'] as const;

interface Lacking extends PlacedContainer {
  readonly missing: readonly string[];
}

/** Sidecars count for the Pod as its main containers do: to the scheduler, for the QoS class, and to autoscalers (KEP-753). */
export const sidecarResourcesMissing: Rule = {
  id: 'SC501',
  slug: 'sidecar-resources-missing',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A sidecar has no resource requests, and what depends on those of the whole Pod goes wrong.',
    details: `
A sidecar runs as long as the Pod does, so its requests count like those of the main containers. Without them

- the scheduler reserves nothing for it, and it is the first to starve when the node is busy;
- a Pod whose other containers all have requests that equal their limits is no longer \`Guaranteed\`, and is evicted sooner;
- a HorizontalPodAutoscaler with a utilization target fails with \`missing request for cpu in container ...\`, and does not scale at all.

Give the sidecar requests for cpu and memory, and the same limits if the Pod is to be \`Guaranteed\`. A Pod with resources of its own
(\`spec.resources\`) does not need them.`,
    versions: '1.28 and later; autoscalers count sidecars from 1.29 on',
    sources: ['KEP-753', 'kubernetes/kubernetes#120001', 'kubernetes/kubernetes#79365'],
    example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: logs
      image: fluent/fluent-bit:4.0
      restartPolicy: Always
  containers:
    - name: web
      image: nginx:1.29
      resources:
        requests: { cpu: 200m, memory: 128Mi }
`,
    corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: logs
      image: fluent/fluent-bit:4.0
      restartPolicy: Always
      resources:
        requests: { cpu: 50m, memory: 64Mi }
  containers:
    - name: web
      image: nginx:1.29
      resources:
        requests: { cpu: 200m, memory: 128Mi }
`,
  },
  check: (workload, { others }) => {
    const { podSpec, podSpecPath } = workload;
    const lacking = sidecarsOf(podSpec).flatMap((placed): Lacking[] => {
      const missing = placed.container.image === undefined ? [] : missingRequests(placed.container);
      return missing.length > 0 ? [{ ...placed, missing }] : [];
    });
    if (lacking.length === 0 || fieldAt(podSpec, ['resources']) !== undefined) {
      return [];
    }
    const isGuaranteed = isGuaranteedWithout(workload, lacking);
    return lacking.map((sidecar): Finding => {
      const trouble = troubleWithAutoscaler(sidecar, workload, others) ?? (isGuaranteed ? LOSES_GUARANTEE : undefined)
        ?? troubleOnNode(sidecar, podSpec.containers ?? []);
      return {
        container: sidecar.container.name,
        field: `${podSpecPath}.${sidecar.path}.resources.requests`,
        message: `it has no request for ${sidecar.missing.join(' and ')}${trouble.consequence}.`,
        fix: trouble.fix,
        ...trouble.severity && { severity: trouble.severity },
      };
    });
  },
};

interface Trouble {
  readonly consequence: string;
  readonly fix: string;
  readonly severity?: DiagnosticSeverity;
}

const REQUEST = 'Set resources.requests of the sidecar, cpu and memory.';
const LOSES_GUARANTEE: Trouble = {
  consequence: ', while all others have limits and requests that equal them: because of this one the Pod is not Guaranteed, and is evicted sooner',
  fix: 'Set requests and equal limits of the sidecar, cpu and memory.',
};

function troubleWithAutoscaler({ container: { name }, missing }: Lacking, workload: Workload, others: RelatedObjects): Trouble | undefined {
  for (const autoscaler of others.autoscalersOf(workload)) {
    const metric = utilizationMetrics(autoscaler).find(({ resource, container = name }) => missing.includes(resource) && container === name);
    if (metric) {
      return {
        consequence: `, so the HorizontalPodAutoscaler '${autoscaler.metadata?.name}' cannot tell how much of it the Pods use: `
          + `it stops at "missing request for ${metric.resource} in container ${name}"`,
        fix: REQUEST,
      };
    }
  }
  return undefined;
}

function troubleOnNode({ container, missing }: Lacking, mains: readonly Container[]): Trouble {
  const isAlone = missing.length === RESOURCES.length && mains.length > 0 && mains.every(main => missingRequests(main).length < RESOURCES.length);
  return isAlone
    ? { consequence: ', while the main containers have some: none is reserved for it on the node, and it starves before they do', fix: REQUEST }
    : {
      consequence: ': none is reserved for it on the node, though it runs as long as the Pod',
      fix: REQUEST,
      // Who wrote resources down thought of them, and forgot what counts; samples without any leave them to whoever takes them up.
      ...container.resources === undefined && { severity: DiagnosticSeverity.INFO },
    };
}

/** A limit without a request is a request too. */
function missingRequests({ resources }: Container): string[] {
  return RESOURCES.filter(name => (resources?.requests?.[name] ?? resources?.limits?.[name]) === undefined);
}

function isGuaranteedWithout({ podSpec }: Workload, lacking: readonly Lacking[]): boolean {
  const left = podSpec.initContainers!.filter(container => !lacking.some(sidecar => sidecar.container === container));
  return qosClass({ ...podSpec, initContainers: left }) === 'Guaranteed';
}

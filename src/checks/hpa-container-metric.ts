import { containerMetrics } from './evidence/autoscaler-metrics';
import { mayBeInjected } from './evidence/injection';
import { isWhole } from './evidence/unfinished';
import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { Workload } from '../manifest/workloads';

/** The controller looks for the container by its name in what the metrics server says of each running Pod. */
export const hpaContainerMetric: Rule = {
  id: 'SC504',
  slug: 'hpa-container-metric',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A HorizontalPodAutoscaler scales by a container that the Pods do not have, that has ended by then, or that is only a sidecar.',
    details: `
A metric of the type \`ContainerResource\` measures one container of each Pod, and finds it by its name. If there is none of that name, or if it
is a plain init container, which does not run any more when metrics are taken, the controller reports
\`container ... not present in metrics for pod ...\` and the metric never moves anything.

A native sidecar can be measured. But what a proxy or a log shipper uses says little of how busy the main container is, so that is mostly a slip.`,
    versions: '1.27 and later',
    sources: ['autoscaling/v2 ContainerResourceMetricSource', 'KEP-1610', 'kubernetes/kubernetes#120001'],
    example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: nginx:1.29
          resources:
            requests: { cpu: 200m, memory: 128Mi }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: 10
  metrics:
    - type: ContainerResource
      containerResource:
        name: cpu
        container: app
        target: { type: Utilization, averageUtilization: 60 }
`,
    corrected: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: nginx:1.29
          resources:
            requests: { cpu: 200m, memory: 128Mi }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: 10
  metrics:
    - type: ContainerResource
      containerResource:
        name: cpu
        container: web
        target: { type: Utilization, averageUtilization: 60 }
`,
  },
  check: (workload, { others }) => others.autoscalersOf(workload).flatMap(object =>
    containerMetrics(object).flatMap(({ container, field }): Finding[] => {
      const trouble = troubleWith(container, workload);
      return trouble ? [{ object, field, ...trouble }] : [];
    })),
};

function troubleWith(name: string, workload: Workload): Pick<Finding, 'message' | 'fix' | 'severity'> | undefined {
  const { kind, podSpec, object } = workload;
  const owner = `${kind} '${object.metadata?.name}'`;
  const containers = containersOf(podSpec);
  const found = containers.find(({ container }) => container.name === name);
  if (found?.role === 'main' || (!found && mayBeInjected(workload, name))) {
    return undefined;
  }
  if (found?.role === 'sidecar') {
    return {
      message: `'${name}' is a sidecar of ${owner}: Pods are added when the sidecar is busy, however busy the main container is.`,
      fix: 'Name a main container, unless it is the sidecar that needs more Pods.',
      severity: DiagnosticSeverity.INFO,
    };
  }
  return {
    message: `${found ? `'${name}' is an init container of ${owner}, which has ended when metrics are taken` : `${owner} has no container '${name}'`}: `
      + `the autoscaler stops at "container ${name} not present in metrics", and does not scale by it.`,
    fix: `Name one of: ${containers.filter(({ role }) => role === 'main').map(({ container }) => container.name).join(', ')}.`,
    ...isWhole(workload) && { severity: DiagnosticSeverity.ERROR },
  };
}

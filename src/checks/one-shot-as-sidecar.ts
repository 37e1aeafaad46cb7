import { certainlyEnds, endOfRun, probablyEnds } from './evidence/end-of-run';
import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, hasSidecarFields, sidecarsOf } from '../manifest/containers';
import { pointerTo } from '../manifest/json-patch';
import { Container } from '../manifest/types';

/** The kubelet restarts a sidecar whenever it ends, and starts the next container as soon as it runs (KEP-753). */
export const oneShotAsSidecar: Rule = {
  id: 'SC206',
  slug: 'one-shot-as-sidecar',
  severity: DiagnosticSeverity.ERROR,
  basis: 'judgement',
  text: {
    summary: 'A native sidecar does one thing and ends, so it is restarted again and again, and nothing waits for it.',
    details: `\`restartPolicy: Always\` makes an init container a sidecar, which is to run as long as the Pod does. Whenever it ends, the kubelet
starts it again, at growing intervals of up to five minutes. And the containers after it start as soon as it runs, not when it is done: a main
container meets a database that is not migrated, or a volume that is not filled.

Take \`restartPolicy\` away: a plain init container runs to its end before the next one starts. It is an error where the command surely ends
(a migration, a copy, a loop that waits until a service answers), and a warning where only a name says so. Nothing is said of commands that sleep
for a while, which may be meant to be run again, and where the exit of the container restarts the whole Pod (\`RestartAllContainers\`).`,
    versions: '1.28 and later',
    sources: ['KEP-753', 'KEP-5532'],
    example: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shop }
    spec:
      initContainers:
        - name: migrate
          image: registry.example.com/shop:5.2
          restartPolicy: Always
          command: [python, manage.py, migrate]
          resources:
            requests: { cpu: 100m, memory: 128Mi }
      containers:
        - name: shop
          image: registry.example.com/shop:5.2
`,
    corrected: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shop }
    spec:
      initContainers:
        - name: migrate
          image: registry.example.com/shop:5.2
          command: [python, manage.py, migrate]
          resources:
            requests: { cpu: 100m, memory: 128Mi }
      containers:
        - name: shop
          image: registry.example.com/shop:5.2
`,
  },
  check: ({ podSpec, podSpecPath }, { native, lowered }) => {
    const sidecars = native || lowered ? sidecarsOf(podSpec) : [];
    if (sidecars.length === 0 || containersOf(podSpec).some(({ container }) => restartsAll(container))) {
      return [];
    }
    return sidecars.flatMap(({ container, path }) => {
      const certain = certainlyEnds(container);
      return !certain && !mayBeDone(container) ? [] : [{
        container: container.name,
        field: `${podSpecPath}.${path}.restartPolicy`,
        message: `${certain ? 'its command comes to an end' : 'by its name it does one thing and ends'}, but a native sidecar is restarted whenever it ends, `
          + 'for as long as the Pod lives; and the containers after it start as soon as it runs, not when it is done.',
        fix: 'Take restartPolicy away, so that it is a plain init container'
          + ` (with the constructs: an init container, not a sidecar)${hasSidecarFields(container) ? ', and its probes and lifecycle hooks with it' : ''}.`,
        severity: certain ? DiagnosticSeverity.ERROR : DiagnosticSeverity.WARNING,
        ...certain && !hasSidecarFields(container) && { patch: [{ op: 'remove' as const, path: pointerTo(`${podSpecPath}.${path}.restartPolicy`) }] },
      }];
    });
  },
};

/** Probes of what is running are a sign that it goes on. */
function mayBeDone(container: Container): boolean {
  return !container.livenessProbe && !container.readinessProbe && endOfRun(container).end === 'unknown' && probablyEnds(container);
}

function restartsAll(container: Container): boolean {
  const { restartPolicyRules } = container as { restartPolicyRules?: unknown };
  return Array.isArray(restartPolicyRules) && restartPolicyRules.some(rule => (rule as { action?: unknown } | undefined)?.action === 'RestartAllContainers');
}

import { preStopSeconds, stopSeconds } from './evidence/stop-time';
import { isFragment } from './evidence/unfinished';
import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { DEFAULT_GRACE_SECONDS } from '../manifest/api-defaults';
import { containersOf } from '../manifest/containers';
import { pointerTo } from '../manifest/json-patch';

/** All containers of a Pod share one grace period, and sidecars stop one after the other (KEP-753). */
export const graceTooShort: Rule = {
  id: 'SC403',
  slug: 'grace-too-short',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'The containers of a Pod need longer to stop than its grace period lasts.',
    details: `
The whole Pod has **one** grace period. All \`preStop\` hooks begin at once when it begins. Main containers get SIGTERM after their
own hook. Only when all of them have ended does the last sidecar get SIGTERM, then the one before it, and so on. Sidecars whose turn
has not come when the grace period is over get SIGTERM together, and 2 seconds: logs stay behind, and connections are cut.

The time that is needed is therefore the longest of the main containers, hook and stop together, and then that of each sidecar on top;
the hook of a sidecar counts only as far as it takes longer than what went before. Only times that are written down are counted:
hooks that sleep, the sleep at the start of a script, flags such as \`--max-sigterm-delay\`, and what was declared to the constructs.`,
    versions: '1.29 and later, where sidecars run natively',
    sources: ['KEP-753', 'kubernetes/kubernetes#120620', 'actions/actions-runner-controller#3201'],
    example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3
          restartPolicy: Always
          args: ['--max-sigterm-delay=20s', '--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          startupProbe:
            httpGet: {path: /startup, port: 9090}
            periodSeconds: 1
            failureThreshold: 60
          resources:
            requests: {cpu: 100m, memory: 128Mi}
      containers:
        - name: web
          image: ghcr.io/example/web:1.4
          lifecycle:
            preStop:
              exec: {command: [sleep, '15']}
`,
    corrected: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      terminationGracePeriodSeconds: 45
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3
          restartPolicy: Always
          args: ['--max-sigterm-delay=20s', '--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          startupProbe:
            httpGet: {path: /startup, port: 9090}
            periodSeconds: 1
            failureThreshold: 60
          resources:
            requests: {cpu: 100m, memory: 128Mi}
      containers:
        - name: web
          image: ghcr.io/example/web:1.4
          lifecycle:
            preStop:
              exec: {command: [sleep, '15']}
`,
  },
  check: (workload, { drains, lowered }) => {
    const { podSpec, podSpecPath } = workload;
    const running = containersOf(podSpec).filter(({ role }) => role !== 'init');
    if (running.every(({ role }) => role !== 'sidecar')) {
      return [];
    }
    const stops = running.map(({ container, role }): Stop => {
      const drain = role === 'sidecar' ? drains.get(container.name) : undefined;
      const stop = drain ?? stopSeconds(container);
      return { name: container.name, role, preStop: preStopSeconds(container), stop, isDeclared: drain !== undefined };
    }).filter(({ preStop, stop }) => preStop > 0 || stop > 0);
    const needed = Math.ceil(secondsNeeded(stops));
    const grace = podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
    if (needed <= grace || (!lowered && podSpec.terminationGracePeriodSeconds === undefined && isFragment(workload))) {
      return [];
    }
    const field = `${podSpecPath}.terminationGracePeriodSeconds`;
    const onlyDrains = stops.every(({ preStop, isDeclared }) => preStop === 0 && isDeclared);
    return [{
      container: (stops.find(({ role }) => role === 'sidecar') ?? stops[0]).name,
      field,
      message: onlyDrains
        ? `it is ${grace} s, but sidecars stop one after the other and need ${needed} s to drain`
          + ` (${stops.map(({ name, stop }) => `${name}: ${stop} s`).join(', ')}).`
        : `it is ${grace} s, but the containers need ${needed} s to stop, the sidecars one after the other when the main containers have ended`
          + ` (${stops.map(timesOf).join(', ')}).`,
      fix: onlyDrains ? `Set terminationGracePeriod to ${needed} s or more, and add the time that the main containers need to stop.`
        : `Set terminationGracePeriodSeconds to ${needed} or more, and add what the containers need that say nothing of it.`,
      patch: [{ op: 'add', path: pointerTo(field), value: needed }],
    }];
  },
};

/** The known times of a container that is being stopped, in seconds. */
interface Stop {
  readonly name: string;
  readonly role: 'main' | 'sidecar' | 'init';
  readonly preStop: number;
  readonly stop: number;
  readonly isDeclared: boolean;
}

/** Hooks run at once; mains stop after their own; sidecars stop after all mains, the last one first, each after its own hook. */
function secondsNeeded(stops: readonly Stop[]): number {
  const mains = stops.filter(({ role }) => role === 'main').map(({ preStop, stop }) => preStop + stop);
  return stops.filter(({ role }) => role === 'sidecar').reduceRight((time, { preStop, stop }) => Math.max(time, preStop) + stop, Math.max(0, ...mains));
}

function timesOf({ name, preStop, stop }: Stop): string {
  const times = [...preStop > 0 ? [`preStop ${preStop} s`] : [], ...stop > 0 ? [`stop ${stop} s`] : []];
  return `${name}: ${times.join(' and ')}`;
}

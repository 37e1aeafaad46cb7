import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';
import { PatchOperation, pointerTo } from '../manifest/json-patch';
import { Container } from '../manifest/types';

/** What a script says rather than does, or does to containers elsewhere: comments, and commands with all their arguments. */
const HARMLESS = /(^|\s)#.*$|(?<![\w.-])(echo|printf|logger|docker|podman|kubectl)\s("[^"]*"|'[^']*'|[^;&|\n"'])*/gm;
/** A program that sends a signal, unless it only asks whether a process is there, or makes it reload or reopen its files. */
const KILL = /(^|[\s/;&|("'`])(kill|pkill|killall)\s+(?!(-s\s*|--signal[\s=]|-)(SIG)?([01lL]|HUP|USR[12]|WINCH)\b)/;
const STOPPING_ARGUMENT = /(^|[\s;&|("'`])(--)?(shutdown|quit|stop|graceful-stop|quitquitquit)($|[\s;&|)"'`])/i;
/** A quit endpoint of the Pod itself. */
const STOPPING_URL = /\/quitquitquit\b|(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[\w./-]*)?\/(quit|shutdown|stop|exit)\/?($|[\s?;&|)"'`])/;
const STOPPING_PATH = /^[^?]*\/(quitquitquit|quit|shutdown|stop|exit)\/?(\?|$)/;

/** The preStop hooks of all containers run when termination begins; only SIGTERM waits for a sidecar's turn (KEP-753). */
export const sidecarPrestopKillsEarly: Rule = {
  id: 'SC401',
  slug: 'sidecar-prestop-kills-early',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'The preStop hook of a sidecar stops it while the main containers still need it.',
    details: `
The \`preStop\` hooks of all containers run at the same time, when the termination of the Pod begins. Only SIGTERM waits for a
sidecar's turn: it comes when all main containers have ended. A hook that shuts the sidecar down therefore takes it away from main
containers that still answer their last requests, and up to Kubernetes 1.37 a sidecar that ends then is not started again.

Such hooks come from a time when sidecars were main containers. Take the hook out. A native sidecar gets SIGTERM by itself, late
enough. A hook that only drains, and keeps the sidecar going, is fine.`,
    versions: '1.29 and later, where sidecars run natively',
    sources: ['KEP-753', 'KEP-4438', 'istio/istio#60649', 'cloud-sql-proxy: examples/k8s-health-check/proxy_with_http_health_check.yaml'],
    example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: {app: shop}
  template:
    metadata:
      labels: {app: shop}
    spec:
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3
          restartPolicy: Always
          args: ['--quitquitquit', '--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          startupProbe:
            httpGet: {path: /startup, port: 9090}
            periodSeconds: 1
            failureThreshold: 60
          lifecycle:
            preStop:
              exec: {command: [/cloud-sql-proxy, shutdown]}
          resources:
            requests: {cpu: 100m, memory: 128Mi}
      containers:
        - name: shop
          image: ghcr.io/example/shop:2.1
`,
    corrected: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: {app: shop}
  template:
    metadata:
      labels: {app: shop}
    spec:
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3
          restartPolicy: Always
          args: ['--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          startupProbe:
            httpGet: {path: /startup, port: 9090}
            periodSeconds: 1
            failureThreshold: 60
          resources:
            requests: {cpu: 100m, memory: 128Mi}
      containers:
        - name: shop
          image: ghcr.io/example/shop:2.1
`,
  },
  check: ({ podSpec, podSpecPath }) => sidecarsOf(podSpec)
    .filter(({ container }) => stops(container))
    .map(({ container, path }) => ({
      container: container.name,
      field: `${podSpecPath}.${path}.lifecycle.preStop`,
      message: 'this hook stops the sidecar, and it runs at the start of the Pod\'s termination, while the main containers still need the sidecar.',
      fix: 'Take the hook out: a sidecar gets SIGTERM by itself once the main containers have ended.',
      patch: [withoutHook(container, `${podSpecPath}.${path}.lifecycle`)],
    })),
};

/** Takes the hook out, and what held it where that held nothing else. */
function withoutHook({ lifecycle = {} }: Container, field: string): PatchOperation {
  return { op: 'remove', path: Object.keys(lifecycle).length > 1 ? pointerTo(field, 'preStop') : pointerTo(field) };
}

function stops({ lifecycle }: Container): boolean {
  const hook = lifecycle?.preStop;
  if (!hook) {
    return false;
  }
  const command = hook.exec?.command?.join(' ') ?? '';
  const script = command.replace(HARMLESS, '');
  return KILL.test(script) || STOPPING_ARGUMENT.test(script) || STOPPING_URL.test(command) || STOPPING_PATH.test(hook.httpGet?.path ?? '');
}

import { knownProgram } from './evidence/known-programs';
import { hasNoShell } from './evidence/shell-less-images';
import { Rule } from './rule';
import { ClusterFeature } from '../cluster/cluster-feature';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { hookSeconds } from '../lifecycle/command-facts';
import { DEFAULT_GRACE_SECONDS } from '../manifest/api-defaults';
import { containersOf } from '../manifest/containers';
import { PatchOperation, pointerTo } from '../manifest/json-patch';
import { Container } from '../manifest/types';

/** Shells, and commands that come with them; elsewhere than where they usually are, somebody has put them there. */
const OF_A_SHELL = /^(\/(usr\/)?bin\/)?(sh|bash|ash|dash|sleep|cat|echo|test|touch|kill|true|curl|wget|nc|ls)$/;
const HOOKS = ['postStart', 'preStop'] as const;

/** The kubelet starts the command of a hook in the container itself, without a shell around it (pod lifecycle docs). */
export const prestopNeedsShell: Rule = {
  id: 'SC404',
  slug: 'prestop-needs-shell',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A lifecycle hook calls a shell or a command that its image does not have.',
    details: `
The command of an \`exec\` hook runs inside the container. Distroless images have neither a shell nor \`sleep\`, so the hook fails at
once. A \`preStop\` hook that fails is skipped with an event (\`FailedPreStopHook\`), and SIGTERM follows without the pause that was
meant. After a \`postStart\` hook that fails, the container is killed and started again, and again.

For a pause, use \`preStop.sleep\`, which the kubelet does by itself and which needs nothing in the image. For anything else, use a
program that the image has, or a variant of the image with a shell.`,
    versions: 'All; `sleep` hooks in 1.30 and later',
    sources: ['KEP-3960', 'linkerd/linkerd2#6723', 'aws/aws-app-mesh-controller-for-k8s#605'],
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
      containers:
        - name: web
          image: gcr.io/distroless/nodejs22-debian12:nonroot
          args: [server.js]
          lifecycle:
            preStop:
              exec: {command: [sleep, '5']}
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
      containers:
        - name: web
          image: gcr.io/distroless/nodejs22-debian12:nonroot
          args: [server.js]
          lifecycle:
            preStop:
              sleep: {seconds: 5}
`,
  },
  check: ({ podSpec, podSpecPath }, { target }) => containersOf(podSpec).flatMap(({ container, path }) => {
    if (!container.lifecycle || !hasNoShell(container)) {
      return [];
    }
    return HOOKS.flatMap(hook => {
      const command = container.lifecycle?.[hook]?.exec?.command ?? [];
      if (!OF_A_SHELL.test(command[0] ?? '') || isMounted(container, command[0]) || knownProgram(container)?.brings?.includes(command[0])) {
        return [];
      }
      const field = `${podSpecPath}.${path}.lifecycle.${hook}`;
      const seconds = target.supports(ClusterFeature.SLEEP_HOOK)
        ? pauseOf(command, podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS) : undefined;
      return [{
        container: container.name,
        field: `${field}.exec.command`,
        message: `it calls '${command[0]}', but the image ${container.image} has no shell and none of its commands: `
          + (hook === 'preStop' ? 'the hook fails (FailedPreStopHook), and SIGTERM comes at once.'
            : 'the hook fails (FailedPostStartHook), and the container is killed and started again.'),
        fix: seconds === undefined ? 'Let the hook call a program that the image has, or take a variant of the image with a shell.'
          : `Let the kubelet do it: ${hook}: {sleep: {seconds: ${seconds}}}.`,
        ...seconds !== undefined && { patch: asSleep(field, seconds) },
      }];
    });
  }),
};

/** The seconds of a hook that does nothing but pause, as far as a sleep hook may pause so long. */
function pauseOf(command: readonly string[], grace: number): number | undefined {
  const seconds = /(^|\s)(\/(usr\/)?bin\/)?sleep\s/.test(command.join(' ')) ? hookSeconds(command) : undefined;
  return seconds !== undefined && Number.isInteger(seconds) && seconds > 0 && seconds <= grace ? seconds : undefined;
}

function asSleep(field: string, seconds: number): PatchOperation[] {
  return [{ op: 'replace', path: pointerTo(field), value: { sleep: { seconds } } }];
}

/** Whether a program is in a volume rather than in the image. */
function isMounted({ volumeMounts = [] }: Container, program: string): boolean {
  return volumeMounts.some(({ mountPath }) => program.startsWith(`${mountPath}/`));
}

import { shellCommand } from './evidence/shell-command';
import { Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { Container } from '../manifest/types';

const TEXT: RuleText = {
  summary: 'A container is started by a supervisor or wrapper that is not told what to start.',
  details: `\`command\` of a container replaces both the ENTRYPOINT and the CMD of its image. A wrapper that takes the place of the program, such as
kubexit, tini or \`sh -c 'exec "$@"'\`, has to be told what to start: it cannot know what the image would have started. Without that it
reports an error or ends at once.

Write the ENTRYPOINT of the image behind the wrapper, and its CMD unless \`args\` is set. \`cdk8s-sidecars lower\` and the constructs report
the same where a sidecar is to be put under a supervisor and nobody has said what its image starts.`,
  versions: 'all',
  sources: ['karlkfi/kubexit, README', 'krallin/tini, README', 'kubernetes/website, Define a Command and Arguments for a Container'],
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
      containers:
        - name: shop
          image: jenkins/jenkins:2.516-jdk21
          command: [/usr/bin/tini, --]
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
      containers:
        - name: shop
          image: jenkins/jenkins:2.516-jdk21
          command: [/usr/bin/tini, --, /usr/local/bin/jenkins.sh]
`,
};

/** The lowering to supervised containers says the same of containers without a command, under the same id. */
export const supervisedNeedsCommand: Rule = {
  id: 'SC802',
  slug: 'supervised-needs-command',
  severity: DiagnosticSeverity.ERROR,
  basis: 'judgement',
  text: TEXT,
  check: ({ podSpec, podSpecPath }) => containersOf(podSpec).flatMap(({ container, path }) => {
    const wrapper = container.image === undefined ? undefined : wrapperOfNothing(container);
    return wrapper === undefined ? [] : [{
      container: container.name,
      field: `${podSpecPath}.${path}.command`,
      message: `${wrapper} is not told what to start: command takes the place of what the image would start by itself, and nothing comes after it.`,
      fix: 'Write behind it what the image starts (its ENTRYPOINT and, unless args is set, its CMD).',
    }];
  }),
};

const WRAPPER = /^(?:.*\/)?(kubexit|tini|tini-static|dumb-init|catatonit|linkerd-await|scuttle|envoy-preflight)$/;
/** A script that hands over to its parameters, and does not set them by itself. */
const RUNS_PARAMETERS = /^(exec\s+)?"\$@";?$/;

function wrapperOfNothing(container: Container): string | undefined {
  const { command = [], args = [] } = container;
  const [, wrapper] = WRAPPER.exec(command[0] ?? '') ?? [];
  if (wrapper !== undefined) {
    const rest = [...command.slice(1), ...args];
    return rest.length === 0 || rest.indexOf('--') === rest.length - 1 ? wrapper : undefined;
  }
  const { script, parameters = [] } = shellCommand(container) ?? {};
  return script !== undefined && RUNS_PARAMETERS.test(script.trim()) && parameters.length < 2 ? `the script '${script.trim()}'` : undefined;
}

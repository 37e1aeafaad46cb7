import { shellCommand } from './evidence/shell-command';
import { noShellBecause } from './evidence/shell-less-images';
import { Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { Container } from '../manifest/types';

const TEXT: RuleText = {
  summary: 'The command of a container is a shell, and its image has none.',
  details: `Wrappers that make a sidecar end with the main container, wait for it or quit it are mostly shell scripts. Distroless images and
those built from nothing have no \`sh\`, so the container does not start: \`exec: "sh": executable file not found in $PATH\`.

A native sidecar needs no wrapper. Where a script is needed, use a variant of the image that has a shell (\`debug\`, \`alpine\`), or bring a
static shell along in a volume.`,
  versions: 'all',
  sources: ['linkerd/linkerd2#6723', 'GoogleContainerTools/distroless, README'],
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
          image: gcr.io/distroless/nodejs22-debian12
          command: [/bin/sh, -c, exec node /app/server.js]
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
          image: gcr.io/distroless/nodejs22-debian12
          args: [/app/server.js]
`,
};

export const wrapperNeedsShell: Rule = {
  id: 'SC801',
  slug: 'wrapper-needs-shell',
  severity: DiagnosticSeverity.ERROR,
  basis: 'judgement',
  text: TEXT,
  check: ({ podSpec, podSpecPath }) => containersOf(podSpec).flatMap(({ container, path }) => {
    const shell = shellCommand(container)?.shell;
    const because = shell === undefined || bringsPrograms(container) ? undefined : noShellBecause(container.image ?? '');
    return because === undefined ? [] : [{
      container: container.name,
      field: `${podSpecPath}.${path}.command`,
      message: `it is started with ${shell}, and has no shell (${because}): it cannot start.`,
      fix: 'Start the program itself, use a variant of the image that has a shell, or bring a static shell along in a volume.',
    }];
  }),
};

/** A volume over the folders of programs, or another path to look for them. */
function bringsPrograms({ volumeMounts = [], env = [] }: Container): boolean {
  return env.some(({ name }) => name === 'PATH')
    || volumeMounts.some(({ mountPath }) => /^\/+($|(usr\/+)?(local\/+)?s?bin(\/|$)|usr\/*$)/.test(mountPath));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_START_GATE, PORT_CONFLICT } from './inspections';
import { CATALOGUE } from '../../src/checks/catalogue';
import { rulesPage } from '../../src/report/rules-page';

test('docs/rules.md is what the rules say', () => {
  const committed = readFileSync(join(__dirname, '../../docs/rules.md'), 'utf8');
  if (committed !== rulesPage(CATALOGUE)) {
    throw new Error('docs/rules.md is not what the rules say: run npx projen docs:rules.');
  }
});

test('a page has a table of rules and a section for each', () => {
  const page = rulesPage([NO_START_GATE, PORT_CONFLICT]);
  expect(page.slice(page.indexOf('| rule'))).toBe(`\
| rule | severity | what is wrong |
|---|---|---|
| [SC301 no-start-gate](#sc301-no-start-gate) | warning | A container talks to a sidecar \\| proxy, and nothing makes it wait. |
| [SC401 port-conflict](#sc401-port-conflict) | error | Two containers listen on one port. |

## SC301 no-start-gate

A container talks to a sidecar | proxy, and nothing makes it wait.

- Severity: warning
- Basis: a judgement of what images, commands and names are known to mean
- Kubernetes: 1.29 and later

A sidecar counts as started as soon as its process runs.
So the next one starts too early.

- A startup probe holds it back, whatever the container
  itself does.
- A readiness probe does not.

\`\`\`yaml
startupProbe: {tcpSocket: {port: 5432}} # This line is longer than sixty columns.
\`\`\`

It is found here:

\`\`\`yaml
kind: Pod
spec: {}
\`\`\`

And not here:

\`\`\`yaml
kind: Pod
spec:
  containers: []
\`\`\`

Sources: [KEP-753](https://kep.k8s.io/753), [kubernetes/kubernetes#25908](https://github.com/kubernetes/kubernetes/issues/25908) (closed), the kubelet itself

## SC401 port-conflict

Two containers listen on one port.

- Severity: error
- Basis: the API server refuses it
- Kubernetes: all

All containers of a Pod share its addresses.

It is found here for Kubernetes 1.27:

\`\`\`yaml
kind: Pod
\`\`\`

And not here:

\`\`\`yaml
kind: Job
\`\`\`

Sources: [https://kubernetes.io/docs](https://kubernetes.io/docs)
`);
});

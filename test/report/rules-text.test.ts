import { NO_START_GATE, PORT_CONFLICT } from './inspections';
import { Paint } from '../../src/render/styled-line';
import { rulesTable, rulesText } from '../../src/report/rules-text';

const unpainted: Paint = (_, text) => text;
const RULES = [NO_START_GATE, PORT_CONFLICT];

test('a table has the summary beside the name, or below where there is no room', () => {
  expect(rulesTable(RULES, 80, unpainted)).toBe(`\
SC301  warning  no-start-gate  A container talks to a sidecar | proxy, and
                               nothing makes it wait.
SC401  error    port-conflict  Two containers listen on one port.
`);
  expect(rulesTable(RULES, 40, unpainted)).toBe(`\
SC301  warning  no-start-gate
       A container talks to a sidecar |
       proxy, and nothing makes it wait.
SC401  error    port-conflict
       Two containers listen on one
       port.
`);
  expect(rulesTable([], 80, unpainted)).toBe('');
});

test('rules are explained, with text wrapped and code as it is', () => {
  expect(rulesText(RULES, 60, unpainted)).toBe(`\
SC301 no-start-gate  warning
A container talks to a sidecar | proxy, and nothing makes it
wait.

A sidecar counts as started as soon as its process runs. So
the next one starts too early.

- A startup probe holds it back, whatever the container
  itself does.
- A readiness probe does not.

\`\`\`yaml
startupProbe: {tcpSocket: {port: 5432}} # This line is longer than sixty columns.
\`\`\`

Kubernetes: 1.29 and later
Basis:      a judgement of what images, commands and names
            are known to mean
Sources:
  KEP-753 https://kep.k8s.io/753
  kubernetes/kubernetes#25908 (closed)
  https://github.com/kubernetes/kubernetes/issues/25908
  the kubelet itself

It is found here:

  kind: Pod
  spec: {}

And not here:

  kind: Pod
  spec:
    containers: []


SC401 port-conflict  error
Two containers listen on one port.

All containers of a Pod share its addresses.

Kubernetes: all
Basis:      the API server refuses it
Sources:
  https://kubernetes.io/docs

It is found here for Kubernetes 1.27:

  kind: Pod

And not here:

  kind: Job
`);
});

test('colours are those of severities', () => {
  const paint: Paint = (style, text) => `<${style}>${text}</>`;
  expect(rulesTable(RULES, 80, paint)).toContain('SC401  <red>error  </><bold>  port-conflict  </>Two containers');
  expect(rulesText(RULES, 80, paint)).toContain('<bold>SC301 no-start-gate</>  <yellow>warning</>\n');
});

import { Rule } from '../../src/checks/rule';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { Inspection, LocatedFinding } from '../../src/inspection/located-finding';

export const ERROR: LocatedFinding = {
  id: 'SC401',
  slug: 'port-conflict',
  severity: DiagnosticSeverity.ERROR,
  file: './dist/pi.yaml',
  objectPlace: '0 ',
  line: 12,
  column: 11,
  endLine: 12,
  endColumn: 30,
  path: 'spec.template.spec.initContainers[0].ports[0].containerPort',
  object: { kind: 'Job', name: 'pi', namespace: 'shop' },
  container: 'proxy',
  message: "port 80 is taken by container 'pi', so the process that comes second cannot listen on it.",
  fix: 'Give it a port of its own.',
};

export const WARNING: LocatedFinding = {
  id: 'SC301',
  slug: 'no-start-gate',
  severity: DiagnosticSeverity.WARNING,
  file: './dist/pi.yaml',
  objectPlace: '0 ',
  line: 14,
  column: 9,
  endLine: 18,
  endColumn: 1,
  path: 'spec.template.spec.initContainers[1].startupProbe',
  object: { kind: 'Job', name: 'pi', namespace: 'shop' },
  container: 'db',
  message: "'pi' talks to port 5432 of this sidecar, but nothing makes it wait.",
  fix: 'Give the sidecar a startup probe.',
  source: 'pi/templates/job.yaml',
  patch: [{ op: 'add', path: '/spec/template/spec/initContainers/1/startupProbe', value: { tcpSocket: { port: 5432 } } }],
  edits: [{
    start: 300,
    end: 300,
    from: { line: 18, column: 1 },
    to: { line: 18, column: 1 },
    replacement: '        startupProbe:\n          tcpSocket:\n            port: 5432\n',
  }],
};

export const INFO: LocatedFinding = {
  id: 'SC199',
  slug: 'unheard-of',
  severity: DiagnosticSeverity.INFO,
  file: 'b.yaml',
  objectPlace: '0 ',
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 2,
  path: '',
  object: { kind: 'Deployment' },
  message: 'it has no name.',
  fix: 'Give it one.',
};

export const ACKNOWLEDGED: LocatedFinding = {
  ...ERROR,
  file: 'b.yaml',
  acknowledged: { reason: 'It listens on another address & it <works>.', by: 'annotation' },
};

/** A little of everything. */
export const INSPECTION: Inspection = {
  findings: [ERROR, WARNING, INFO, ACKNOWLEDGED],
  unreadable: [{ file: 'c.yaml', line: 3, column: 5, message: 'this is not a Kubernetes object, but a list.' }],
  targets: ['1.29', '1.36,node=1.34'],
  files: 40,
  documents: 100,
  workloads: 12,
};

export const CLEAN: Inspection = { findings: [], unreadable: [], targets: ['1.37'], files: 1, documents: 2, workloads: 1 };

export const NO_START_GATE: Rule = {
  id: 'SC301',
  slug: 'no-start-gate',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  check: () => [],
  text: {
    summary: 'A container talks to a sidecar | proxy, and nothing makes it wait.',
    details: `\
A sidecar counts as started as soon as its process runs.
So the next one starts too early.

- A startup probe holds it back, whatever the container
  itself does.
- A readiness probe does not.

\`\`\`yaml
startupProbe: {tcpSocket: {port: 5432}} # This line is longer than sixty columns.
\`\`\`
`,
    versions: '1.29 and later',
    sources: ['KEP-753', 'kubernetes/kubernetes#25908 (closed)', 'the kubelet itself'],
    example: 'kind: Pod\nspec: {}\n',
    corrected: 'kind: Pod\nspec:\n  containers: []\n',
  },
};

export const PORT_CONFLICT: Rule = {
  id: 'SC401',
  slug: 'port-conflict',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  check: () => [],
  text: {
    summary: 'Two containers listen on one port.',
    details: 'All containers of a Pod share its addresses.',
    versions: 'all',
    sources: ['https://kubernetes.io/docs'],
    example: 'kind: Pod\n',
    corrected: 'kind: Job\n',
    exampleTarget: '1.27',
  },
};

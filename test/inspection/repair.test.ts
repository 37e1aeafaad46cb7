import { inspected, options } from './inspecting';
import { Finding, Rule } from '../../src/checks/rule';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { SourceFile } from '../../src/inspection/inspect';
import { repair } from '../../src/inspection/repair';
import { applyPatch } from '../../src/manifest/json-patch';
import { Workload } from '../../src/manifest/workloads';
import { readDocuments } from '../../src/source/read-documents';

/** A Job whose Pods may not have their restart policy (SC107), with two containers that have made-up fields (SC104). */
const JOB = `apiVersion: batch/v1
kind: Job
metadata: {name: pi}
spec:
  template:
    spec:
      restartPolicy: Always # one
      initContainers:
        - name: a
          image: busybox:1.37
          command: [echo] # two
          sidecar: true
        - name: b
          image: busybox:1.37
          # three
          isSidecar: "yes"
          containerType: sidecar
          command: [echo]
      containers: [{name: pi, image: "perl:5.34.0", sidecar: true}]
`;
const REPAIRED = `apiVersion: batch/v1
kind: Job
metadata: {name: pi}
spec:
  template:
    spec:
      restartPolicy: Never # one
      initContainers:
        - name: a
          image: busybox:1.37
          command: [echo] # two
        - name: b
          image: busybox:1.37
          # three
          command: [echo]
      containers: [{name: pi, image: "perl:5.34.0"}]
`;
const IDS = { ids: ['SC104', 'SC107'] };

function repaired(text: string | readonly SourceFile[], changed: Parameters<typeof options>[0] = IDS): { texts: string[]; ids: string[] } {
  const { files, repaired: findings } = repair(typeof text === 'string' ? [{ name: 'a.yaml', text }] : text, options(changed));
  return { texts: files.map(file => file.text), ids: findings.map(({ id, container }) => container ? `${id} ${container}` : id) };
}

/** A rule that finds the same in every workload, with a patch. */
function ruleOf(finding: (workload: Workload) => Partial<Finding>): Rule {
  return {
    id: 'SC999',
    slug: 'always',
    severity: DiagnosticSeverity.ERROR,
    basis: 'judgement',
    text: { summary: '', details: '', versions: '', sources: [], example: '', corrected: '' },
    check: workload => [{ field: 'spec', message: 'm', fix: 'f', ...finding(workload) }],
  };
}

test('several patches of one object are applied one after the other, and all else stays', () => {
  expect(repaired(JOB)).toEqual({ texts: [REPAIRED], ids: ['SC107', 'SC104 a', 'SC104 b', 'SC104 b', 'SC104 pi'] });
});

test('what is repaired has nothing left to repair', () => {
  expect(repaired(REPAIRED)).toEqual({ texts: [REPAIRED], ids: [] });
  expect(inspected(REPAIRED, IDS).findings).toEqual([]);
});

test('all documents and files are repaired, and come back in their order', () => {
  const stream = `# First.\n---\n${JOB}---\n- a list\n---\n${JOB.replace('pi}', 'e}')}`;
  const { texts, ids } = repaired([{ name: 'b.yaml', text: stream }, { name: 'a.yaml', text: REPAIRED }, { name: 'c.yaml', text: JOB }]);
  expect(texts).toEqual([`# First.\n---\n${REPAIRED}---\n- a list\n---\n${REPAIRED.replace('pi}', 'e}')}`, REPAIRED, REPAIRED]);
  expect(ids).toHaveLength(15);
});

test.each([
  ['have the same name', JOB, REPAIRED],
  ['have none', JOB.replace('metadata: {name: pi}\n', ''), REPAIRED.replace('metadata: {name: pi}\n', '')],
])('all objects are repaired that %s', (_, before, after) => {
  expect(repaired(`${before}---\n${before}---\n${before}`)).toEqual({ texts: [`${after}---\n${after}---\n${after}`], ids: expect.any(Array) });
});

const listed = (text: string) => `apiVersion: v1\nkind: List\nitems:\n${text.replace(/^/gm, '  ').replace(/^ {2}apiVersion/gm, '- apiVersion').trimEnd()}\n`;

test('the objects of lists are repaired', () => {
  const metadata = 'metadata: {resourceVersion: ""} # the end\n';
  expect(repaired(`${listed(JOB + JOB)}${metadata}`).texts).toEqual([`${listed(REPAIRED + REPAIRED)}${metadata}`]);
});

test('a list in JSON is repaired', () => {
  const json = (text: string) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [readDocuments(text).documents[0].value] }, null, 2);
  expect(repaired(json(JOB)).texts).toEqual([json(REPAIRED)]);
});

test('a thousand objects of a list are repaired in seconds', () => {
  const begun = performance.now();
  expect(repaired(listed(JOB.repeat(1000)), { ids: ['SC107'] }).texts).toEqual([listed(JOB.replace('Always', 'Never').repeat(1000))]);
  expect(performance.now() - begun).toBeLessThan(30_000);
}, 60_000);

test.each([
  ['a comment', { text: JOB.replace('# one', '# cdk8s-sidecars acknowledge SC107: so be it') }],
  ['an annotation', { text: JOB.replace('{name: pi}', "{name: pi, annotations: {cdk8s-sidecars/acknowledge: 'SC107: so be it'}}") }],
  ['the configuration', { text: JOB, acknowledgements: [{ id: 'SC107', reason: 'so be it' }] }],
  ['a baseline', { text: JOB, baseline: { findings: [{ id: 'SC107', file: 'a.yaml', kind: 'Job', name: 'pi', path: 'spec.template.spec.restartPolicy' }] } }],
])('what %s acknowledges is left alone', (_, { text, ...changed }) => {
  expect(repaired(text, { ids: ['SC107'], ...changed })).toEqual({ texts: [text], ids: [] });
});

test('a patch whose finding stays is applied once', () => {
  const rule = ruleOf(({ object }) => ({ patch: [{ op: 'add', path: '/metadata/labels', value: { times: Number((object as any).metadata.labels?.times ?? 0) + 1 } }] }));
  const { texts, ids } = repaired(`${JOB}---\n${JOB}`, { rules: [rule] });
  const once = JOB.replace('{name: pi}', '{name: pi, labels: {"times": 1}}');
  expect(ids).toEqual(['SC999', 'SC999']);
  expect(texts.map(text => readDocuments(text).documents.map(({ value }) => value)))
    .toEqual([readDocuments(`${once}---\n${once}`).documents.map(({ value }) => value)]);
});

test('two patches that undo each other come to an end', () => {
  const toggle = (id: string, from: string, to: string): Rule => ({
    ...ruleOf(() => ({})),
    id,
    check: ({ podSpec, podSpecPath }) => podSpec.restartPolicy !== from ? [] : [{
      field: `${podSpecPath}.restartPolicy`, message: 'm', fix: 'f', patch: [{ op: 'replace', path: '/spec/template/spec/restartPolicy', value: to }],
    }],
  });
  expect(repaired(JOB, { rules: [toggle('SC998', 'Always', 'Never'), toggle('SC999', 'Never', 'Always')] })).toEqual({ texts: [JOB], ids: ['SC998', 'SC999'] });
});

test.each<[string, string, Finding['patch']]>([
  ['does not fit', JOB, [{ op: 'remove', path: '/spec/nothing' }]],
  ['would change something else, to which there is an alias', JOB.replace('Always', '&x Always').replace('"perl:5.34.0"', '*x'),
    [{ op: 'replace', path: '/spec/template/spec/restartPolicy', value: 'Never' }]],
])('a patch that %s leaves the file as it is', (_, text, patch) => {
  expect(repaired(text, { rules: [ruleOf(() => ({ patch }))] })).toEqual({ texts: [text], ids: [] });
});

test('the patch of a finding says of the object what its edits say of the file', () => {
  const [{ patch }] = inspected(listed(JOB), { ids: ['SC107'] }).findings;
  const [{ value }] = readDocuments(listed(JOB)).documents;
  expect(applyPatch(value, patch!)).toEqual(readDocuments(listed(JOB.replace('Always', 'Never'))).documents[0].value);
});

import { inspected, places } from './inspecting';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';

/** A Job whose Pods may not have their restart policy (SC107), with an init container that may not have its probe (SC105). */
const JOB = `apiVersion: batch/v1
kind: Job
metadata:
  name: pi
  namespace: math
spec:
  template:
    spec:
      restartPolicy: Always
      initContainers:
        - name: prepare
          image: busybox:1.37
          command: [sh, -c, 'echo']
          readinessProbe:
            tcpSocket: {port: 80}
      containers:
        - name: pi
          image: perl:5.34.0
`;
const IDS = { ids: ['SC105', 'SC107'] };

test('findings are told with the range of the field, the object and the container', () => {
  const { findings, ...rest } = inspected(JOB, IDS);
  expect(findings).toEqual([
    {
      id: 'SC107',
      slug: 'job-pod-restart-policy',
      severity: DiagnosticSeverity.ERROR,
      file: 'a.yaml',
      objectPlace: '0 ',
      line: 9,
      column: 7,
      endLine: 9,
      endColumn: 28,
      path: 'spec.template.spec.restartPolicy',
      object: { kind: 'Job', name: 'pi', namespace: 'math' },
      message: expect.any(String),
      fix: expect.any(String),
      patch: expect.any(Array),
      edits: expect.any(Array),
    },
    {
      id: 'SC105',
      slug: 'probe-or-lifecycle-on-plain-init',
      severity: DiagnosticSeverity.ERROR,
      file: 'a.yaml',
      objectPlace: '0 ',
      line: 14,
      column: 11,
      endLine: 14,
      endColumn: 25,
      path: 'spec.template.spec.initContainers[0].readinessProbe',
      object: { kind: 'Job', name: 'pi', namespace: 'math' },
      container: 'prepare',
      message: expect.any(String),
      fix: expect.any(String),
    },
  ]);
  expect(rest).toEqual({ unreadable: [], targets: ['1.37'], files: 1, documents: 1, workloads: 1 });
});

test('places count from the beginning of the file, whatever document they are in, and whatever ends the lines', () => {
  const stream = `\ufeff# a comment\n---\n{}\n---\n${JOB}`;
  expect(places(inspected(stream, IDS))).toEqual(['a.yaml:13:7-13:28 SC107', 'a.yaml:18:11-18:25 SC105']);
  expect(places(inspected(stream.replace(/\n/g, '\r\n'), IDS))).toEqual(['a.yaml:13:7-13:28 SC107', 'a.yaml:18:11-18:25 SC105']);
});

test('objects of lists are looked at, and their paths begin with that of the list', () => {
  const list = `apiVersion: v1\nkind: List\nitems:\n- ${JOB.trimEnd().replace(/\n/g, '\n  ')}\n`;
  const { findings } = inspected(list, IDS);
  expect(findings.map(({ path, line }) => `${path} ${line}`)).toEqual([
    'items[0].spec.template.spec.restartPolicy 12', 'items[0].spec.template.spec.initContainers[0].readinessProbe 17',
  ]);
});

test('a document that cannot be read does not keep the others from being checked', () => {
  const { findings, unreadable, documents } = inspected(`kind: [\n---\n${JOB}`, IDS);
  expect([findings.length, documents]).toEqual([2, 2]);
  expect(unreadable).toEqual([{ file: 'a.yaml', line: 2, column: 1, message: expect.any(String) }]);
});

test('findings come in the order of the files, and in these in the order of their places', () => {
  const files = [{ name: 'z.yaml', text: JOB }, { name: 'a.yaml', text: JOB }];
  expect(places(inspected(files, IDS))).toEqual([
    'z.yaml:9:7-9:28 SC107', 'z.yaml:14:11-14:25 SC105', 'a.yaml:9:7-9:28 SC107', 'a.yaml:14:11-14:25 SC105',
  ]);
});

test('what is found for several targets is told once', () => {
  const targets = [TargetCluster.version('1.27'), TargetCluster.version('1.36')];
  expect(places(inspected(JOB, { ...IDS, targets }))).toEqual(['a.yaml:9:7-9:28 SC107', 'a.yaml:14:11-14:25 SC105']);
});

test('fields that are null are not set', () => {
  expect(places(inspected(JOB.replace('\n            tcpSocket: {port: 80}', ' null'), IDS))).toEqual(['a.yaml:9:7-9:28 SC107']);
});

test('a field that is malformed is told, and does not keep the others from being checked', () => {
  const text = JOB.replace("command: [sh, -c, 'echo']", 'args: --quiet');
  expect(places(inspected(text, { ids: ['SC100', ...IDS.ids] }))).toEqual([
    'a.yaml:9:7-9:28 SC107', 'a.yaml:13:11-13:24 SC100', 'a.yaml:14:11-14:25 SC105',
  ]);
});

test('of containers that cannot be told from each other, only the form is checked', () => {
  const text = JOB.replace('- name: prepare', '- title: prepare');
  expect(places(inspected(text, { ids: ['SC100', ...IDS.ids] }))).toEqual(['a.yaml:11:11-11:25 SC100']);
});

test.each(['<PORT>', '${PORT}', '$(PORT)', '"{{ port }}"'])('a placeholder such as %s is no malformed field', placeholder => {
  expect(places(inspected(JOB.replace('port: 80', `port: ${placeholder}`).replace('image: perl:5.34.0', `image: perl:5.34.0\n          ports:\n            - containerPort: ${placeholder}`),
    { ids: ['SC100'] }))).toEqual([]);
});

test('what looks like a spec of Pods in a kind that is not known is checked, and its errors are warnings', () => {
  const text = JOB.replace('batch/v1', 'example.com/v1').replace('kind: Job', 'kind: Fleet');
  const { findings, workloads } = inspected(text, IDS);
  expect(workloads).toBe(1);
  expect(findings.map(({ id, severity }) => `${id} ${severity}`)).toEqual(['SC105 warning']);
});

test.each([
  ['an Argo Workflow', 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec:\n  templates:\n    - sidecars:\n        - {name: a, image: b}\n'],
  ['a definition of custom resources', 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {x: {containers: [{name: a, image: b}]}}\n'],
  ['no Kubernetes object', 'containers: [{name: a, image: b}]\n'],
])('%s has no workloads', (_, text) => {
  expect(inspected(text)).toMatchObject({ findings: [], unreadable: [], workloads: 0 });
});

test('less than the least severity is not told', () => {
  const level = DiagnosticSeverity.ERROR;
  const text = JOB.replace('  name: pi\n  namespace', '  annotations: {cdk8s-sidecars/acknowledge: x}\n  name: pi\n  namespace');
  expect(inspected(text, { ids: ['SC001'] }).findings.length).toBe(1);
  expect(inspected(text, { ids: ['SC001'], level }).findings).toEqual([]);
});

test('the template of a chart is told where Helm says it', () => {
  const { findings: [finding] } = inspected(`---\n# Source: math/templates/pi.yaml\n${JOB}`, IDS);
  expect(finding.source).toBe('math/templates/pi.yaml');
});

test('the same files give the same result, whatever was read before', () => {
  const first = inspected(JOB);
  inspected(JOB.replace('Always', 'Never'));
  expect(inspected(JOB)).toEqual(first);
});

test('the same field of several other objects is told of each, and once for all targets', () => {
  const service = (name: string) => `---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: metrics}]
`;
  const text = `apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  initContainers:
    - name: exporter
      image: prom/statsd-exporter:v0.30.0
      restartPolicy: Always
      ports: [{name: metrics, containerPort: 9102}]
  containers: [{name: web, image: 'nginx:1.29'}]
${service('a')}${service('b')}`;
  const targets = [TargetCluster.version('1.30'), TargetCluster.version('1.31')];
  expect(places(inspected(text, { ids: ['SC602'], targets }))).toEqual(['a.yaml:17:22-17:41 SC602', 'a.yaml:24:22-24:41 SC602']);
});

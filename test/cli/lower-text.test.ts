import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { lowerText } from '../../src/cli/lower-text';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { BEST_FALLBACK, Fallback } from '../../src/lowering/fallback';
import { KUBECTL_YAML, yamlText } from '../../src/source/kubectl-yaml';
import { UnusableInput } from '../../src/source/unusable-input';

const OLD = TargetCluster.version('1.27');
const NEW = TargetCluster.version('1.36');
const PLAIN: Fallback = { ...BEST_FALLBACK, strategy: 'plain' };
const REFUSE: Fallback = { ...BEST_FALLBACK, strategy: 'refuse' };
const lowered = (text: string, target = OLD, fallback = BEST_FALLBACK) => lowerText(text, 'file.yaml', target, fallback);
const placesIn = (messages: readonly string[]) => messages.map(message => /^\S+ \w+: [^,]*/.exec(message)![0]);

const DEPLOYMENT = `\
# Source: web/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      initContainers:
      - name: proxy # beside the app
        restartPolicy: Always
        image: proxy:1
        command: [/proxy]
      containers:
      - {name: web, image: "web:1", command: [/web], args: ["0644", "yes"]}
`;
const DEPLOYMENT_WITH_PLAIN_CONTAINERS = `\
# Source: web/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: proxy
          image: proxy:1
          command:
            - /proxy
        - name: web
          image: web:1
          command:
            - /web
          args:
            - "0644"
            - "yes"
`;
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata:   {mode: "0644"} # as it is\n';

const job = (name: string, rest = '') => `\
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
spec:
${rest}  template:
    spec:
      restartPolicy: Never
      initContainers:
      - name: proxy
        restartPolicy: Always
        command: [/proxy]
      containers:
      - name: main
        command: [/main]
`;

test('a workload becomes what the target can run, and all around it stays as it is', () => {
  const { text, messages, refused } = lowered(`---\n${CONFIG}---\n${DEPLOYMENT}---\n---\n${CONFIG}`, OLD, PLAIN);
  expect(text).toBe(`---\n${CONFIG}---\n${DEPLOYMENT_WITH_PLAIN_CONTAINERS}---\n---\n${CONFIG}`);
  expect(messages).toEqual(['file.yaml:15:9: warning: Deployment web, container \'proxy\', spec.template.spec.initContainers[0]: '
    + 'for the target cluster (1.27) it becomes an ordinary container: it starts together with the main containers, which do not wait '
    + 'until it works, and it is stopped together with them. '
    + 'Upgrade the cluster to Kubernetes 1.29 or later, or make the supervised fallback possible. [SC821 plain-container]']);
  expect(refused).toBe(false);
});

test('what is lowered is not lowered again', () => {
  for (const fallback of [BEST_FALLBACK, PLAIN]) {
    const { text } = lowered(DEPLOYMENT, OLD, fallback);
    expect(text).not.toBe(DEPLOYMENT);
    expect(lowered(text, OLD, fallback)).toEqual({ text, messages: [], refused: false });
  }
});

test('a target that runs native sidecars gets the stream as it is', () => {
  const text = `${DEPLOYMENT}---\n${job('import')}`;
  expect(lowered(text, NEW)).toEqual({ text, messages: [], refused: false });
});

test('a target that runs native sidecars still gets rules of a Job that do not hit them', () => {
  const rules = (onExitCodes: string) => `  podFailurePolicy:\n    rules:\n    - {action: FailJob, onExitCodes: ${onExitCodes}}\n`;
  const { text, messages } = lowered(`${CONFIG}---\n${job('import', rules('{operator: In, values: [137]}'))}`, NEW);
  expect(text.startsWith(`${CONFIG}---\napiVersion: batch/v1\n`)).toBe(true);
  expect(parse(text.slice(CONFIG.length))).toEqual(parse(job('import', rules('{containerName: main, operator: In, values: [137]}'))));
  expect(messages).toEqual([]);
});

test('what cannot be lowered is refused, with the place of each reason', () => {
  const { messages, refused } = lowered(`${job('a')}---\n${job('b')}`, OLD, REFUSE);
  expect(placesIn(messages)).toEqual(['file.yaml:11:24: error: Job a', 'file.yaml:27:24: error: Job b']);
  expect(refused).toBe(true);
});

test.each([
  ['without a name', '', 'Deployment'],
  ['with a name that is to be generated', 'generateName: web-', 'Deployment web-'],
  ['with a name that is no text', 'name: 5', 'Deployment 5'],
  ['with null for a name', 'name: null', 'Deployment'],
])('a workload %s is told as well as can be', (_, metadata, title) => {
  const { messages } = lowered(DEPLOYMENT.replace('name: web', metadata), OLD, REFUSE);
  expect(placesIn(messages)).toEqual([`file.yaml:10:24: error: ${title}`]);
});

test('only the items of a List that have sidecars change', () => {
  const item = (text: string) => text.replace(/^/, '- ').replace(/\n(?!$)/g, '\n  ');
  const list = (...items: string[]) => `apiVersion: v1\nkind: List\nitems:\n${items.map(item).join('')}`;
  const { text, messages } = lowered(list(CONFIG, DEPLOYMENT, list(CONFIG, DEPLOYMENT)), OLD, PLAIN);
  expect(parse(text)).toEqual(parse(list(CONFIG, DEPLOYMENT_WITH_PLAIN_CONTAINERS, list(CONFIG, DEPLOYMENT_WITH_PLAIN_CONTAINERS))));
  expect(placesIn(messages)).toEqual(['file.yaml:16:11: warning: Deployment web', 'file.yaml:37:13: warning: Deployment web']);
  const unchanged = list(CONFIG, CONFIG);
  expect(lowered(unchanged).text).toBe(unchanged);
});

test('JSON stays JSON', () => {
  const before = [parse(CONFIG), parse(DEPLOYMENT)].map(object => JSON.stringify(object));
  const after = [parse(CONFIG), parse(DEPLOYMENT_WITH_PLAIN_CONTAINERS)].map(object => JSON.stringify(object));
  expect(lowered(before.join('\n'), OLD, PLAIN).text).toBe(after.join('\n'));
  expect(lowered(`{"apiVersion":"v1","kind":"List","items":[${before}]}`, OLD, PLAIN).text).toBe(`{"apiVersion":"v1","kind":"List","items":[${after}]}`);
});

test.each([
  ['in a CronJob of an old version', `apiVersion: batch/v1beta1\nkind: CronJob\nspec:\n  jobTemplate:\n${job('').replace(/^/gm, '    ').slice(0, -4)}`, true],
  ['with nulls around it', DEPLOYMENT.replace('image: proxy:1', 'env: null\n        image: null\n        lifecycle:').replace('{name: web}', '{name: web, labels: null}'), true],
  ['by way of an alias', DEPLOYMENT.replace('[/proxy]', '&command [/proxy]').replace('[/web]', '*command'), true],
  ['by way of a merge', DEPLOYMENT.replace('- name: proxy', '- <<: {restartPolicy: Always}\n        name: proxy').replace('        restartPolicy: Always\n', ''), true],
  ['by the last of two equal keys', DEPLOYMENT.replace('restartPolicy: Always', 'restartPolicy: OnFailure\n        restartPolicy: Always'), true],
  ['not by the first of two equal keys', DEPLOYMENT.replace('restartPolicy: Always', 'restartPolicy: Always\n        restartPolicy: OnFailure'), false],
  ['not in a Deployment of another group', DEPLOYMENT.replace('apps/v1', 'example.org/v1'), false],
  ['not in a Job of another group', job('a').replace('batch/v1', 'jobs.example.org/v1'), false],
  ['not without a version', DEPLOYMENT.replace('apiVersion: apps/v1\n', ''), false],
  ['not among nulls', 'apiVersion: v1\nkind: Pod\nspec:\n  initContainers: [null, "x"]\n  containers: null\n', false],
  ['not in null', 'apiVersion: v1\nkind: Pod\nspec:\n  initContainers: null\n  containers: 5\n', false],
  ['not in a Pod without a spec', 'apiVersion: v1\nkind: Pod\nspec: null\n', false],
  ['not in what is no Kubernetes object', 'kind: 5\napiVersion: 1\nitems: [{kind: Pod}]\n', false],
  ['not in a Pod that is all wrong otherwise', 'apiVersion: v1\nkind: Pod\nmetadata: 5\nspec: {containers: {command: "sh", args: [8080]}, volumes: x}\n', false],
])('a sidecar is found %s', (_, text, found) => {
  const { text: after, messages } = lowered(text, OLD, PLAIN);
  expect(messages.length > 0).toBe(found);
  expect(found ? text : after).toBe(text);
});

test.each([
  ['a command that is a text', DEPLOYMENT.replace('[/proxy]', '"sh"'),
    'file.yaml:12:18: Deployment web: spec.template.spec.initContainers[0].command must be a list, not "sh".'],
  ['arguments that are numbers', DEPLOYMENT.replace('["0644", "yes"]', '[0644, yes]'),
    'file.yaml:14:61: Deployment web: spec.template.spec.containers[0].args[0] must be a text, not 420.\n'
    + 'file.yaml:14:67: Deployment web: spec.template.spec.containers[0].args[1] must be a text, not true.'],
  ['init containers that are a map', 'apiVersion: v1\nkind: Pod\nspec:\n  initContainers:\n    proxy: {}\n  containers: []\n',
    'file.yaml:5:5: Pod: spec.initContainers must be a list, not an object.'],
  ['no containers', 'apiVersion: v1\nkind: Pod\nspec:\n  initContainers:\n  - {name: a, restartPolicy: Always}\n', 'file.yaml:4:3: Pod: spec has no containers.'],
  ['an item of a list', 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec: {initContainers: x, containers: []}\n',
    'file.yaml:6:26: Pod: spec.initContainers must be a list, not "x".'],
  ['no YAML', `${DEPLOYMENT}---\na: b: c\n`, 'file.yaml:16:4: Nested mappings are not allowed in compact mappings.'],
])('%s makes the input unusable', (_, text, message) => {
  expect(() => lowered(text)).toThrow(new UnusableInput(message));
});

const SIDECAR = { name: 'proxy', restartPolicy: 'Always', command: ['/proxy'] };
const text = fc.oneof(fc.string(), fc.constantFrom('yes', '0644', '1e3', '1:20', 'null', '~', '', 'a\n  b\n\nc\n', ' a', '- x: y'));
const workload = fc.record({
  args: fc.array(text),
  labels: fc.dictionary(text, text, { noNullPrototype: true }),
  kind: fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet'),
  sidecar: fc.boolean(),
}).map(({ args, labels, kind, sidecar }) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web', labels },
  spec: {
    template: {
      spec: {
        ...sidecar && { initContainers: [{ name: 'init', args }, SIDECAR] },
        containers: [{ name: 'main', command: ['/main'], args }],
      },
    },
  },
}));

test('whatever the workloads are, they keep their meaning, and those without sidecars their text', () => {
  fc.assert(fc.property(fc.array(workload, { minLength: 1, maxLength: 4 }), workloads => {
    const before = workloads.map(object => yamlText(object));
    const after = lowered(before.join('---\n'), OLD, PLAIN).text;
    expect(parseAllDocuments(after, KUBECTL_YAML).map(document => document.toJS())).toEqual(workloads.map(object => {
      const { initContainers, containers } = object.spec.template.spec;
      const { restartPolicy, ...ordinary } = SIDECAR;
      return !initContainers ? object
        : { ...object, spec: { template: { spec: { initContainers: initContainers.slice(0, 1), containers: [ordinary, ...containers] } } } };
    }));
    expect(after.split(/^---\n/m).filter((part, i) => !before[i].includes('initContainers') && part !== before[i])).toEqual([]);
    expect(lowered(before.join('---\n'), NEW).text).toBe(before.join('---\n'));
  }));
});

test('a thousand workloads take seconds, not minutes', () => {
  const start = Date.now();
  const { messages } = lowered(Array.from({ length: 1000 }, () => DEPLOYMENT).join('---\n'), OLD, PLAIN);
  expect(messages).toHaveLength(1000);
  expect(Date.now() - start).toBeLessThan(30_000);
});

test('each Pod template of a custom resource is lowered where it is, and what is said of it has its position', () => {
  const jobSet = `\
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: {name: training}
spec:
  replicatedJobs:
  - name: driver
    template: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: driver, command: [drive]}]}}}}
  - name: workers
    template:
      spec:
        template:
          spec:
            restartPolicy: Never
            initContainers:
            - name: proxy
              restartPolicy: Always
            containers:
            - {name: worker, command: [work]}
`;
  const { messages, refused } = lowered(jobSet, OLD, { ...BEST_FALLBACK, strategy: 'supervised' });
  expect(refused).toBe(true);
  expect(placesIn(messages)).toEqual(['file.yaml:16:30: error: JobSet training', 'file.yaml:15:15: error: JobSet training']);
  const { spec } = parse(lowered(jobSet.replace('- name: proxy', '- name: proxy\n              command: [proxy]')).text);
  const podSpecs = spec.replicatedJobs.map(({ template }: any) => template.spec.template.spec);
  expect(podSpecs.map(({ containers }: any) => containers.map(({ name }: any) => name))).toEqual([['driver'], ['proxy', 'worker']]);
});

test('a kind that is not known is lowered where its Pod template is said to be, and otherwise left as it is', () => {
  const fleet = DEPLOYMENT.replace('apps/v1', 'example.com/v1').replace('kind: Deployment', 'kind: Fleet');
  expect(lowered(fleet).text).toBe(fleet);
  const named = lowerText(fleet, 'file.yaml', OLD, BEST_FALLBACK, [{ apiGroup: 'example.com', kind: 'Fleet', podTemplate: 'spec.template' }]);
  expect(parse(named.text).spec.template.spec.containers.map(({ name }: any) => name)).toEqual(['proxy', 'web']);
});

import { TargetCluster } from '../../../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../../../src/diagnostics/diagnostic';
import { DEFAULT_SETTINGS } from '../../../src/lowering/supervised/settings';
import { lowerToSupervised } from '../../../src/lowering/supervised/supervised';
import { Container, PodSpec } from '../../../src/manifest/types';
import { Workload, workloadsOf } from '../../../src/manifest/workloads';
import { deepFreeze } from '../../deep-freeze';
import { pod } from '../workloads';

jest.mock('../../../src/runtime/supervisor', () => ({ SUPERVISOR: 'the $(supervisor)' }));

const TARGET = TargetCluster.parse('1.30,node=1.27');
const lowered = (workload: Workload) => lowerToSupervised(workload, TARGET, DEFAULT_SETTINGS);

const PROXY = { name: 'proxy', image: 'proxy:1', command: ['proxy'], restartPolicy: 'Always', startupProbe: { tcpSocket: { port: 80 } } };
const MAIN = { name: 'main', image: 'main:1', command: ['main'], resources: { requests: { cpu: '1', memory: '1Gi' } } };
const POD_SPEC = {
  restartPolicy: 'Never',
  serviceAccountName: 'me',
  initContainers: [{ name: 'init', image: 'init:1' }, PROXY, { name: 'step', image: 'step:1', command: ['step'] }],
  containers: [MAIN, { name: 'other', image: 'other:1', command: ['other'] }],
  volumes: [{ name: 'data', emptyDir: {} }],
};
const cronJob = (template: object): Workload => workloadsOf(deepFreeze({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'report', annotations: { of: 'the CronJob' } },
  spec: { schedule: '@daily', jobTemplate: { metadata: { labels: { of: 'the Job' } }, spec: { backoffLimit: 2, template } } },
}))[0];

test('a whole CronJob', () => {
  const before = cronJob({ metadata: { labels: { app: 'report' } }, spec: POD_SPEC });
  const text = JSON.stringify(before);
  const mount = { name: 'sidecar-runtime', mountPath: '/sidecar-runtime' };
  const isUp = (name: string) => ({
    exec: { command: ['/sidecar-runtime/supervisor', 'is-up', `name=${name}`, '--'] },
    periodSeconds: 1,
    timeoutSeconds: 5,
    failureThreshold: 2147483647,
  });
  const { workload, diagnostics } = lowered(before);
  const { args, ...runtime } = workload.podSpec.initContainers![1];
  expect(diagnostics).toEqual([]);
  expect(args!.slice(1)).toEqual(['the $$(supervisor)', 'proxy', 'step', 'main', 'other']);
  expect(runtime).toStrictEqual({
    name: 'sidecar-runtime',
    image: 'busybox:1.37.0-musl',
    command: ['/bin/busybox', 'sh', '-c'],
    resources: { requests: { cpu: '10m', memory: '16Mi' } },
    volumeMounts: [mount],
  });
  expect(workload).toStrictEqual(cronJob({
    metadata: {
      labels: { app: 'report' },
      annotations: { 'kubectl.kubernetes.io/default-container': 'main', 'cdk8s-sidecars/supervised-for': '1.30,node=1.27' },
    },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: 'me',
      initContainers: [{ name: 'init', image: 'init:1' }, { ...runtime, args }],
      containers: [
        {
          name: 'proxy',
          image: 'proxy:1',
          command: [
            '/sidecar-runtime/supervisor', 'sidecar', 'name=proxy', 'policy=Never', 'grace=30', 'mains=main other',
            'startup="$_bb" nc -w 1 "$_ip" 80 -e "$_bb" true', 'startup_every=0 10 3 30', '--', 'proxy',
          ],
          env: [{ name: 'SIDECAR_RUNTIME_POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
          volumeMounts: [mount],
          startupProbe: isUp('proxy'),
        },
        {
          name: 'step',
          image: 'step:1',
          command: ['/sidecar-runtime/supervisor', 'step', 'name=step', 'policy=Never', 'grace=30', 'after=proxy', '--', 'step'],
          volumeMounts: [mount],
        },
        {
          name: 'main',
          image: 'main:1',
          command: ['/sidecar-runtime/supervisor', 'main', 'name=main', 'policy=Never', 'grace=30', 'after=step', '--', 'main'],
          resources: { requests: { cpu: '1', memory: '1Gi' } },
          volumeMounts: [mount],
          startupProbe: isUp('main'),
        },
        {
          name: 'other',
          image: 'other:1',
          command: ['/sidecar-runtime/supervisor', 'main', 'name=other', 'policy=Never', 'grace=30', 'after=step', '--', 'other'],
          volumeMounts: [mount],
          startupProbe: isUp('other'),
        },
      ],
      volumes: [{ name: 'data', emptyDir: {} }, { name: 'sidecar-runtime', emptyDir: {} }],
    },
  }));
  expect(JSON.stringify(before)).toBe(text);
});

test('annotations that the Pod has stay as they are', () => {
  const annotations = { 'kubectl.kubernetes.io/default-container': 'other', 'a': 'b' };
  const { workload } = lowered(workloadsOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', annotations }, spec: POD_SPEC })[0]);
  expect(workload.object.metadata).toEqual({ name: 'x', annotations: { ...annotations, 'cdk8s-sidecars/supervised-for': '1.30,node=1.27' } });
});

test('a Pod without mains has no default container', () => {
  const { workload } = lowered(pod({ initContainers: [PROXY], containers: [] }));
  expect(workload.object.metadata).toEqual({ annotations: { 'cdk8s-sidecars/supervised-for': '1.30,node=1.27' } });
});

const asking = (name: string, requests?: object, rest: object = {}) =>
  ({ name, command: [name], ...requests && { resources: { requests } }, ...rest }) as Container;
const SIDECAR = { restartPolicy: 'Always' };
const grown = (podSpec: PodSpec) => lowered(pod(podSpec)).diagnostics;

test('requests of init containers after a sidecar count for longer, which is worth knowing', () => {
  expect(grown({
    initContainers: [asking('init', { cpu: '9' }), asking('proxy', { cpu: '1' }, SIDECAR), asking('a', { cpu: '8', memory: '1Gi' }), asking('b', { 'example.org/gpu': '1' })],
    containers: [asking('main', { 'cpu': '2', 'memory': '1Gi', 'example.org/gpu': '1' })],
  })).toEqual([{
    id: 'SC815',
    slug: 'supervised-requests',
    severity: DiagnosticSeverity.INFO,
    field: 'spec.initContainers',
    message: 'the requests of init containers after a sidecar (a, b) count for the whole life of the Pod, '
      + 'which requests 11 cpu instead of 9, 2 example.org/gpu instead of 1, 2Gi memory instead of 1Gi.',
    fix: 'Lower their requests if the Pod does not fit any more.',
  }]);
});

test.each<[string, PodSpec]>([
  ['there are no such init containers',
    { initContainers: [asking('init', { cpu: '9' }), asking('proxy', { cpu: '1' }, SIDECAR)], containers: [asking('main', { cpu: '1' })] }],
  ['there are none of these, and the container that copies the supervisor asks for more than all others together',
    { initContainers: [asking('proxy', { cpu: '1m' }, SIDECAR)], containers: [asking('main', { cpu: '1m' })] }],
  ['the peak of an init container before is higher all the same',
    { initContainers: [asking('init', { cpu: '9', memory: '1Gi' }), asking('proxy', {}, SIDECAR), asking('step', { cpu: '1' })], containers: [asking('main')] }],
  ['they ask for nothing',
    { initContainers: [asking('proxy', {}, SIDECAR), asking('step')], containers: [asking('main', { cpu: '1', memory: '1Gi' })] }],
  ['they ask for nothing, and the container that copies the supervisor for what nobody does',
    { initContainers: [asking('proxy', {}, SIDECAR), asking('step')], containers: [asking('main', { cpu: '1' })] }],
  ['they ask for nothing, and the sum is the same but written in another way',
    { initContainers: [asking('proxy', { memory: '1024M' }, SIDECAR), asking('step')], containers: [asking('main', { memory: '1Gi', cpu: '1' })] }],
])('nothing is said of requests where %s', (_, podSpec) => {
  expect(grown(podSpec)).toEqual([]);
});

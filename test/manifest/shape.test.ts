import fc from 'fast-check';
import { workloadFaults } from '../../src/manifest/shape';
import { KubernetesObject } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';
import { deepFreeze } from '../deep-freeze';

const faultsOf = (object: KubernetesObject) => workloadFaults(workloadsOf(object)[0]);
const pod = (podSpec: unknown, rest: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', ...rest, spec: podSpec });
const podWith = (fields: object) => pod({ containers: [], ...fields });
const container = (fields: object): KubernetesObject => podWith({ containers: [{ name: 'main', ...fields }] });
const job = (fields: object) => ({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec: { containers: [] } }, ...fields } });

/** What is said of a fault besides, by its message. */
const isMissing = (message: string) => message.includes(' has no ') ? { isMissing: true } : {};

const PROBE = {
  initialDelaySeconds: 0,
  periodSeconds: 1,
  timeoutSeconds: 1,
  failureThreshold: 1,
  terminationGracePeriodSeconds: 1,
};
const FULL_CONTAINER = {
  name: 'main',
  image: 'main:1',
  command: ['run'],
  args: [],
  env: [{ name: 'A', value: '1' }, { name: 'B', valueFrom: {} }],
  ports: [{ name: 'http', containerPort: 80 }, {}],
  volumeMounts: [{ name: 'data', mountPath: '/data' }],
  resources: { requests: { 'cpu': 1, 'memory': '64Mi', 'example.org/gpu': '1' }, limits: { cpu: '1.5' } },
  lifecycle: { postStart: { exec: { command: ['up'] } }, preStop: { sleep: { seconds: 1 } }, stopSignal: 'SIGTERM' },
  startupProbe: { ...PROBE, httpGet: { port: 'http', path: '/', host: 'x', scheme: 'HTTPS', httpHeaders: [{ name: 'X', value: '' }] } },
  livenessProbe: { ...PROBE, tcpSocket: { port: 80, host: 'x' } },
  readinessProbe: { ...PROBE, grpc: { port: 1, service: 'x' } },
  securityContext: { capabilities: { add: ['A'], drop: ['ALL'] }, runAsUser: 1 },
};
const FULL_POD_SPEC = {
  initContainers: [FULL_CONTAINER],
  containers: [FULL_CONTAINER],
  volumes: [{ name: 'data', emptyDir: {} }],
  restartPolicy: 'Never',
  terminationGracePeriodSeconds: 0,
  nodeSelector: { a: 'b' },
  os: { name: 'linux' },
  resources: { requests: { cpu: '2' } },
  overhead: { memory: '1Mi' },
};
const FULL_TEMPLATE = { metadata: { annotations: { a: 'b' }, labels: {} }, spec: FULL_POD_SPEC };
const FULL_JOB = {
  template: FULL_TEMPLATE,
  podFailurePolicy: {
    rules: [{ action: 'Ignore', onExitCodes: { containerName: 'main', operator: 'In', values: [1] } }, { action: 'Ignore', onPodConditions: [] }],
  },
};

test.each<[string, KubernetesObject]>([
  ['a Pod with everything', { apiVersion: 'v1', kind: 'Pod', ...FULL_TEMPLATE }],
  ['a Pod with next to nothing', podWith({})],
  ['a Deployment', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: FULL_TEMPLATE } }],
  ['a Job with everything', { apiVersion: 'batch/v1', kind: 'Job', spec: FULL_JOB }],
  ['a CronJob with everything', { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: FULL_JOB } } }],
  ['fields that nothing here reads', podWith({ affinity: 'none', tolerations: 5, schedulerName: {} })],
])('%s has no faults', (_, object) => {
  expect(faultsOf(deepFreeze(object))).toEqual([]);
});

test.each<[string, KubernetesObject, string]>([
  ['spec', pod([]), 'spec must be an object, not a list.'],
  ['spec', pod({}), 'spec has no containers.'],
  ['spec.containers', pod({ containers: {} }), 'spec.containers must be a list, not an object.'],
  ['spec.containers[1]', pod({ containers: [{ name: 'a' }, null] }), 'spec.containers[1] must be an object, not null.'],
  ['spec.containers[0]', pod({ containers: [{}] }), 'spec.containers[0] has no name.'],
  ['spec.containers[0].name', pod({ containers: [{ name: 5 }] }), 'spec.containers[0].name must be a text, not 5.'],
  ['spec.initContainers', podWith({ initContainers: 'none' }), 'spec.initContainers must be a list, not "none".'],
  ['spec.initContainers[0].command', podWith({ initContainers: [{ name: 'a', command: 'run' }] }),
    'spec.initContainers[0].command must be a list, not "run".'],
  ['spec.volumes[0]', podWith({ volumes: [{}] }), 'spec.volumes[0] has no name.'],
  ['spec.restartPolicy', podWith({ restartPolicy: true }), 'spec.restartPolicy must be a text, not true.'],
  ['spec.terminationGracePeriodSeconds', podWith({ terminationGracePeriodSeconds: '30' }),
    'spec.terminationGracePeriodSeconds must be a number, not "30".'],
  ['spec.nodeSelector', podWith({ nodeSelector: [] }), 'spec.nodeSelector must be an object, not a list.'],
  ['spec.os', podWith({ os: 'linux' }), 'spec.os must be an object, not "linux".'],
  ['spec.os.name', podWith({ os: { name: [] } }), 'spec.os.name must be a text, not a list.'],
  ['spec.resources.limits.cpu', podWith({ resources: { limits: { cpu: 'much' } } }),
    'spec.resources.limits.cpu must be a quantity such as 100m, 0.5 or 64Mi, not "much".'],
  ['spec.overhead', podWith({ overhead: 5 }), 'spec.overhead must be an object, not 5.'],
  ['spec.overhead.cpu', podWith({ overhead: { cpu: {} } }), 'spec.overhead.cpu must be a quantity such as 100m, 0.5 or 64Mi, not an object.'],
  ['metadata', pod({ containers: [] }, { metadata: 'x' }), 'metadata must be an object, not "x".'],
  ['metadata.annotations', pod({ containers: [] }, { metadata: { annotations: [] } }), 'metadata.annotations must be an object, not a list.'],
  ['spec.podFailurePolicy.rules', job({ podFailurePolicy: { rules: {} } }), 'spec.podFailurePolicy.rules must be a list, not an object.'],
  ['spec.podFailurePolicy.rules[0]', job({ podFailurePolicy: { rules: [null] } }), 'spec.podFailurePolicy.rules[0] must be an object, not null.'],
  ['spec.podFailurePolicy.rules[0].onExitCodes.containerName', job({ podFailurePolicy: { rules: [{ onExitCodes: { containerName: 1, values: [] } }] } }),
    'spec.podFailurePolicy.rules[0].onExitCodes.containerName must be a text, not 1.'],
  ['spec.podFailurePolicy.rules[0].onExitCodes', job({ podFailurePolicy: { rules: [{ onExitCodes: {} }] } }),
    'spec.podFailurePolicy.rules[0].onExitCodes has no values.'],
  ['spec.podFailurePolicy', job({ podFailurePolicy: {} }), 'spec.podFailurePolicy has no rules.'],
  ['spec.backoffLimit', job({ backoffLimit: '4' }), 'spec.backoffLimit must be a number, not "4".'],
  ['spec.activeDeadlineSeconds', job({ activeDeadlineSeconds: -1 }), 'spec.activeDeadlineSeconds must not be negative.'],
  ['spec.template.spec.containers', job({ template: { spec: { containers: 'x' } } }), 'spec.template.spec.containers must be a list, not "x".'],
])('%s has the wrong form in %j', (field, object, message) => {
  expect(faultsOf(deepFreeze(object))).toEqual([{ field, message, ...isMissing(message) }]);
});

test.each<[string, object, string]>([
  ['command[1]', { command: ['a', 5] }, ' must be a text, not 5.'],
  ['args', { args: 'a' }, ' must be a list, not "a".'],
  ['args[0]', { args: [true] }, ' must be a text, not true.'],
  ['env', { env: { A: '1' } }, ' must be a list, not an object.'],
  ['env[0]', { env: [{ value: '1' }] }, ' has no name.'],
  ['ports[0].containerPort', { ports: [{ containerPort: '80' }] }, ' must be a number, not "80".'],
  ['ports[0].name', { ports: [{ name: 80 }] }, ' must be a text, not 80.'],
  ['volumeMounts[0]', { volumeMounts: [{ name: 'a' }] }, ' has no mountPath.'],
  ['volumeMounts[0]', { volumeMounts: [{ mountPath: '/a' }] }, ' has no name.'],
  ['resources', { resources: 'few' }, ' must be an object, not "few".'],
  ['resources.requests', { resources: { requests: [] } }, ' must be an object, not a list.'],
  ['resources.requests.memory', { resources: { requests: { memory: '1 GB' } } }, ' must be a quantity such as 100m, 0.5 or 64Mi, not "1 GB".'],
  ['resources.limits.cpu', { resources: { limits: { cpu: true } } }, ' must be a quantity such as 100m, 0.5 or 64Mi, not true.'],
  ['securityContext', { securityContext: 'none' }, ' must be an object, not "none".'],
  ['securityContext.capabilities.drop', { securityContext: { capabilities: { drop: 'ALL' } } }, ' must be a list, not "ALL".'],
  ['lifecycle.stopSignal', { lifecycle: { stopSignal: 15 } }, ' must be a text, not 15.'],
  ['lifecycle.preStop.exec.command', { lifecycle: { preStop: { exec: { command: 'a' } } } }, ' must be a list, not "a".'],
  ['lifecycle.preStop.sleep', { lifecycle: { preStop: { sleep: {} } } }, ' has no seconds.'],
  ['lifecycle.postStart.httpGet', { lifecycle: { postStart: { httpGet: { path: '/' } } } }, ' has no port.'],
  ['startupProbe', { startupProbe: [] }, ' must be an object, not a list.'],
  ['startupProbe.periodSeconds', { startupProbe: { periodSeconds: '1' } }, ' must be a number, not "1".'],
  ['startupProbe.httpGet.httpHeaders[0]', { startupProbe: { httpGet: { port: 1, httpHeaders: [{ value: 'x' }] } } }, ' has no name.'],
  ['livenessProbe.tcpSocket', { livenessProbe: { tcpSocket: {} } }, ' has no port.'],
  ['livenessProbe.tcpSocket.port', { livenessProbe: { tcpSocket: { port: {} } } }, ' must be a text, not an object.'],
  ['readinessProbe.grpc.port', { readinessProbe: { grpc: { port: 'x' } } }, ' must be a number, not "x".'],
])('%s of a container has the wrong form in %j', (field, fields, message) => {
  const path = `spec.containers[0].${field}`;
  expect(faultsOf(deepFreeze(container(fields)))).toEqual([{ field: path, message: `${path}${message}`, ...isMissing(message) }]);
});

test('all faults are told', () => {
  expect(faultsOf(podWith({ containers: [{ args: 1 }, { name: 2 }], os: 3 })).map(({ field }) => field))
    .toEqual(['spec.containers[0]', 'spec.containers[0].args', 'spec.containers[1].name', 'spec.os']);
});

const NAMES = [...new Set(JSON.stringify({ FULL_JOB }).match(/(?<=")\w+(?=":)/g))];
const { json } = fc.letrec(tie => ({
  json: fc.oneof({ maxDepth: 6 }, fc.jsonValue({ maxDepth: 1 }), fc.array(tie('json'), { maxLength: 2 }), tie('fields')),
  fields: fc.dictionary(fc.constantFrom(...NAMES), tie('json'), { maxKeys: 4 }),
}));

test('whatever the spec of a Pod or a Job is, it has faults or none, and each has a place and a text', () => {
  fc.assert(fc.property(json, fc.constantFrom('Pod', 'Job', 'CronJob'), (spec, kind) => {
    const workload = workloadsOf({
      apiVersion: kind === 'Pod' ? 'v1' : 'batch/v1',
      kind,
      metadata: spec,
      spec: kind === 'Pod' ? spec
        : { template: { metadata: spec, spec }, podFailurePolicy: spec, jobTemplate: { spec: { template: { spec }, podFailurePolicy: spec } } },
    } as KubernetesObject)[0];
    for (const { field, message } of workload ? workloadFaults(workload) : []) {
      expect(message).toMatch(/^\S.*( must be a.*, not .*| has no \w+)\.$/s);
      expect(message.startsWith(field)).toBe(true);
    }
  }), { numRuns: 1000 });
});

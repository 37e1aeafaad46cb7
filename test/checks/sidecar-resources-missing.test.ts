import { check, deployment, init, main, sidecar } from './workloads';
import { sidecarResourcesMissing } from '../../src/checks/sidecar-resources-missing';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { KubernetesObject, PodSpec, ResourceRequirements } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const FIELD = 'spec.template.spec.initContainers[0].resources.requests';
const FIX = 'Set resources.requests of the sidecar, cpu and memory.';
const CPU: ResourceRequirements = { requests: { cpu: '100m' } };
const BOTH: ResourceRequirements = { requests: { cpu: '100m', memory: '64Mi' } };
const FULL: ResourceRequirements = { ...BOTH, limits: BOTH.requests };

function autoscaler(spec: object): KubernetesObject {
  return {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' }, spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, ...spec },
  };
}

/** What is found in a Deployment that an autoscaler scales. */
function scaled(sidecarResources: ResourceRequirements | undefined, spec: object) {
  const { object } = deployment({ initContainers: [sidecar({ resources: sidecarResources })], containers: [main({ resources: BOTH })] });
  const [workload] = workloadsOf({ ...object, metadata: { name: 'web' } });
  return check(sidecarResourcesMissing, workload, { others: [autoscaler(spec)] });
}

test('a sidecar without requests starves beside main containers that have some', () => {
  expect(check(sidecarResourcesMissing, deployment({ initContainers: [sidecar()], containers: [main({ resources: CPU })] }))).toEqual([{
    container: 'proxy',
    field: FIELD,
    message: 'it has no request for cpu and memory, while the main containers have some: none is reserved for it on the node, and it starves before they do.',
    fix: FIX,
  }]);
});

test.each<[string, Partial<PodSpec>, string]>([
  ['nobody has any', { initContainers: [sidecar()] }, 'cpu and memory'],
  ['nobody else is there', { initContainers: [sidecar()], containers: undefined }, 'cpu and memory'],
  ['only some main containers have any', { initContainers: [sidecar()], containers: [main({ resources: BOTH }), main({ name: 'other' })] }, 'cpu and memory'],
  ['only plain init containers have any', { initContainers: [sidecar(), init({ resources: BOTH })] }, 'cpu and memory'],
])('it is only worth knowing where %s', (_, podSpec, missing) => {
  expect(check(sidecarResourcesMissing, deployment(podSpec))).toEqual([{
    container: 'proxy',
    field: FIELD,
    message: `it has no request for ${missing}: none is reserved for it on the node, though it runs as long as the Pod.`,
    fix: FIX,
    severity: DiagnosticSeverity.INFO,
  }]);
});

test.each<[string, ResourceRequirements, string]>([
  ['nothing in them', {}, 'cpu and memory'],
  ['one of them', CPU, 'memory'],
  ['others only', { limits: { 'example.com/gpu': '1' } }, 'cpu and memory'],
])('a sidecar whose resources are written down, with %s, is warned of', (_, resources, missing) => {
  expect(check(sidecarResourcesMissing, deployment({ initContainers: [sidecar({ resources })] }))).toEqual([{
    container: 'proxy',
    field: FIELD,
    message: `it has no request for ${missing}: none is reserved for it on the node, though it runs as long as the Pod.`,
    fix: FIX,
  }]);
});

test.each<[string, ResourceRequirements | undefined, string]>([
  ['nothing', undefined, 'cpu and memory'],
  ['cpu alone', { requests: { cpu: '100m' }, limits: { cpu: '100m' } }, 'memory'],
])('a sidecar with %s takes the class Guaranteed from the Pod', (_, resources, missing) => {
  expect(check(sidecarResourcesMissing, deployment({ initContainers: [sidecar({ resources })], containers: [main({ resources: FULL })] }))).toEqual([{
    container: 'proxy',
    field: FIELD,
    message: `it has no request for ${missing}, while all others have limits and requests that equal them: `
      + 'because of this one the Pod is not Guaranteed, and is evicted sooner.',
    fix: 'Set requests and equal limits of the sidecar, cpu and memory.',
  }]);
});

test('several sidecars without requests take it together', () => {
  const podSpec = { initContainers: [sidecar(), sidecar({ name: 'logs' })], containers: [main({ resources: FULL })] };
  expect(check(sidecarResourcesMissing, deployment(podSpec)).map(({ container, fix }) => [container, fix])).toEqual([
    ['proxy', 'Set requests and equal limits of the sidecar, cpu and memory.'], ['logs', 'Set requests and equal limits of the sidecar, cpu and memory.'],
  ]);
});

const UTILIZATION = { type: 'Utilization', averageUtilization: 60 };

test.each<[string, ResourceRequirements | undefined, object, string]>([
  ['by cpu', undefined, { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: UTILIZATION } }] }, 'cpu and memory'],
  ['by memory', CPU, { metrics: [{ type: 'Pods' }, { type: 'Resource', resource: { name: 'memory', target: UTILIZATION } }] }, 'memory'],
  ['in the form of v2beta1', undefined, { metrics: [{ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 60 } }] }, 'cpu and memory'],
  ['in the form of v1', undefined, { targetCPUUtilizationPercentage: 60 }, 'cpu and memory'],
  ['by the sidecar', undefined, {
    metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'proxy', target: UTILIZATION } }],
  }, 'cpu and memory'],
])('an autoscaler that scales by utilization does not work: %s', (_, resources, spec, missing) => {
  const resource = missing === 'memory' ? 'memory' : 'cpu';
  expect(scaled(resources, spec)).toEqual([{
    container: 'proxy',
    field: FIELD,
    message: `it has no request for ${missing}, so the HorizontalPodAutoscaler 'web' cannot tell how much of it the Pods use: `
      + `it stops at "missing request for ${resource} in container proxy".`,
    fix: FIX,
  }]);
});

test.each<[string, ResourceRequirements | undefined, object]>([
  ['by an amount', undefined, { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1' } } }] }],
  ['by a resource that is requested', CPU, { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: UTILIZATION } }] }],
  ['by another container', undefined, {
    metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'main', target: UTILIZATION } }],
  }],
  ['by metrics that nobody could read', undefined, { metrics: [null, 'x', { resource: { name: 1, target: UTILIZATION } }] }],
])('an autoscaler works that scales %s', (_, resources, spec) => {
  expect(scaled(resources, spec).filter(({ message }) => message.includes('Autoscaler'))).toEqual([]);
});

test.each<[string, Partial<PodSpec>]>([
  ['has requests', { initContainers: [sidecar({ resources: BOTH })], containers: [main({ resources: FULL })] }],
  ['has limits, which are requests too', { initContainers: [sidecar({ resources: { limits: BOTH.requests } })] }],
  ['is in a Pod with resources of its own', { initContainers: [sidecar()], containers: [main({ resources: BOTH })], ...{ resources: BOTH } }],
  ['is a plain init container', { initContainers: [init()], containers: [main({ resources: FULL })] }],
])('nothing is said of a container that %s', (_, podSpec) => {
  expect(check(sidecarResourcesMissing, deployment(podSpec))).toEqual([]);
});

test('nothing is said of a patch of a sidecar, which may have resources', () => {
  expect(check(sidecarResourcesMissing, deployment({ initContainers: [sidecar({ image: undefined })] }))).toEqual([]);
});

import { check, deployment, init, main, sidecar } from './workloads';
import { hpaContainerMetric } from '../../src/checks/hpa-container-metric';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { KubernetesObject } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

const POD = { initContainers: [init({ name: 'migrate' }), sidecar()], containers: [main(), main({ name: 'other' })] };

function web({ podSpec = POD, spec = {}, metadata }: { podSpec?: object; spec?: object; metadata?: object } = {}): Workload {
  const { object } = deployment(podSpec);
  return workloadsOf({ ...object, metadata: { name: 'web' }, spec: { selector: {}, ...spec, template: { metadata, spec: { ...POD, ...podSpec } } } })[0];
}

function autoscaler(container: unknown, namespace?: string): KubernetesObject {
  return {
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'web' },
      metrics: [{ type: 'Resource', resource: { name: 'cpu' } }, { type: 'ContainerResource', containerResource: { name: 'cpu', container } }],
    },
  };
}

test.each([
  ['app', "Deployment 'web' has no container 'app'"],
  ['migrate', "'migrate' is an init container of Deployment 'web', which has ended when metrics are taken"],
])('a metric of %s is never there', (name, trouble) => {
  const object = autoscaler(name);
  expect(check(hpaContainerMetric, web(), { others: [object] })).toEqual([{
    object,
    field: 'spec.metrics[1].containerResource.container',
    message: `${trouble}: the autoscaler stops at "container ${name} not present in metrics", and does not scale by it.`,
    fix: 'Name one of: main, other.',
    severity: DiagnosticSeverity.ERROR,
  }]);
});

test.each([
  ['is only a patch of one', web({ spec: { selector: undefined } })],
  ['leaves images out', web({ podSpec: { containers: [{ name: 'main' }] } })],
])('it is not certain where the manifest of the workload %s', (_, workload) => {
  expect(check(hpaContainerMetric, workload, { others: [autoscaler('app')] }).map(({ severity }) => severity)).toEqual([undefined]);
});

test('a sidecar can be measured, but that is mostly a slip', () => {
  const object = autoscaler('proxy');
  expect(check(hpaContainerMetric, web(), { others: [object] })).toEqual([{
    object,
    field: 'spec.metrics[1].containerResource.container',
    message: "'proxy' is a sidecar of Deployment 'web': Pods are added when the sidecar is busy, however busy the main container is.",
    fix: 'Name a main container, unless it is the sidecar that needs more Pods.',
    severity: DiagnosticSeverity.INFO,
  }]);
});

test.each<[string, Workload, readonly KubernetesObject[]]>([
  ['a main container', web(), [autoscaler('other')]],
  ['a container that a mesh injects', web(), [autoscaler('istio-proxy')]],
  ['a container of Pods that are marked for injection', web({ metadata: { annotations: { 'example.com/inject-agent': 'yes' } } }), [autoscaler('agent')]],
  ['a container of Pods that are labelled for injection', web({ metadata: { labels: { 'example.com/inject': 'yes' } } }), [autoscaler('agent')]],
  ['a container of a workload elsewhere', web(), [autoscaler('app', 'elsewhere')]],
  ['nothing that is a name', web(), [autoscaler(undefined), autoscaler(5), { kind: 'HorizontalPodAutoscaler', spec: { metrics: {} } }]],
  ['nothing, since there is no autoscaler', web(), []],
])('nothing is said of an autoscaler that measures %s', (_, workload, others) => {
  expect(check(hpaContainerMetric, workload, { others })).toEqual([]);
});

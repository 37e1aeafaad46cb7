import { check, deployment, main, sidecar } from './workloads';
import { hostportOnSidecar } from '../../src/checks/hostport-on-sidecar';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { PodSpec } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

const PORTS = { ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081 }] };
const POD: Partial<PodSpec> = { initContainers: [sidecar({ name: 'logs' }), sidecar(PORTS)] };

function found(workload: Workload, target = '1.33.5', native = true) {
  return check(hostportOnSidecar, workload, { target, native });
}

test('the scheduler of old clusters does not see the host port of a sidecar', () => {
  expect(found(deployment(POD))).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.initContainers[1].ports[1].hostPort',
    message: 'it uses port 8081 of the node, and in Kubernetes 1.33.5 the scheduler does not see the host ports of sidecars, '
      + 'so two Pods that use the same one can land on one node (kubernetes/kubernetes#132040).',
    fix: 'Keep the Pods apart with podAntiAffinity, or upgrade the control plane: it is repaired in 1.33.6.',
  }]);
});

test('with the network of the host every port is one of the node', () => {
  expect(found(deployment({ ...POD, hostNetwork: true })).map(({ field, message }) => [field, /port \d+/.exec(message)![0]])).toEqual([
    ['spec.template.spec.initContainers[1].ports[0].containerPort', 'port 80'],
    ['spec.template.spec.initContainers[1].ports[1].containerPort', 'port 8081'],
  ]);
});

test('a DaemonSet is not in its own way', () => {
  const { object } = deployment(POD);
  expect(found(workloadsOf({ ...object, kind: 'DaemonSet' })[0]).map(({ severity }) => severity)).toEqual([DiagnosticSeverity.INFO]);
});

test.each([
  ['1.28', 1], ['1.32', 1], ['1.33.5', 1], ['1.33.6', 0], ['1.33', 0], ['1.34.0', 0], ['1.37', 0],
  ['1.34,node=1.33.1', 0],
])('on %s that is reported %d times: the scheduler is as new as the API server', (target, times) => {
  expect(found(deployment(POD), target).length).toBe(times);
});

test.each<[string, Partial<PodSpec>]>([
  ['a sidecar with other ports', { initContainers: [sidecar({ ports: [{ containerPort: 80 }] })] }],
  ['a sidecar without ports', { initContainers: [sidecar()], hostNetwork: true }],
  ['a main container', { initContainers: [sidecar()], containers: [main(PORTS)] }],
])('nothing is said of %s', (_, podSpec) => {
  expect(found(deployment(podSpec))).toEqual([]);
});

test('nothing is said of sidecars that do not stay native', () => {
  expect(found(deployment(POD), '1.32', false)).toEqual([]);
});

import { Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { JobWithSidecar, NativeSidecar, PodResources, QosClass, TargetCluster } from '../../src';

const IMAGE = { image: 'busybox:1.37' };
const exactly = {
  cpu: { request: kplus.Cpu.millis(100), limit: kplus.Cpu.millis(100) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(64) },
};

function job(sidecar: Partial<kplus.ContainerProps>, target?: string): JobWithSidecar {
  return new JobWithSidecar(Testing.chart(), 'job', {
    containers: [{ ...IMAGE, resources: exactly }],
    sidecars: [new NativeSidecar({ ...IMAGE, ...sidecar })],
    target: target ? TargetCluster.version(target) : undefined,
  });
}

test('a sidecar adds to what the Pod requests, and without limits makes it burstable', () => {
  expect({ ...job({}).podResources() }).toEqual({
    requests: { cpu: '150m', memory: '128Mi' },
    limits: { cpu: '100m', memory: '64Mi' },
    qosClass: QosClass.BURSTABLE,
  });
});

test('a sidecar whose limits equal its requests leaves the Pod guaranteed', () => {
  expect({ ...job({ resources: exactly }).podResources() }).toEqual({
    requests: { cpu: '200m', memory: '128Mi' },
    limits: { cpu: '200m', memory: '128Mi' },
    qosClass: QosClass.GUARANTEED,
  });
});

test('a Job that cannot be synthesized has no resources', () => {
  expect(() => job({}, '1.27').podResources()).toThrow('the API server of the target cluster (1.27) does not know native sidecars');
});

test('an object that makes no Pods is an error', () => {
  expect(() => PodResources.ofManifest({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } })).toThrow(new Error(
    'ConfigMap \'settings\' makes no Pods, so it has no resources of Pods. Give a Pod or a built-in workload.'));
});

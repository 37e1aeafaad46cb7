import { check, deployment, init, main, sidecar } from './workloads';
import { probeOrLifecycleOnPlainInit } from '../../src/checks/probe-or-lifecycle-on-plain-init';

const PROBE = { tcpSocket: { port: 80 } };

test.each([
  ['lifecycle', { preStop: { exec: { command: ['sync'] } } }, 'If it is to keep running, make it a NativeSidecar; else take lifecycle off.'],
  ['livenessProbe', PROBE, 'If it is to keep running, make it a NativeSidecar; else take livenessProbe off.'],
  ['readinessProbe', PROBE, 'If it is to keep running, make it a NativeSidecar; else take readinessProbe off.'],
  ['startupProbe', PROBE,
    'If it is to keep running, make it a NativeSidecar; else take the probe off (cdk8s-plus adds one where portNumber is set).'],
])('a plain init container may not have %s', (field, value, fix) => {
  expect(check(probeOrLifecycleOnPlainInit, deployment({ initContainers: [sidecar(), init({ [field]: value })] }))).toEqual([{
    container: 'init',
    field: `spec.template.spec.initContainers[1].${field}`,
    message: `a plain init container may not have ${field}; the API server rejects it`
      + ' ("may not be set for init containers without restartPolicy=Always").',
    fix,
  }]);
});

test('each field that may not be there is a finding', () => {
  const workload = deployment({ initContainers: [init({ startupProbe: PROBE, lifecycle: {} })] });
  expect(check(probeOrLifecycleOnPlainInit, workload).map(({ field }) => field)).toEqual([
    'spec.template.spec.initContainers[0].lifecycle',
    'spec.template.spec.initContainers[0].startupProbe',
  ]);
});

const EVERYTHING = { lifecycle: {}, livenessProbe: PROBE, readinessProbe: PROBE, startupProbe: PROBE };

test.each([
  ['an init container without any', { initContainers: [init()] }],
  ['a sidecar with all of them', { initContainers: [sidecar(EVERYTHING)] }],
  ['a main container with all of them', { containers: [main(EVERYTHING)] }],
  ['a probe that is null, which the API server takes for absent', { initContainers: [JSON.parse('{"name":"init","startupProbe":null}')] }],
])('nothing is said of %s', (_, podSpec) => {
  expect(check(probeOrLifecycleOnPlainInit, deployment(podSpec))).toEqual([]);
});

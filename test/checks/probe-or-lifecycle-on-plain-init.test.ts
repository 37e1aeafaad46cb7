import { check, deployment, init, main, patchOfDeployment, sidecar } from './workloads';
import { probeOrLifecycleOnPlainInit } from '../../src/checks/probe-or-lifecycle-on-plain-init';
import { Container } from '../../src/manifest/types';

const PROBE = { tcpSocket: { port: 80 } };
const KEEP = 'If it is to keep running, give it restartPolicy: Always (in the constructs: make it a NativeSidecar)';

test.each([
  ['lifecycle', { preStop: { exec: { command: ['sync'] } } }, `${KEEP}; else take lifecycle off.`],
  ['livenessProbe', PROBE, `${KEEP}; else take livenessProbe off.`],
  ['readinessProbe', PROBE, `${KEEP}; else take readinessProbe off.`],
  ['startupProbe', PROBE, `${KEEP}; else take startupProbe off, which cdk8s-plus adds where portNumber is set.`],
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

test('nothing is said of a patch of kustomize for what may be a sidecar, nor of a restart policy that is to be filled in', () => {
  const found = (fields: Partial<Container>) =>
    check(probeOrLifecycleOnPlainInit, patchOfDeployment({ initContainers: [init({ startupProbe: PROBE, ...fields })], containers: [main()] }));
  expect(found({ image: undefined })).toEqual([]);
  expect(found({ restartPolicy: '{{ .Values.restartPolicy }}' })).toEqual([]);
  expect(found({}).length).toBe(1);
});

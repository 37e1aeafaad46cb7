import { check, deployment, init, job, main, sidecar } from './workloads';
import { nonexistentSidecarField } from '../../src/checks/nonexistent-sidecar-field';
import { applyPatch } from '../../src/manifest/json-patch';
import { workloadsOf } from '../../src/manifest/workloads';

const MOVE = 'Take it out. If the container is to be a sidecar, it belongs under initContainers, with restartPolicy: Always (a NativeSidecar in the constructs).';

test.each<[string, object, string]>([
  ['sidecar', { sidecar: true }, 'sidecar'],
  ['isSidecar', { isSidecar: 'yes' }, 'isSidecar'],
  ['sidecarContainer', { sidecarContainer: {} }, 'sidecarContainer'],
  ['containerType', { containerType: 'Sidecar' }, 'containerType'],
  ['type', { type: 'sidecar' }, 'type'],
  ['lifecycle.type', { lifecycle: { type: 'Sidecar' } }, 'lifecycle'],
  ['lifecycle.type', { lifecycle: { type: 'Standard', preStop: { exec: { command: ['sync'] } } } }, 'lifecycle.type'],
])('there is no %s: %j', (name, fields, removed) => {
  const workload = job({ containers: [main(), main({ name: 'logs', ...fields })] });
  const findings = check(nonexistentSidecarField, workload);
  expect(findings).toEqual([{
    container: 'logs',
    field: `spec.template.spec.containers[1].${name}`,
    message: `there is no field ${name} in any release of Kubernetes: kubectl apply is rejected (unknown field), and other clients lose it without a word.`,
    fix: MOVE,
    patch: [{ op: 'remove', path: `/spec/template/spec/containers/1/${removed.replace('.', '/')}` }],
  }]);
  expect(check(nonexistentSidecarField, workloadsOf(applyPatch(workload.object, findings[0].patch!))[0])).toEqual([]);
});

test('on a native sidecar it is one thing too much', () => {
  const marked: object = { sidecar: true };
  expect(check(nonexistentSidecarField, job({ initContainers: [sidecar(marked)] })).map(({ field, fix }) => [field, fix])).toEqual([
    ['spec.template.spec.initContainers[0].sidecar', 'Take it out: restartPolicy: Always is all that makes a sidecar.'],
  ]);
});

test.each<[string, object]>([
  ['a lifecycle with hooks', { lifecycle: { preStop: { exec: { command: ['sync'] } } } }],
  ['an unknown field of another meaning', { type: 'database' }],
  ['a type that is no text', { type: 1, lifecycle: { type: {} } }],
  ['the name', { name: 'sidecar' }],
])('nothing is said of %s', (_, fields) => {
  expect(check(nonexistentSidecarField, deployment({ initContainers: [init()], containers: [main(fields)] }))).toEqual([]);
});

test('other kinds may have such fields', () => {
  const marked: object = { sidecar: true };
  expect(check(nonexistentSidecarField, { ...deployment({ containers: [main(marked)] }), isGuess: true })).toEqual([]);
});

import { check, init, job, main, sidecar } from './workloads';
import { duplicateContainerName } from '../../src/checks/duplicate-container-name';
import { PodSpec } from '../../src/manifest/types';

test.each<[string, Partial<PodSpec>, string, string]>([
  ['two mains', { containers: [main({ name: 'a' }), main({ name: 'a' })] }, 'containers[0]', 'containers[1]'],
  ['two sidecars', { initContainers: [sidecar({ name: 'a' }), sidecar(), sidecar({ name: 'a' })] }, 'initContainers[0]', 'initContainers[2]'],
  ['a sidecar and an init container', { initContainers: [sidecar({ name: 'a' }), init({ name: 'a' })] }, 'initContainers[0]', 'initContainers[1]'],
  ['a sidecar and a main', { initContainers: [sidecar({ name: 'a' })], containers: [main(), main({ name: 'a' })] }, 'initContainers[0]', 'containers[1]'],
])('%s may not have one name', (_, podSpec, first, second) => {
  expect(check(duplicateContainerName, job(podSpec))).toEqual([{
    container: 'a',
    field: `spec.template.spec.${second}.name`,
    message: `the name is taken by ${first}; init containers, sidecars and main containers of a Pod share one set of names.`,
    fix: 'Give one of them another name.',
  }]);
});

test('of three containers with one name, the second and the third are findings', () => {
  expect(check(duplicateContainerName, job({ containers: [main(), main(), main()] })).map(({ field }) => field)).toEqual([
    'spec.template.spec.containers[1].name',
    'spec.template.spec.containers[2].name',
  ]);
});

test('names that only look alike are not the same', () => {
  const workload = job({ containers: [main({ name: 'main' }), main({ name: 'main-1' })], initContainers: [sidecar({ name: 'main1' }), init({ name: 'mai' })] });
  expect(check(duplicateContainerName, workload)).toEqual([]);
});

test('a kind that is not known may fill in names', () => {
  const workload = job({ containers: [main({ name: '' }), main({ name: '' }), main(), main()] });
  expect(check(duplicateContainerName, { ...workload, isGuess: true }).map(({ field }) => field)).toEqual(['spec.template.spec.containers[3].name']);
});

test('names that are to be filled in may become different ones', () => {
  expect(check(duplicateContainerName, job({ containers: [main({ name: '<APP>' }), main({ name: '<APP>' })] }))).toEqual([]);
});

import { containersOf, isSidecar, sidecarsOf } from '../../src/manifest/containers';

test.each([
  ['Always', true],
  ['Never', false],
  ['OnFailure', false],
  [undefined, false],
])('an init container with restartPolicy %s is a sidecar: %s', (restartPolicy, expected) => {
  expect(isSidecar({ name: 'init', restartPolicy })).toBe(expected);
});

const init = { name: 'init' };
const sidecar = { name: 'sidecar', restartPolicy: 'Always' };
const main = { name: 'main' };
const always = { name: 'always', restartPolicy: 'Always' };

test('containers come with their place and role, init containers first; a main container is never a sidecar', () => {
  const podSpec = { containers: [main, always], initContainers: [init, sidecar] };
  expect(containersOf(podSpec)).toEqual([
    { container: init, path: 'initContainers[0]', role: 'init' },
    { container: sidecar, path: 'initContainers[1]', role: 'sidecar' },
    { container: main, path: 'containers[0]', role: 'main' },
    { container: always, path: 'containers[1]', role: 'main' },
  ]);
  expect(sidecarsOf(podSpec)).toEqual([{ container: sidecar, path: 'initContainers[1]', role: 'sidecar' }]);
});

test('a Pod may lack the lists of its containers', () => {
  expect(containersOf({} as Parameters<typeof containersOf>[0])).toEqual([]);
  expect(sidecarsOf({ containers: [main] })).toEqual([]);
});

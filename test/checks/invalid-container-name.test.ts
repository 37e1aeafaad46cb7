import { check, init, job, main, sidecar } from './workloads';
import { invalidContainerName } from '../../src/checks/invalid-container-name';

const FIX = 'Use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends.';

test.each(['Proxy', 'my_proxy', 'my.proxy', '-proxy', 'proxy-', 'my proxy', 'proxy\n', 'prôxy', 'a'.repeat(64), ''])('%j is not a container name', name => {
  expect(check(invalidContainerName, job({ initContainers: [sidecar({ name })] }))).toEqual([{
    container: name,
    field: 'spec.template.spec.initContainers[0].name',
    message: `'${name}' is not a valid container name.`,
    fix: FIX,
  }]);
});

test('init containers and mains are looked at too, and a name that is not there is not one', () => {
  const { name, ...nameless } = main();
  const workload = job({ containers: [main(), nameless as typeof nameless & { name: string }], initContainers: [init({ name: 'Init' })] });
  expect(check(invalidContainerName, workload)).toEqual([
    { container: 'Init', field: 'spec.template.spec.initContainers[0].name', message: "'Init' is not a valid container name.", fix: FIX },
    { container: '', field: 'spec.template.spec.containers[1].name', message: "'' is not a valid container name.", fix: FIX },
  ]);
});

test.each(['a', '0', '7up', 'my-proxy', 'a--b', 'a'.repeat(63)])('%j is one', name => {
  expect(check(invalidContainerName, job({ initContainers: [sidecar({ name })] }))).toEqual([]);
});

test('a kind that is not known may fill in names', () => {
  const workload = job({ containers: [main({ name: '' }), main({ name: 'Main' })] });
  expect(check(invalidContainerName, { ...workload, isGuess: true }).map(({ container }) => container)).toEqual(['Main']);
});

test.each(['<YOUR-APPLICATION-NAME>', '{{ .Values.name }}', 'app-${NAME}', '$(params.name)'])('%j is to be filled in', name => {
  expect(check(invalidContainerName, job({ initContainers: [sidecar({ name })] }))).toEqual([]);
});

test.each(['YOUR_APP', 'CONTAINER_NAME', 'YOUR-CONTAINER', 'REPLACE_ME', 'CHANGEME', '$NAME', 'app-{{ name }}'])('the placeholder %s is left alone', name => {
  expect(check(invalidContainerName, job({ containers: [main({ name })] }))).toEqual([]);
});

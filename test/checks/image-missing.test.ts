import { check, init, job, main, sidecar } from './workloads';
import { imageMissing } from '../../src/checks/image-missing';

const FIX = "Set image to what the node is to pull, such as 'busybox:1.37'.";

test.each([
  [undefined, 'it has no image.'],
  ['', 'it has no image.'],
  [' ', 'it has no image.'],
  [' busybox', "the image ' busybox' has spaces around it."],
  ['busybox:1.37\n', "the image 'busybox:1.37\n' has spaces around it."],
])('the image %j is none', (image, message) => {
  expect(check(imageMissing, job({ initContainers: [sidecar({ image })] }))).toEqual([
    { container: 'proxy', field: 'spec.template.spec.initContainers[0].image', message, fix: FIX },
  ]);
});

test('init containers and mains need an image too', () => {
  const workload = job({ containers: [main(), main({ name: 'other', image: '' })], initContainers: [init({ image: '' })] });
  expect(check(imageMissing, workload).map(({ container, field }) => [container, field])).toEqual([
    ['init', 'spec.template.spec.initContainers[0].image'],
    ['other', 'spec.template.spec.containers[1].image'],
  ]);
});

test.each(['busybox', 'busybox:1.37', 'registry.example:5000/team/app@sha256:0123', '$(IMAGE)', 'ORG/App'])('nothing is said of the image %s', image => {
  expect(check(imageMissing, job({ initContainers: [sidecar({ image })] }))).toEqual([]);
});

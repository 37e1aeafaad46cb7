import { check, init, job, main, patchOfDeployment, sidecar } from './workloads';
import { imageMissing } from '../../src/checks/image-missing';
import { KubernetesObject } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

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

/** A Deployment with all that it needs, but an image. */
function unfinished(metadata: KubernetesObject['metadata'] = {}, kind = 'Deployment'): Workload {
  const podSpec = { containers: [main({ image: ' ' })], initContainers: [init({ image: undefined }), sidecar()] };
  const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: {}, template: { spec: podSpec } } };
  return { ...workloadsOf(workload)[0], kind };
}

test('nothing is said where something else may say which image it is', () => {
  expect(check(imageMissing, unfinished()).length).toBe(2);
  expect(check(imageMissing, { ...unfinished(), isGuess: true })).toEqual([]);
  expect(check(imageMissing, unfinished({}, 'DeploymentConfig'))).toEqual([]);
  expect(check(imageMissing, unfinished({ annotations: { 'image.openshift.io/triggers': '[]' } }))).toEqual([]);
});

test('nothing is said of manifests that are to be merged into others, or to be filled in', () => {
  expect(check(imageMissing, patchOfDeployment({ containers: [main({ image: undefined })], initContainers: [sidecar()] }))).toEqual([]);
  expect(check(imageMissing, job({ containers: [main({ image: undefined }), main({ name: 'other', image: undefined })] }))).toEqual([]);
  expect(check(imageMissing, job({ containers: [main({ name: '<YOUR-APPLICATION>', image: undefined })], initContainers: [sidecar()] }))).toEqual([]);
});

test('an image with spaces around it is said of all kinds', () => {
  expect(check(imageMissing, { ...job({ containers: [main({ image: ' app' })] }), isGuess: true }).length).toBe(1);
});

test('a container of which nothing is said but its name is to be seen elsewhere', () => {
  expect(check(imageMissing, job({ containers: [{ name: 'main' }], initContainers: [sidecar()] }))).toEqual([]);
});

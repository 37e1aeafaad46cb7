import { isFragment } from '../../../src/checks/evidence/unfinished';
import { Container, KubernetesObject } from '../../../src/manifest/types';
import { workloadsOf } from '../../../src/manifest/workloads';
import { deployment, job, main, patchOfDeployment, sidecar } from '../workloads';

const without = main({ image: undefined });
const odd = (fields: object): Container => ({ ...main(), ...fields });
const jobOf = (...containers: Container[]) => job({ containers, restartPolicy: undefined });
const pod = (spec: unknown): KubernetesObject => ({ apiVersion: 'v1', kind: 'Pod', spec });

test.each([
  ['without any image', job({ containers: [without], initContainers: [sidecar({ image: undefined })] })],
  ['without any container', job({ containers: [] })],
  ['of a Deployment without a selector', patchOfDeployment({ containers: [main()] })],
  ['that says how a list is merged', deployment({ containers: [odd({ volumeMounts: [{ mountPath: '/a', $patch: 'delete' }] })] })],
  ['that says in which order', deployment({ '$setElementOrder/containers': [{ name: 'main' }] } as object)],
  ['that puts other images into a Job', jobOf(main(), main({ name: 'other' }))],
  ['that leaves an image to the reader', deployment({ containers: [main({ image: '...' }), without] })],
])('this is to be merged into something: a manifest %s', (_, workload) => {
  expect(isFragment(workload)).toBe(true);
});

test.each([
  ['a Deployment with a selector', deployment({ containers: [main(), without] })],
  ['a Job', job({ containers: [main(), main({ name: 'other' })] })],
  ['a Job of one container without a restart policy', jobOf(main())],
  ['a Job without a restart policy whose containers have commands', jobOf(main({ command: ['run'] }), main({ name: 'other' }))],
  ['a malformed Pod', workloadsOf(pod({ containers: [null, 3, { image: 'a', env: { $patchwork: 1 } }], initContainers: 'none' }))[0]],
])('this is whole: %s', (_, workload) => {
  expect(isFragment(workload)).toBe(false);
});

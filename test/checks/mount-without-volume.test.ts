import { check, job, main, patchOfDeployment, sidecar } from './workloads';
import { mountWithoutVolume } from '../../src/checks/mount-without-volume';
import { workloadsOf } from '../../src/manifest/workloads';

const FIX = 'Add the volume to the volumes of the Pod (with the constructs: to podVolumes of the sidecar), or correct the name.';
const mount = (...names: string[]) => ({ volumeMounts: names.map(name => ({ name, mountPath: `/${name}` })) });

test('a mount of a volume that is not there is found in every kind of container', () => {
  const workload = job({ initContainers: [sidecar(mount('here', 'gone'))], containers: [main(mount('lost'))], volumes: [{ name: 'here', emptyDir: {} }] });
  expect(check(mountWithoutVolume, workload, { lowered: true })).toEqual([
    {
      container: 'proxy',
      field: 'spec.template.spec.initContainers[0].volumeMounts[1].name',
      message: "it mounts a volume 'gone' at /gone, and the Pod has no volume of that name.",
      fix: FIX,
    },
    {
      container: 'main',
      field: 'spec.template.spec.containers[0].volumeMounts[0].name',
      message: "it mounts a volume 'lost' at /lost, and the Pod has no volume of that name.",
      fix: FIX,
    },
  ]);
});

test('nothing is said of volumes that the Pod has, or that a StatefulSet claims', () => {
  const podSpec = { containers: [main(mount('claimed', 'here'))], volumes: [{ name: 'here', emptyDir: {} }] };
  const spec = { volumeClaimTemplates: [{ metadata: { name: 'claimed' } }], template: { spec: podSpec } };
  expect(check(mountWithoutVolume, workloadsOf({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec })[0])).toEqual([]);
  expect(check(mountWithoutVolume, job({ containers: [main()] }))).toEqual([]);
});

test('in manifests that may go through other tools, only the mounts of sidecars are looked at', () => {
  const workload = job({ initContainers: [sidecar(mount('gone'))], containers: [main(mount('lost'))] });
  expect(check(mountWithoutVolume, workload).map(({ container }) => container)).toEqual(['proxy']);
});

test('nothing is said of a patch, which may leave out volumes that are there', () => {
  expect(check(mountWithoutVolume, patchOfDeployment({ initContainers: [sidecar(mount('data'))], containers: [main()] }))).toEqual([]);
});

import { hasSidecar, SIDECAR_POD } from '../../src/cli/sidecar-pod';

const { spec } = SIDECAR_POD;
const [sidecar] = spec.initContainers;
const injected = { name: 'mesh', image: 'mesh', restartPolicy: 'Always' };

test.each<[string, object, boolean]>([
  ['as it was sent', SIDECAR_POD, true],
  ['with another sidecar injected before it', { spec: { ...spec, initContainers: [injected, sidecar] } }, true],
  ['without restartPolicy', { spec: { ...spec, initContainers: [{ ...sidecar, restartPolicy: undefined }] } }, false],
  ['without restartPolicy, with another sidecar injected', { spec: { ...spec, initContainers: [injected, { ...sidecar, restartPolicy: undefined }] } }, false],
  ['without init containers', { spec: { containers: spec.containers } }, false],
  ['without anything', {}, false],
])('a Pod that comes back %s has the sidecar: %s', (_, pod, expected) => {
  expect(hasSidecar(pod)).toBe(expected);
});

test('the Pod meets the Pod Security level restricted, and quotas', () => {
  expect(spec).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });
  for (const { securityContext, resources } of [...spec.initContainers, ...spec.containers]) {
    expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
    expect(Object.keys(resources.requests)).toEqual(['cpu', 'memory', 'ephemeral-storage']);
    expect(resources.limits).toEqual(resources.requests);
  }
});

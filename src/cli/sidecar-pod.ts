const SIDECAR = 'sidecar';

/** As small as can be, and with equal requests and limits, for quotas and limit ranges. */
const QUANTITIES = { 'cpu': '10m', 'memory': '16Mi', 'ephemeral-storage': '16Mi' };

const container = (name: string) => ({
  name,
  image: 'registry.k8s.io/pause:3.10',
  resources: { requests: QUANTITIES, limits: QUANTITIES },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
  },
});

/**
 * A Pod with a sidecar that any namespace should accept, those of the Pod Security level `restricted` too. It has no probe or hook:
 * an API server that drops `restartPolicy` would refuse those.
 */
export const SIDECAR_POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'cdk8s-sidecars-target-' },
  spec: {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65535, runAsGroup: 65535, seccompProfile: { type: 'RuntimeDefault' } },
    initContainers: [{ ...container(SIDECAR), restartPolicy: 'Always' }],
    containers: [container('main')],
  },
};

interface AnsweredPod {
  readonly spec?: { readonly initContainers?: readonly { readonly name?: string; readonly restartPolicy?: string }[] };
}

/**
 * Whether the sidecar is still one in what an API server made of that Pod.
 */
export function hasSidecar({ spec }: AnsweredPod): boolean {
  return spec?.initContainers?.some(({ name, restartPolicy }) => name === SIDECAR && restartPolicy === 'Always') ?? false;
}

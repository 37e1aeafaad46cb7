import { isFragment } from './evidence/unfinished';
import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { claimedVolumes } from '../manifest/workloads';

/** The API server refuses such a Pod template: "volumeMounts[0].name: Not found" (core validation, ValidateVolumeMounts). */
export const mountWithoutVolume: Rule = {
  id: 'SC120',
  slug: 'mount-without-volume',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  isGeneral: true,
  text: {
    summary: 'A container mounts a volume that the Pod does not have.',
    details: `The API server refuses such a Pod template: \`volumeMounts[0].name: Not found\`. The volumes of a Pod are those in its \`volumes\`, and
the claims of a StatefulSet. In manifests that may go through other tools before they reach the cluster, only the mounts of sidecars are
looked at.`,
    versions: 'all',
    sources: ['https://kubernetes.io/docs/concepts/storage/volumes/'],
    example: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: logs
      image: fluent/fluent-bit:4.0
      restartPolicy: Always
      resources:
        requests: { cpu: 50m, memory: 64Mi }
      volumeMounts:
        - { name: logs, mountPath: /var/log/web }
  containers:
    - name: web
      image: nginx:1.29
`,
    corrected: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: logs
      image: fluent/fluent-bit:4.0
      restartPolicy: Always
      resources:
        requests: { cpu: 50m, memory: 64Mi }
      volumeMounts:
        - { name: logs, mountPath: /var/log/web }
  containers:
    - name: web
      image: nginx:1.29
      volumeMounts:
        - { name: logs, mountPath: /var/log/nginx }
  volumes:
    - name: logs
      emptyDir: {}
`,
  },
  check: (workload, { lowered }) => {
    const { podSpec, podSpecPath } = workload;
    const mounting = containersOf(podSpec).filter(({ container, role }) => container.volumeMounts && (lowered || role === 'sidecar'));
    if (mounting.length === 0 || (!lowered && isFragment(workload))) {
      return [];
    }
    const volumes = new Set([...(podSpec.volumes ?? []).map(({ name }) => name), ...claimedVolumes(workload)]);
    return mounting.flatMap(({ container, path }) => container.volumeMounts!.flatMap(({ name, mountPath }, i) => volumes.has(name) ? [] : [{
      container: container.name,
      field: `${podSpecPath}.${path}.volumeMounts[${i}].name`,
      message: `it mounts a volume '${name}' at ${mountPath}, and the Pod has no volume of that name.`,
      fix: 'Add the volume to the volumes of the Pod (with the constructs: to podVolumes of the sidecar), or correct the name.',
    }]));
  },
};

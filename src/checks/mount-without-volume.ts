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
  text: {
    summary: 'A container mounts a volume that the Pod does not have.',
    details: `Every name in \`volumeMounts\` must be that of one of the \`volumes\` of the Pod, or of one of the \`volumeClaimTemplates\` of a StatefulSet.
The API server refuses the Pod template otherwise. It happens where a sidecar is added to a Pod, and its volume is not.`,
    versions: 'all',
    sources: ['kubernetes/kubernetes pkg/apis/core/validation/validation.go, ValidateVolumeMounts'],
    example: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1.0
      volumeMounts:
        - name: cache
          mountPath: /var/cache/web
`,
    corrected: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: cache
      emptyDir: {}
  containers:
    - name: web
      image: registry.example.com/web:1.0
      volumeMounts:
        - name: cache
          mountPath: /var/cache/web
`,
  },
  check: workload => {
    const { podSpec, podSpecPath } = workload;
    const mounting = containersOf(podSpec).filter(({ container }) => container.volumeMounts);
    if (mounting.length === 0) {
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

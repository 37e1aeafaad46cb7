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
      fix: 'Add the volume to the Pod (podVolumes of a sidecar does so), or correct the name.',
    }]));
  },
};

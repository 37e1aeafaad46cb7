import { mapManifestText } from './manifest-text';
import { UnusableInput } from './unusable-input';
import { TargetCluster } from '../cluster/target-cluster';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { formatDiagnostic } from '../diagnostics/format';
import { Fallback } from '../lowering/fallback';
import { lower } from '../lowering/lower';
import { withoutNulls } from '../manifest/fields';
import { workloadFaults } from '../manifest/shape';
import { KubernetesObject, PodSpec } from '../manifest/types';
import { mapObjects, mapWorkloads, PodTemplatePlace, Workload } from '../manifest/workloads';

export interface LoweredText {
  readonly text: string;
  /** What is to be said about it, each with file, line and column. */
  readonly messages: readonly string[];
  readonly refused: boolean;
}

/**
 * A stream of manifests, with native sidecars as the target can run them.
 *
 * @param named kinds of custom resources that are not known here
 * @throws UnusableInput
 */
export function lowerText(
  text: string, file: string, target: TargetCluster, fallback: Fallback, named: readonly PodTemplatePlace[] = [],
): LoweredText {
  const messages: string[] = [];
  let refused = false;

  const lowerObject = (object: KubernetesObject, where: (field: string) => string): KubernetesObject => {
    const lowerWorkload = (workload: Workload): Workload => {
      if (!mayHaveSidecars(workload.podSpec)) {
        return workload;
      }
      const faults = workloadFaults(workload);
      if (faults.length > 0) {
        throw new UnusableInput(faults.map(fault => `${where(fault.field)}: ${titleOf(object)}: ${fault.message}`).join('\n'));
      }
      const lowered = lower(workload, target, fallback);
      for (const diagnostic of lowered.diagnostics) {
        refused ||= diagnostic.severity === DiagnosticSeverity.ERROR;
        messages.push(`${where(diagnostic.field ?? '')}: ${diagnostic.severity}: ${titleOf(object)}, ${formatDiagnostic(diagnostic)}`);
      }
      return lowered.workload;
    };
    if (!hasKind(object)) {
      return object;
    }
    const set = withoutNulls(object);
    const lowered = mapWorkloads(set, lowerWorkload, named);
    return lowered === set ? object : lowered;
  };

  const lowered = mapManifestText(text, file, ({ object, position }) => !hasKind(object) ? object
    : mapObjects(object, (item, path) => lowerObject(item, field => {
      const { line, column } = position(`${path}${field}`);
      return `${file}:${line}:${column}`;
    })));
  return { text: lowered, messages, refused };
}

/** What else is in a stream, such as the values of a chart, is none of our business. */
function hasKind({ apiVersion, kind }: KubernetesObject): boolean {
  return typeof apiVersion === 'string' && typeof kind === 'string';
}

/** False for all that surely has none, whatever else may be wrong with it. */
function mayHaveSidecars({ initContainers = [] }: PodSpec): boolean {
  return !Array.isArray(initContainers) || initContainers.some(container => container?.restartPolicy === 'Always');
}

function titleOf({ kind, metadata }: KubernetesObject): string {
  const name = metadata?.name ?? metadata?.generateName;
  return name ? `${kind} ${name}` : kind!;
}

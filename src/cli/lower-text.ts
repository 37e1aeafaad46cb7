import { TargetCluster } from '../cluster/target-cluster';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { formatDiagnostic } from '../diagnostics/format';
import { Fallback } from '../lowering/fallback';
import { lower } from '../lowering/lower';
import { PodSpec } from '../manifest/types';
import { PodTemplatePlace } from '../manifest/workloads';
import { checkForm, mapWorkloadText } from '../source/manifest-workloads';

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
  const lowered = mapWorkloadText(text, file, source => {
    const { workload, title, where } = source;
    if (!mayHaveSidecars(workload.podSpec)) {
      return workload;
    }
    checkForm(source);
    const { workload: changed, diagnostics } = lower(workload, target, fallback);
    for (const diagnostic of diagnostics) {
      refused ||= diagnostic.severity === DiagnosticSeverity.ERROR;
      messages.push(`${where(diagnostic.field ?? '')}: ${diagnostic.severity}: ${title}, ${formatDiagnostic(diagnostic)}`);
    }
    return changed;
  }, named);
  return { text: lowered, messages, refused };
}

/** False for all that surely has none, whatever else may be wrong with it. */
function mayHaveSidecars({ initContainers = [] }: PodSpec): boolean {
  return !Array.isArray(initContainers) || initContainers.some(container => container?.restartPolicy === 'Always');
}

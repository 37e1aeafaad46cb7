import { mapManifestText, SourceObject } from './manifest-text';
import { UnusableInput } from './unusable-input';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { formatDiagnostic } from '../diagnostics/format';
import { Fallback } from '../lowering/fallback';
import { lower } from '../lowering/lower';
import { withoutNulls } from '../manifest/fields';
import { shapeFaults } from '../manifest/shape';
import { KubernetesObject } from '../manifest/types';
import { mapObjects, workloadOf } from '../manifest/workloads';

export interface LoweredText {
  readonly text: string;
  /** What is to be said about it, each with file, line and column. */
  readonly messages: readonly string[];
  readonly refused: boolean;
}

/**
 * A stream of manifests, with native sidecars as the target can run them.
 *
 * @throws UnusableInput
 */
export function lowerText(text: string, file: string, target: TargetCluster, fallback: Fallback): LoweredText {
  const messages: string[] = [];
  let refused = false;
  const lowered = mapManifestText(text, file, source => mapObjects(source.object, (object, prefix) => {
    const workload = workloadOf(withoutNulls(object));
    if (!workload) {
      return object;
    }
    const [fault] = shapeFaults(workload.podSpec);
    if (fault) {
      throw new UnusableInput(`${at(file, source, `${prefix}${workload.podSpecPath}.${fault.field}`)}: ${fault.message}`);
    }
    const result = lower(workload, target, fallback);
    for (const diagnostic of result.diagnostics) {
      refused ||= diagnostic.severity === DiagnosticSeverity.ERROR;
      messages.push(message(diagnostic, object, `${at(file, source, `${prefix}${diagnostic.field ?? ''}`)}`));
    }
    return result.workload === workload ? object : result.workload.object;
  }));
  return { text: lowered, messages, refused };
}

function at(file: string, source: SourceObject, field: string): string {
  const { line, column } = source.position(field);
  return `${file}:${line}:${column}`;
}

function message(diagnostic: Diagnostic, { kind, metadata }: KubernetesObject, where: string): string {
  const name = metadata?.name ?? metadata?.generateName ?? '';
  return `${where}: ${diagnostic.severity}: ${kind} ${name}, ${formatDiagnostic(diagnostic)}`;
}

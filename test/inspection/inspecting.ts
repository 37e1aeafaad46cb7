import { CATALOGUE } from '../../src/checks/catalogue';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { inspect, InspectionOptions, SourceFile } from '../../src/inspection/inspect';
import { Inspection } from '../../src/inspection/located-finding';

/** All rules for the newest cluster, unless a test says otherwise. */
export function options(changed: Partial<InspectionOptions> & { readonly ids?: readonly string[] } = {}): InspectionOptions {
  const { ids, ...rest } = changed;
  return {
    targets: [TargetCluster.newest()],
    rules: CATALOGUE.filter(({ id }) => ids?.includes(id) ?? true),
    level: DiagnosticSeverity.WARNING,
    meshes: new Map(),
    named: [],
    acknowledgements: [],
    baseline: { findings: [] },
    withEdits: true,
    ...rest,
  };
}

/** What is found in one file, or in several of one folder. */
export function inspected(text: string | readonly SourceFile[], changed: Parameters<typeof options>[0] = {}): Inspection {
  return inspect([typeof text === 'string' ? [{ name: 'a.yaml', text }] : text], options(changed));
}

/** Findings as `file:line:column-line:column id`, and `(by whom: reason)` of those that are acknowledged. */
export function places({ findings }: Inspection): string[] {
  return findings.map(({ file, line, column, endLine, endColumn, id, acknowledged }) =>
    `${file}:${line}:${column}-${endLine}:${endColumn} ${id}${acknowledged ? ` (${acknowledged.by}: ${acknowledged.reason})` : ''}`);
}

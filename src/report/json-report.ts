import { summaryOf } from './summary';
import { Inspection, LocatedFinding } from '../inspection/located-finding';

/**
 * What was found, as JSON. Keys always come in the same order; name, namespace and container are null where there are none, and
 * what else a finding lacks is left out.
 */
export function jsonReport(inspection: Inspection): string {
  const { findings, unreadable } = inspection;
  return `${JSON.stringify({
    findings: findings.map(findingJson),
    unreadable: unreadable.map(({ file, line, column, message }) => ({ file, line, column, message })),
    summary: summaryOf(inspection),
  }, null, 2)}\n`;
}

function findingJson(finding: LocatedFinding): object {
  const { id, slug, severity, file, line, column, endLine, endColumn, path, object, container, message, fix, source, patch, acknowledged } = finding;
  return {
    id,
    slug,
    severity,
    file,
    line,
    column,
    endLine,
    endColumn,
    path,
    object: { kind: object.kind, name: object.name ?? null, namespace: object.namespace ?? null },
    container: container ?? null,
    message,
    fix,
    source,
    patch,
    acknowledged: acknowledged && { reason: acknowledged.reason, by: acknowledged.by },
  };
}

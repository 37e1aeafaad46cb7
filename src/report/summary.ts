import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { Inspection } from '../inspection/located-finding';

/**
 * An inspection in numbers. What is acknowledged is no error, warning or info.
 */
export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly acknowledged: number;
  readonly unreadable: number;
  readonly files: number;
  readonly documents: number;
  readonly workloads: number;
  readonly targets: readonly string[];
}

/**
 * An inspection in numbers.
 */
export function summaryOf({ findings, unreadable, files, documents, workloads, targets }: Inspection): Summary {
  const counted = (of: DiagnosticSeverity) => findings.filter(({ severity, acknowledged }) => !acknowledged && severity === of).length;
  return {
    errors: counted(DiagnosticSeverity.ERROR),
    warnings: counted(DiagnosticSeverity.WARNING),
    infos: counted(DiagnosticSeverity.INFO),
    acknowledged: findings.filter(({ acknowledged }) => acknowledged).length,
    unreadable: unreadable.length,
    files,
    documents,
    workloads,
    targets,
  };
}

/**
 * An inspection in a sentence, such as `3 errors, 2 warnings in 12 workloads of 40 files, checked for Kubernetes 1.37.`
 */
export function summaryText(inspection: Inspection): string {
  const { errors, warnings, infos, acknowledged, unreadable, files, workloads, targets } = summaryOf(inspection);
  const found = [...some(errors, 'error'), ...some(warnings, 'warning'), ...some(infos, 'info')].join(', ');
  const repairable = inspection.findings.filter(({ acknowledged: reason, patch }) => !reason && patch).length;
  const aside = [
    ...unreadable > 0 ? [`${unreadable} could not be read`] : [],
    ...acknowledged > 0 ? [`${acknowledged} acknowledged`] : [],
    ...repairable > 0 && !inspection.isRepaired ? [`${repairable} can be repaired with --fix`] : [],
  ].join(', ');
  return `${found || 'Nothing found'} in ${number(workloads, 'workload')} of ${number(files, 'file')}, checked for Kubernetes ${enumerated(targets)}`
    + `${aside && ` (${aside})`}.`;
}

function some(count: number, noun: string): string[] {
  return count > 0 ? [number(count, noun)] : [];
}

function number(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function enumerated(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

import { CATALOGUE } from './catalogue';
import { CheckContext } from './rule';
import { Diagnostic } from '../diagnostics/diagnostic';
import { Workload } from '../manifest/workloads';

/**
 * Everything that the rules find in a workload with native sidecars.
 */
export function checkWorkload(workload: Workload, context: CheckContext): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const { id, slug, severity, check } of CATALOGUE) {
    for (const finding of check(workload, context)) {
      diagnostics.push({ id, slug, severity, ...finding });
    }
  }
  return diagnostics;
}

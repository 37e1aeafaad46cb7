import { CATALOGUE } from './catalogue';
import { CheckContext } from './rule';
import { Diagnostic } from '../diagnostics/diagnostic';
import { Workload } from '../manifest/workloads';

/**
 * Everything that the rules find in a workload with native sidecars.
 */
export function checkWorkload(workload: Workload, context: CheckContext): Diagnostic[] {
  return CATALOGUE.flatMap(({ id, slug, severity, check }) =>
    check(workload, context).map(finding => ({ id, slug, severity, ...finding })));
}

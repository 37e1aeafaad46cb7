import { CATALOGUE } from './catalogue';
import { CheckContext, Finding, Rule } from './rule';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { Workload } from '../manifest/workloads';

/** A finding, and the rule that found it. */
export interface RuleFinding extends Finding {
  readonly rule: Rule;
  readonly severity: DiagnosticSeverity;
}

/**
 * Everything that rules find in a workload. What the API server validates in built-in kinds says nothing certain of others, which
 * may fill in what is missing, so there it only warns.
 */
export function findingsIn(workload: Workload, context: CheckContext, rules: readonly Rule[] = CATALOGUE): RuleFinding[] {
  const findings: RuleFinding[] = [];
  for (const rule of rules) {
    for (const finding of rule.check(workload, context)) {
      const severity = finding.severity ?? rule.severity;
      findings.push({
        ...finding, rule, severity: workload.isGuess && severity === DiagnosticSeverity.ERROR ? DiagnosticSeverity.WARNING : severity,
      });
    }
  }
  return findings;
}

/** What is looked for in workloads that have no sidecar, but may need one. */
export const ABOUT_SIDECARS: readonly Rule[] = CATALOGUE.filter(({ isGeneral }) => !isGeneral);

/**
 * Everything that rules find in a workload, as diagnostics.
 */
export function checkWorkload(workload: Workload, context: CheckContext, rules: readonly Rule[] = CATALOGUE): Diagnostic[] {
  return findingsIn(workload, context, rules).map(({ rule: { id, slug }, severity, container, field, message, fix }) =>
    ({ id, slug, severity, ...container !== undefined && { container }, field, message, fix }));
}

import { IConstruct } from 'constructs';
import { Finding, Rule } from '../checks/rule';
import { throwErrors } from '../diagnostics/format';

/**
 * Throws at construction what a rule would say at synthesis.
 */
export function throwFindings({ id, slug, severity }: Rule, findings: readonly Finding[], construct?: IConstruct): void {
  throwErrors(findings.map(finding => ({ id, slug, severity, constructPath: construct?.node.path, ...finding })));
}

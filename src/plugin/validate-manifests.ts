import { SidecarValidationProps } from './sidecar-validation-props';
import { checkSettings } from '../cli/check-settings';
import { SourceFiles } from '../cli/source-files';
import { checkedConfiguration } from '../inspection/configuration';
import { inspect } from '../inspection/inspect';
import { Inspection } from '../inspection/located-finding';
import { pathText } from '../manifest/fields';
import { isFailure } from '../report/fail-on';
import { ruleTitle } from '../report/rule-reference';
import { summaryOf } from '../report/summary';

/** What the cdk8s CLI gives to a plugin, as far as it is used (its `ValidationContext`). */
export interface ValidationContext {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly { readonly resourceName: string; readonly locations: readonly string[]; readonly manifestPath: string }[];
    }): void;
    submit(status: 'success' | 'failure', metadata: { readonly [key: string]: string }): void;
  };
}

/**
 * Reports what is wrong with sidecars in the manifests of an app. It fails if a finding weighs enough; lighter ones are reported as well.
 *
 * @throws UnusableInput if a property is not one, or has a value that it cannot have
 */
export function validateManifests(properties: SidecarValidationProps, { manifests, report }: ValidationContext): void {
  const { inspection: options, failOn } = checkSettings({}, checkedConfiguration(properties, path => `SidecarValidation, properties.${pathText(path)}`));
  const source = new SourceFiles(manifests);
  const inspection = inspect(source.groups(), options);
  const findings = inspection.findings.filter(({ acknowledged }) => !acknowledged);
  const unreadable = [...source.unreadable, ...inspection.unreadable];
  for (const { id, slug, severity, message, fix, object, container, path, file, line, column } of findings) {
    report.addViolation({
      ruleName: `${ruleTitle({ id, slug })} (${severity})`,
      recommendation: container === undefined ? message : `container '${container}': ${message}`,
      fix,
      violatingResources: [{ resourceName: object.name ?? '', locations: [`${path} (line ${line}, column ${column})`], manifestPath: file }],
    });
  }
  for (const { file, line, column, message } of unreadable) {
    report.addViolation({
      ruleName: 'unreadable',
      recommendation: message,
      fix: 'Correct the document, so that it can be checked.',
      violatingResources: [{ resourceName: '', locations: [`line ${line}, column ${column}`], manifestPath: file }],
    });
  }
  const isFailed = unreadable.length > 0 || findings.some(finding => isFailure(finding, failOn));
  report.submit(isFailed ? 'failure' : 'success', metadataOf(inspection));
}

function metadataOf(inspection: Inspection): { [key: string]: string } {
  const { errors, warnings, infos, acknowledged } = summaryOf(inspection);
  return {
    Target: inspection.targets.join(' and '),
    Errors: String(errors),
    Warnings: String(warnings),
    ...infos > 0 && { Infos: String(infos) },
    ...acknowledged > 0 && { Acknowledged: String(acknowledged) },
  };
}

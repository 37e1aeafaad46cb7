import type { Fix, Log, LogicalLocation, Notification, PhysicalLocation, Region, ReportingDescriptor, Result, ToolComponent } from 'sarif';
import { fileUri } from './file-uri';
import { PROJECT_URL, ruleTitle, ruleUrl } from './rule-reference';
import { sourceLink } from './source-link';
import { told } from './whereabouts';
import { Rule } from '../checks/rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { Acknowledgement, Inspection, LocatedFinding, Unreadable } from '../inspection/located-finding';

/** What the tool says of itself. */
export interface SarifTool {
  readonly version: string;
  /** The rules that were checked. */
  readonly rules: readonly Rule[];
}

/** The folder from which paths are relative, as GitHub calls it. */
const ROOT = '%SRCROOT%';

const LEVELS: { readonly [severity in DiagnosticSeverity]: 'error' | 'warning' | 'note' } = {
  [DiagnosticSeverity.ERROR]: 'error',
  [DiagnosticSeverity.WARNING]: 'warning',
  [DiagnosticSeverity.INFO]: 'note',
};

const SUPPRESSIONS: { readonly [by in Acknowledgement['by']]: 'inSource' | 'external' } = {
  comment: 'inSource',
  annotation: 'inSource',
  configuration: 'external',
  baseline: 'external',
};

/**
 * What was found, as a log of SARIF 2.1.0, which code scanning of GitHub and other programs read.
 */
export function sarifReport(inspection: Inspection, { version, rules }: SarifTool): string {
  const { findings, unreadable, targets } = inspection;
  const ids = rules.map(({ id }) => id);
  // All of a run have suppressions, or none has: without them it would not be known whether a result is suppressed.
  const hasSuppressions = findings.some(({ acknowledged }) => acknowledged);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: driver(version, rules) },
      invocations: [{
        executionSuccessful: unreadable.length === 0,
        ...unreadable.length > 0 && { toolExecutionNotifications: unreadable.map(notification) },
      }],
      originalUriBaseIds: { [ROOT]: { description: { text: 'The folder in which the check was started.' } } },
      columnKind: 'utf16CodeUnits',
      results: findings.map(finding => result(finding, ids.indexOf(finding.id), hasSuppressions)),
      properties: { kubernetesVersions: targets },
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function driver(version: string, rules: readonly Rule[]): ToolComponent {
  return { name: 'cdk8s-sidecars', version, informationUri: PROJECT_URL, rules: rules.map(descriptor) };
}

function descriptor(rule: Rule): ReportingDescriptor {
  const { id, slug, severity, basis, text: { summary, details, versions, sources } } = rule;
  return {
    id,
    name: slug.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: summary },
    fullDescription: { text: details.trim() },
    help: {
      text: `${summary}\n\n${details.trim()}\n\nKubernetes: ${versions}.\nSources: ${sources.join(', ')}.`,
      markdown: `**${ruleTitle(rule)}**: ${summary}\n\n${details.trim()}\n\nKubernetes: ${versions}. Sources: ${sources.map(sourceLink).join(', ')}.`,
    },
    helpUri: ruleUrl(rule),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['kubernetes', 'sidecar', basis] },
  };
}

function result(finding: LocatedFinding, index: number, hasSuppressions: boolean): Result {
  const { id, severity, file, edits, acknowledged } = finding;
  return {
    ruleId: id,
    ...index >= 0 && { ruleIndex: index },
    level: LEVELS[severity],
    message: { text: told(finding) },
    locations: [{ physicalLocation: physicalLocation(file, regionOf(finding)), logicalLocations: logicalLocations(finding) }],
    partialFingerprints: { 'cdk8sSidecars/v1': fingerprint(finding) },
    ...edits?.length && { fixes: [fix(finding)] },
    ...hasSuppressions && {
      suppressions: acknowledged ? [{ kind: SUPPRESSIONS[acknowledged.by], justification: acknowledged.reason }] : [],
    },
  };
}

function regionOf({ line, column, endLine, endColumn }: LocatedFinding): Region {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function physicalLocation(file: string, region: Region): PhysicalLocation {
  const uri = fileUri(file);
  return { artifactLocation: uri.startsWith('file:') ? { uri } : { uri, uriBaseId: ROOT }, region };
}

function logicalLocations({ object: { kind, name, namespace }, container, path }: LocatedFinding): LogicalLocation[] {
  const object = [namespace, kind, name].filter(part => part !== undefined).join('/');
  return [
    { kind: 'resource', name: name ?? kind, fullyQualifiedName: object },
    ...container === undefined ? [] : [{ kind: 'container', name: container, fullyQualifiedName: `${object}/${container}` }],
    ...path === '' ? [] : [{ kind: 'property', name: path, fullyQualifiedName: `${object}/${path}` }],
  ];
}

/** The same for the same trouble, wherever in the file it has moved to. */
function fingerprint({ id, file, object: { kind, name = '', namespace = '' }, container = '', path }: LocatedFinding): string {
  return [id, fileUri(file), kind, namespace, name, container, path].join(':');
}

function fix({ file, fix: text, edits = [] }: LocatedFinding): Fix {
  return {
    description: { text },
    artifactChanges: [{
      artifactLocation: physicalLocation(file, {}).artifactLocation!,
      replacements: edits.map(({ from, to, replacement }) => ({
        deletedRegion: { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column },
        ...replacement !== '' && { insertedContent: { text: replacement } },
      })),
    }],
  };
}

function notification({ file, line, column, message }: Unreadable): Notification {
  return {
    level: 'error',
    message: { text: message },
    locations: [{ physicalLocation: physicalLocation(file, { startLine: line, startColumn: column }) }],
  };
}

import { Baseline, BaselineMatcher } from './baseline';
import { ConfiguredAcknowledgement, isAbout } from './configured-acknowledgement';
import { FindingLocator } from './finding-locator';
import { Inspection, LocatedFinding, Unreadable } from './located-finding';
import { DocumentObject, mayMatter, objectsIn } from './objects-in';
import { acknowledgementUnusable } from '../checks/acknowledgement-unusable';
import { findingsIn, RuleFinding } from '../checks/check-workload';
import { malformedField } from '../checks/malformed-field';
import { CheckContext, MeshInjection, Rule } from '../checks/rule';
import { TargetCluster } from '../cluster/target-cluster';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { isAtLeast } from '../diagnostics/severity';
import { runsNatively } from '../lowering/native';
import { RelatedObjects } from '../manifest/related-objects';
import { workloadFaults } from '../manifest/shape';
import { soundWorkload } from '../manifest/sound-workload';
import { KubernetesObject } from '../manifest/types';
import { PodTemplatePlace, Workload } from '../manifest/workloads';
import { readDocuments } from '../source/read-documents';

const NO_DRAINS: ReadonlyMap<string, number> = new Map();

/** A file, or what came from standard input. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** What is looked for, and for which clusters. */
export interface InspectionOptions {
  readonly targets: readonly TargetCluster[];
  readonly rules: readonly Rule[];
  /** The least severity that is reported. */
  readonly level: DiagnosticSeverity;
  readonly meshes: ReadonlyMap<string, MeshInjection>;
  /** Kinds of custom resources that are not known here. */
  readonly named: readonly PodTemplatePlace[];
  readonly acknowledgements: readonly ConfiguredAcknowledgement[];
  readonly baseline: Baseline;
  /** Whether patches are wanted as changes of the files too. */
  readonly withEdits: boolean;
}

/**
 * Checks files, one group after the other.
 *
 * @param groups files that go to the same cluster together, such as those of a folder: their objects are held against each other
 */
export function inspect(groups: Iterable<readonly SourceFile[]>, options: InspectionOptions): Inspection {
  const baseline = new BaselineMatcher(options.baseline);
  const files: InspectedFile[] = [];
  for (const group of groups) {
    files.push(...inspectGroup(group, options, baseline));
  }
  const sum = (count: (file: InspectedFile) => number) => files.reduce((total, file) => total + count(file), 0);
  return {
    findings: files.flatMap(({ findings }) => findings),
    unreadable: files.flatMap(({ unreadable }) => unreadable),
    targets: options.targets.map(target => target.toString()),
    files: files.length,
    documents: sum(({ documents }) => documents),
    workloads: sum(({ workloads }) => workloads),
  };
}

interface InspectedFile extends Pick<Inspection, 'findings' | 'unreadable' | 'documents' | 'workloads'> {}

/** An object, and the file that it is in. */
interface PlacedObject {
  readonly object: DocumentObject;
  readonly file: FindingLocator;
}

function inspectGroup(files: readonly SourceFile[], options: InspectionOptions, baseline: BaselineMatcher): InspectedFile[] {
  const read = files.map(({ name, text }) => {
    const locator = new FindingLocator(name, text, options.withEdits);
    const { documents, errors } = readDocuments(text, mayMatter);
    return {
      locator,
      errors,
      documents: documents.length + errors.length,
      objects: documents.flatMap(document => objectsIn(document, options.named)),
      faultyComments: options.rules.includes(acknowledgementUnusable) ? documents.flatMap(document => locator.faultyComments(document)) : [],
    };
  });
  const places = new Map<KubernetesObject, PlacedObject>(read.flatMap(({ locator, objects }) =>
    objects.map(object => [object.object, { object, file: locator }])));
  const others = new RelatedObjects([...places.keys()]);
  const contexts = options.targets.map(target => ({
    target, native: runsNatively(target), drains: NO_DRAINS, lowered: false, others, meshes: options.meshes,
  }));
  const looking = {
    level: options.level,
    checksForm: options.rules.includes(malformedField),
    rules: options.rules.filter(rule => rule !== malformedField),
  };
  const found = new Map<FindingLocator, LocatedFinding[]>(read.map(({ locator }) => [locator, []]));
  for (const { object, file } of places.values()) {
    for (const workload of object.workloads) {
      for (const finding of findingsOn(workload, contexts, looking)) {
        const place = places.get(finding.object ?? object.object) ?? { object, file };
        found.get(place.file)!.push(place.file.locate(finding, place.object, workload));
      }
    }
  }
  return read.map(({ locator, documents, errors, objects, faultyComments }) => ({
    findings: [...found.get(locator)!, ...faultyComments.filter(({ severity }) => isAtLeast(severity, options.level))]
      .sort(inOrder)
      .map(finding => withAcknowledgement(finding, options, baseline)),
    unreadable: errors.map((error): Unreadable => ({ file: locator.name, ...error })),
    documents,
    workloads: objects.reduce((total, { workloads }) => total + workloads.length, 0),
  }));
}

/** What is looked for in a workload: its form by itself, since the rules see it without what is malformed. */
interface Looking {
  readonly level: DiagnosticSeverity;
  readonly checksForm: boolean;
  readonly rules: readonly Rule[];
}

/** What is found for each of the targets, once. */
function findingsOn(workload: Workload, contexts: readonly CheckContext[], { level, checksForm, rules }: Looking): RuleFinding[] {
  const faults = workloadFaults(workload);
  const sound = faults.length > 0 ? soundWorkload(workload, faults) : workload;
  const findings = [
    ...faults.length > 0 && checksForm ? findingsIn(workload, contexts[0], [malformedField]) : [],
    ...sound ? contexts.flatMap(context => findingsIn(sound, context, rules)) : [],
  ];
  const seen = new Set<string>();
  return findings.filter(({ rule, field, object, container, severity }) => {
    const key = JSON.stringify([rule.id, field, container, object?.kind, object?.metadata?.namespace, object?.metadata?.name]);
    const isNew = isAtLeast(severity, level) && !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function withAcknowledgement(finding: LocatedFinding, { acknowledgements }: InspectionOptions, baseline: BaselineMatcher): LocatedFinding {
  if (finding.acknowledged) {
    return finding;
  }
  const configured = acknowledgements.find(said => isAbout(said, finding));
  return configured ? { ...finding, acknowledged: { reason: configured.reason, by: 'configuration' } }
    : baseline.takes(finding) ? { ...finding, acknowledged: { reason: 'It is in the baseline.', by: 'baseline' } } : finding;
}

function inOrder(a: LocatedFinding, b: LocatedFinding): number {
  return a.line - b.line || a.column - b.column || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

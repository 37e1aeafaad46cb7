import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { renderRepeatably } from './render-repeatably';
import { resolveTarget } from './resolve-target';
import { ScopeSettings, settingsAround, settingsOn } from './scope-settings';
import { SidecarFallback } from './sidecar-fallback';
import { SidecarOptions } from './sidecar-options';
import { attachmentOf, contributionJson } from './sidecar-source';
import { Rendering, renderUnfiltered } from './unfiltered-rendering';
import { MeshInjection } from '../checks/rule';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { formatDiagnostic, throwErrors } from '../diagnostics/format';
import { Fallback } from '../lowering/fallback';
import { annotatedAcknowledgements, reasonFor } from '../manifest/annotated-acknowledgements';
import { isSidecar, sidecarsOf } from '../manifest/containers';
import { withDeclaredSidecars } from '../manifest/declared-sidecars';
import { withDroppedRestartPolicies } from '../manifest/dropped-restart-policies';
import { withSortedKeys } from '../manifest/fields';
import { RelatedObjects } from '../manifest/related-objects';
import { workloadFaults } from '../manifest/shape';
import { JobSpec, KubernetesObject } from '../manifest/types';
import { mapObjects, mapWorkloads, PodTemplatePlace, withJobSpec, Workload, workloadsOf } from '../manifest/workloads';
import { attach, Description } from '../placement/attach';

/** What is known of an object that a workload of this library has made. */
export interface OwnObject {
  /** A quicker way to render it than its own. */
  readonly render?: () => Rendering;
  /** Fields of the Job that cdk8s-plus does not have, as they stand in the manifest. */
  readonly jobFields?: Partial<JobSpec>;
}

/** A workload with native sidecars, and what is made of it. */
export interface SynthesizedWorkload {
  readonly workload: Workload;
  readonly target: TargetCluster;
  readonly isSupervised: boolean;
}

let loaded: typeof import('./at-synthesis') | undefined;
const atSynthesis = () => loaded ??= require('./at-synthesis') as typeof import('./at-synthesis');

/** Shared by all copies of this library in a process. */
const SYNTHESIS = Symbol.for('cdk8s-sidecars.synthesis');
const DEFAULT_FALLBACK = SidecarFallback.best();
const NO_DRAINS: ReadonlyMap<string, number> = new Map();
/** An object does not know of the others while it is rendered. */
const AT_SYNTHESIS = { lowered: true, others: RelatedObjects.NONE, meshes: new Map<string, MeshInjection>() };

/**
 * What becomes of one rendered object at synthesis: sidecars are put in, checked, and lowered to the target. It stands
 * last in the chain of the object's own `toJson`, the only place that sees the final object: the generated classes of
 * cdk8s-plus and `cdk8s import` filter out fields that they do not know after all JSON patches have been applied.
 */
export class ObjectSynthesis {
  /**
   * That of an object, which is put in place the first time.
   *
   * @param own if it is the object of a workload of this library
   */
  public static of(apiObject: ApiObject, own?: OwnObject): ObjectSynthesis {
    const known = (apiObject as { [SYNTHESIS]?: ObjectSynthesis })[SYNTHESIS];
    if (known) {
      return known;
    }
    const synthesis = new ObjectSynthesis(apiObject, own);
    Object.defineProperty(apiObject, SYNTHESIS, { value: synthesis });
    return synthesis;
  }

  /** What the last synthesis found. */
  public diagnostics: readonly Diagnostic[] = [];
  private reported?: Set<string>;
  private recorded?: SynthesizedWorkload[];

  private constructor(public readonly apiObject: ApiObject, private readonly own?: OwnObject) {
    const { toJson } = apiObject;
    const render = renderRepeatably(apiObject.node.scope!, own?.render ?? (() => renderUnfiltered(apiObject, () => toJson.call(apiObject))));
    apiObject.toJson = () => this.finish(render());
  }

  /** Its workloads with native sidecars, before they are lowered. Renders the object, so it fails where synthesis does. */
  public workloads(): SynthesizedWorkload[] {
    const workloads: SynthesizedWorkload[] = [];
    this.recorded = workloads;
    try {
      this.apiObject.toJson();
    } finally {
      this.recorded = undefined;
    }
    return workloads;
  }

  private finish({ object: rendered, unfiltered }: Rendering): KubernetesObject {
    const settings = settingsAround(this.apiObject);
    const { podTemplates } = settings;
    const object = unfiltered ? withDroppedRestartPolicies(rendered, unfiltered, podTemplates) : rendered;
    const found: Diagnostic[] = settings.descriptions.size > 0 ? this.missingDescribed(object, podTemplates) : [];
    const finished = mapObjects(object, (item, path) => mapWorkloads(item, workload => {
      const { workload: result, diagnostics } = this.finishWorkload(workload, settings);
      found.push(...path === '' ? diagnostics : diagnostics.map(diagnostic => ({ ...diagnostic, field: `${path}${diagnostic.field ?? ''}` })));
      return result;
    }, podTemplates));
    this.report(found);
    return finished;
  }

  private finishWorkload(rendered: Workload, settings: ScopeSettings): { workload: Workload; diagnostics: readonly Diagnostic[] } {
    const { sidecars, descriptions, mesh } = settings;
    if (!this.own) {
      if (sidecars.length === 0 && !mesh && !hasSidecars(rendered)) {
        return { workload: rendered, diagnostics: withReasons(this.checkedAsItIs(rendered), [], rendered, settings) };
      }
      this.throwFaults(rendered);
    }
    const attachments = sidecars.map(sidecar => attachmentOf(sidecar, this.apiObject));
    const described = descriptions.size > 0 ? this.described(descriptions) : [];
    const target = resolveTarget(this.apiObject);
    const known = knownSidecars(settings);
    const { ABOUT_SIDECARS, checkWorkload, lowerInMesh } = atSynthesis();
    const { before, lowered, diagnostics } = lowerInMesh(this.withJobFields(rendered), mesh?._settings, target, fallbackFor(settings, known),
      (workload, bridges) => attach(workload, [...bridges, ...attachments], described));
    this.recorded?.push({ workload: before, target, isSupervised: lowered.form === 'supervised' });
    const context = { ...AT_SYNTHESIS, target, native: lowered.form === 'native', drains: drainsOf(known) };
    const findings = checkWorkload(before, context, this.own ?? hasSidecars(before) ? undefined : ABOUT_SIDECARS);
    return {
      workload: lowered.form === 'native' && settings.declaresSidecars ? withDeclaredSidecars(lowered.workload) : lowered.workload,
      diagnostics: withReasons(findings, diagnostics, before, settings),
    };
  }

  /** What has no sidecar may need one. Whatever else is wrong with it is none of our business then. */
  private checkedAsItIs(workload: Workload): Diagnostic[] {
    const target = resolveTarget(this.apiObject);
    const { ABOUT_SIDECARS, checkWorkload, runsNatively } = atSynthesis();
    return workloadFaults(workload).length > 0 ? []
      : checkWorkload(workload, { ...AT_SYNTHESIS, target, native: runsNatively(target), drains: NO_DRAINS }, ABOUT_SIDECARS);
  }

  /** Descriptions of sidecars that the object does not have, where they were given for this very object: most likely a slip of the pen. */
  private missingDescribed(object: KubernetesObject, named: readonly PodTemplatePlace[]): Diagnostic[] {
    const own = new Set([this.apiObject, userConstruct(this.apiObject)]);
    const described = [...own].flatMap(construct => [...settingsOn(construct)?.descriptions.keys() ?? []]);
    if (described.length === 0) {
      return [];
    }
    const present = new Set<string>();
    mapObjects(object, item => {
      workloadsOf(item, named).forEach(({ podSpec }) => sidecarsOf(podSpec).forEach(({ container }) => present.add(container.name)));
      return item;
    });
    return described.filter(name => !present.has(name)).map(name => ({
      id: 'SC121',
      slug: 'described-sidecar-missing',
      severity: DiagnosticSeverity.ERROR,
      container: name,
      message: 'it is described, but there is no native sidecar of that name.',
      fix: `Use one of: ${[...present].join(', ') || '(there is none)'}.`,
    }));
  }

  /** What comes from elsewhere may have any form. */
  private throwFaults(workload: Workload): void {
    const faults = workloadFaults(workload);
    if (faults.length > 0) {
      throw new Error(faults.map(({ message }) => `${userConstruct(this.apiObject).node.path}: ${message}`).join('\n'));
    }
  }

  private withJobFields(workload: Workload): Workload {
    const jobFields = this.own?.jobFields;
    return jobFields ? withJobSpec(workload, withSortedKeys({ ...workload.jobSpec, ...jobFields } as JobSpec)) : workload;
  }

  private described(descriptions: ReadonlyMap<string, SidecarOptions>): Description[] {
    return [...descriptions].map(([container, options]) => {
      const { startsBefore, startsAfter, startGate = false, drain, entrypoint, stopSignal, ...contribution } = options;
      return {
        container,
        order: startsBefore ?? startsAfter ? { startsBefore: startsBefore ?? [], startsAfter: startsAfter ?? [] } : undefined,
        startGate,
        contribution: contributionJson(contribution, this.apiObject),
      };
    });
  }

  private report(found: readonly Diagnostic[]): void {
    if (found.length === 0) {
      this.diagnostics = [];
      return;
    }
    const constructPath = userConstruct(this.apiObject).node.path;
    this.diagnostics = found.map(diagnostic => ({ constructPath, ...diagnostic }));
    throwErrors(this.diagnostics.filter(({ acknowledged }) => acknowledged === undefined));
    for (const diagnostic of this.diagnostics) {
      const line = `${diagnostic.severity}: ${formatDiagnostic(diagnostic)}`;
      this.reported ??= new Set();
      if (diagnostic.severity === DiagnosticSeverity.WARNING && diagnostic.acknowledged === undefined && !this.reported.has(line)) {
        this.reported.add(line);
        process.stderr.write(`${line}\n`);
      }
    }
  }
}

function hasSidecars({ podSpec: { initContainers } }: Workload): boolean {
  return Array.isArray(initContainers) && initContainers.some(container => isSidecar(container));
}

/**
 * Diagnostics with why they do not matter, if somebody said so, in code or by an annotation. Errors always do, but those of rules that judge.
 *
 * @param findings those of rules
 * @param others those of attaching and lowering
 */
function withReasons(
  findings: readonly Diagnostic[], others: readonly Diagnostic[], workload: Workload, { acknowledgements, mesh }: ScopeSettings,
): readonly Diagnostic[] {
  if (findings.length + others.length === 0) {
    return [];
  }
  const { isJudgement } = atSynthesis();
  const said = [...acknowledgements, ...mesh?._acknowledgements ?? [], ...annotatedAcknowledgements(workload.object, workload).said];
  const isError = ({ severity }: Diagnostic) => severity === DiagnosticSeverity.ERROR;
  return [
    ...findings.map(finding => isError(finding) && !isJudgement(finding.id) ? finding : { ...finding, acknowledged: reasonFor(finding, said) }),
    ...others.map(other => isError(other) ? other : { ...other, acknowledged: reasonFor(other, said) }),
  ];
}

/** The construct that users know an object by: the one whose main object it is, such as that of cdk8s-plus, or itself. */
function userConstruct(apiObject: ApiObject): IConstruct {
  return ['Resource', 'Default'].includes(apiObject.node.id) ? apiObject.node.scope! : apiObject;
}

/** What is known of a sidecar besides its container. */
type KnownSidecar = Pick<SidecarOptions, 'drain' | 'entrypoint' | 'stopSignal'> & { readonly name: string };

/** The sidecars of which something is known, whether they were added or only described. */
function knownSidecars({ sidecars, descriptions }: ScopeSettings): readonly KnownSidecar[] {
  const described = descriptions.size > 0 ? [...descriptions].map(([name, options]): KnownSidecar => ({ name, ...options })) : [];
  return [...sidecars, ...described].filter(({ drain, entrypoint, stopSignal }) => drain ?? entrypoint ?? stopSignal);
}

/** The fallback that was chosen, with what is known of the images of sidecars. */
function fallbackFor({ fallback: chosen = DEFAULT_FALLBACK }: ScopeSettings, known: readonly KnownSidecar[]): Fallback {
  const { _fallback: fallback } = chosen;
  if (known.length === 0) {
    return fallback;
  }
  const entrypoints = Object.fromEntries(known.map(({ name, entrypoint }) => [name, entrypoint]));
  const stopSignals = Object.fromEntries(known.map(({ name, stopSignal }) => [name, stopSignal]));
  return {
    ...fallback,
    supervised: { ...fallback.supervised, entrypoints: { ...entrypoints, ...fallback.supervised.entrypoints }, stopSignals },
  };
}

function drainsOf(known: readonly KnownSidecar[]): ReadonlyMap<string, number> {
  return known.length === 0 ? NO_DRAINS : new Map(known.flatMap(({ name, drain }) => drain ? [[name, drain.toSeconds()]] : []));
}

import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { jobRenderer } from './job-renderer';
import { renderContainer } from './kplus-json';
import { NativeSidecar } from './native-sidecar';
import { resolveTarget } from './resolve-target';
import { SidecarFallback } from './sidecar-fallback';
import { checkWorkload } from '../checks/check-workload';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { formatDiagnostic, throwErrors } from '../diagnostics/format';
import { Fallback } from '../lowering/fallback';
import { lower } from '../lowering/lower';
import { withSortedKeys } from '../manifest/fields';
import { JobSpec, KubernetesObject } from '../manifest/types';
import { withJobSpec, withPodSpec, Workload, workloadOf } from '../manifest/workloads';
import { attach, Attachment } from '../placement/attach';

export interface WorkloadSynthesisOptions {
  /** Undefined to look for one in the construct tree. */
  readonly target?: TargetCluster;
  /** What to do where the target cannot run native sidecars. */
  readonly fallback: SidecarFallback;
  /** Fields of the Job that cdk8s-plus does not have, as they stand in the manifest. */
  readonly jobFields?: Partial<JobSpec>;
}

/**
 * What becomes of one rendered object at synthesis: sidecars are put in, checked, and lowered to the target. It stands
 * last in the chain of the object's own `toJson`, the only place that sees the final object: the generated classes of
 * cdk8s-plus filter out fields that they do not know after all JSON patches have been applied.
 */
export class WorkloadSynthesis {
  public readonly sidecars: NativeSidecar[] = [];
  /** What the last synthesis found. */
  public diagnostics: readonly Diagnostic[] = [];
  private reported?: Set<string>;

  /**
   * @param construct the construct that users know the object by
   * @param apiObject the object, whose `toJson` this wraps
   * @param options what else is known of it
   */
  public constructor(
    private readonly construct: kplus.Job,
    private readonly apiObject: ApiObject,
    private readonly options: WorkloadSynthesisOptions,
  ) {
    const render = jobRenderer(construct, apiObject);
    apiObject.toJson = () => this.finish(render());
  }

  public get target(): TargetCluster {
    return this.options.target ?? resolveTarget(this.construct);
  }

  private finish(object: KubernetesObject): KubernetesObject {
    const { target } = this;
    const rendered = this.withJobFields(workloadOf(object)!);
    const attached = attach(rendered.podSpec, this.sidecars.map(sidecar => this.attachment(sidecar)));
    const workload = attached.podSpec === rendered.podSpec ? rendered : withPodSpec(rendered, attached.podSpec);
    const drains = drainsOf(this.sidecars);
    const lowered = lower(workload, target, this.fallback());
    const native = lowered.form === 'native';
    this.report([...attached.diagnostics, ...checkWorkload(workload, { target, native, drains }), ...lowered.diagnostics]);
    return lowered.workload.object;
  }

  private attachment(sidecar: NativeSidecar): Attachment {
    const { startsBefore, startsAfter } = sidecar;
    const { container, volumes } = renderContainer(sidecar, this.apiObject);
    return { container, volumes, startsBefore, startsAfter, startGate: sidecar._startGate() };
  }

  /** The fallback that was chosen, with what the sidecars say of themselves. */
  private fallback(): Fallback {
    const fallback = this.options.fallback._fallback;
    const hinted = this.sidecars.filter(({ entrypoint, stopSignal }) => entrypoint ?? stopSignal);
    if (hinted.length === 0) {
      return fallback;
    }
    const entrypoints = Object.fromEntries(hinted.map(({ name, entrypoint }) => [name, entrypoint]));
    const stopSignals = Object.fromEntries(hinted.map(({ name, stopSignal }) => [name, stopSignal]));
    return {
      ...fallback,
      supervised: { ...fallback.supervised, entrypoints: { ...entrypoints, ...fallback.supervised.entrypoints }, stopSignals },
    };
  }

  private withJobFields(workload: Workload): Workload {
    const { jobFields } = this.options;
    return jobFields ? withJobSpec(workload, withSortedKeys({ ...workload.jobSpec, ...jobFields } as JobSpec)) : workload;
  }

  private report(found: readonly Diagnostic[]): void {
    this.diagnostics = found.map(diagnostic => ({ constructPath: this.construct.node.path, ...diagnostic }));
    throwErrors(this.diagnostics);
    for (const diagnostic of this.diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.WARNING)) {
      const line = `${diagnostic.severity}: ${formatDiagnostic(diagnostic)}`;
      this.reported ??= new Set();
      if (!this.reported.has(line)) {
        this.reported.add(line);
        process.stderr.write(`${line}\n`);
      }
    }
  }
}

function drainsOf(sidecars: readonly NativeSidecar[]): ReadonlyMap<string, number> {
  const drains = new Map<string, number>();
  for (const { name, drain } of sidecars) {
    if (drain) {
      drains.set(name, drain.toSeconds());
    }
  }
  return drains;
}

import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ExplainOptions } from './explain-options';
import { Mesh } from './mesh';
import { NativeSidecar } from './native-sidecar';
import { ObjectSynthesis } from './object-synthesis';
import { ScopeSettings, settingsOf } from './scope-settings';
import { SidecarFallback } from './sidecar-fallback';
import { SidecarOptions } from './sidecar-options';
import { WarningAcknowledgement } from './warning-acknowledgement';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic } from '../diagnostics/diagnostic';
import { isPodTemplatePath, mayMakePods } from '../manifest/workload-kinds';

/**
 * Where a kind of custom resource keeps its Pod template.
 */
export interface CustomPodTemplate {
  /**
   * API group of the kind, without its version, such as `example.com`.
   */
  readonly apiGroup: string;

  /**
   * The kind, such as `Worker`.
   */
  readonly kind: string;

  /**
   * Path of the Pod template, such as `spec.template`, or `spec.workers[*].template` where it is in each item of a list.
   */
  readonly path: string;
}

/**
 * The sidecars of everything in a construct that makes Pods, whoever made it: workloads of any cdk8s-plus (27 and later), objects
 * of classes that `cdk8s import` generates, `ApiObject`, `Include`, `Helm`, or all that is in a Chart or an App, what is added to it
 * later included. Custom resources that embed a Pod template are known: Argo Rollout, Knative Service, JobSet, OpenShift
 * DeploymentConfig, CloneSet, LeaderWorkerSet, KEDA ScaledJob; others can be named with `podTemplate`.
 *
 * Native sidecars that are there already, in whatever way they were written, are checked and lowered to the target cluster as
 * well. Where what was said of several constructs is about the same object, the sidecars of all of them are added, the
 * outermost first, and the nearest target, fallback and mesh count.
 */
export class Sidecars {
  /**
   * The sidecars of all that is in a construct. From now on what is in it comes out as its target cluster can run it.
   *
   * @param scope a workload, an `ApiObject`, or anything that has some in it
   */
  public static of(scope: IConstruct): Sidecars {
    return new Sidecars(scope);
  }

  private readonly settings: ScopeSettings;

  private constructor(private readonly scope: IConstruct) {
    this.settings = settingsOf(scope);
    this.takeCharge();
    if (!this.settings.watched) {
      this.settings.watched = true;
      // cdk8s validates before it renders, in every way to synthesize.
      scope.node.addValidation({ validate: () => this.validate() });
    }
  }

  /**
   * Adds sidecars to all Pods that are made in the construct, in this order. The same sidecar is added only once.
   *
   * @returns this
   */
  public add(...sidecars: NativeSidecar[]): Sidecars {
    this.settings.sidecars.push(...sidecars.filter(sidecar => !this.settings.sidecars.includes(sidecar)));
    return this;
  }

  /**
   * Says more about a native sidecar that is in the Pods already: what its image starts, where it is to stand, what it brings.
   *
   * @param name the name of its container
   * @param options what is to be known of it; without `startsBefore` and `startsAfter` it stays where it is
   * @returns this
   */
  public describe(name: string, options: SidecarOptions): Sidecars {
    this.settings.descriptions.set(name, { ...this.settings.descriptions.get(name), ...options });
    return this;
  }

  /**
   * The cluster that all in the construct is for. The same as `TargetCluster.applyTo`.
   *
   * @returns this
   */
  public target(cluster: TargetCluster): Sidecars {
    cluster.applyTo(this.scope);
    return this;
  }

  /**
   * What becomes of sidecars if the target cannot run native ones.
   *
   * @returns this
   */
  public fallback(fallback: SidecarFallback): Sidecars {
    this.settings.fallback = fallback;
    return this;
  }

  /**
   * The mesh that all Pods in the construct are in. Its webhook adds the proxy when they are created.
   *
   * @returns this
   */
  public mesh(mesh: Mesh): Sidecars {
    this.settings.mesh = mesh;
    return this;
  }

  /**
   * Says that a finding is known and does not matter: a warning is not written to stderr any more, and an error does not end synthesis.
   * Errors that the API server would make of it, or that stand in the way of a fallback, cannot be acknowledged.
   *
   * @returns this
   * @throws if the identifier is not of the form SC123, or if there is no reason
   */
  public acknowledge(acknowledgement: WarningAcknowledgement): Sidecars {
    const { id, reason, container } = acknowledgement;
    if (!/^SC\d{3}$/.test(id)) {
      throw new Error(`${this.title}: '${id}' is no identifier of a rule. It stands at the end of a warning: SC and three digits.`);
    }
    if (reason.trim() === '') {
      throw new Error(`${this.title}: the acknowledgement of ${id} has no reason. Say why it does not matter here.`);
    }
    this.settings.acknowledgements.push({ id, reason, container });
    return this;
  }

  /**
   * Says where a kind of custom resource keeps its Pod template.
   *
   * @returns this
   * @throws if the path is not one
   */
  public podTemplate(template: CustomPodTemplate): Sidecars {
    const { apiGroup, kind, path } = template;
    if (!isPodTemplatePath(path)) {
      throw new Error(`${this.title}: '${path}' is no path of a Pod template. Write it as spec.template or spec.workers[*].template.`);
    }
    this.settings.podTemplates.push({ apiGroup, kind, podTemplate: path });
    return this;
  }

  /**
   * What the last synthesis found in the construct: warnings, and the errors that ended it.
   */
  public get diagnostics(): Diagnostic[] {
    return this.takeCharge().flatMap(synthesis => synthesis.diagnostics);
  }

  /**
   * What the kubelet of the target cluster will do with the Pods in the construct that have sidecars, as text: a lane for each
   * container, and a sentence for each turn of events. What manifests do not say is assumed, and told. Renders the objects, so it
   * fails where synthesis does.
   *
   * @throws if the width is less than 40 columns
   */
  public explain(options: ExplainOptions = {}): string {
    const { explainedText } = require('./explain') as typeof import('./explain');
    return explainedText(this.takeCharge().flatMap(synthesis => synthesis.workloads()), options);
  }

  private get title(): string {
    return this.scope.node.path || 'the App';
  }

  private takeCharge(): ObjectSynthesis[] {
    return this.scope.node.findAll().filter(ApiObject.isApiObject).map(apiObject => ObjectSynthesis.of(apiObject));
  }

  private validate(): string[] {
    const objects = this.takeCharge();
    const { sidecars, podTemplates } = this.settings;
    if (sidecars.length === 0 || objects.some(({ apiObject }) => mayMakePods(apiObject.apiVersion, apiObject.kind, podTemplates))) {
      return [];
    }
    return [`nothing in it makes Pods, so there is nowhere to put ${sidecars.map(({ name }) => `sidecar '${name}'`).join(', ')}. `
      + 'Add them to what does, or say with podTemplate where its kind keeps its Pod template.'];
  }
}

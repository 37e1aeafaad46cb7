import { ApiObject, Chart, JsonPatch, Names } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { resolveTarget } from './resolve-target';
import { settingsOf } from './scope-settings';
import { bindingSpec, POLICY_API, policySpec } from './sidecar-guard-policy';
import { Sidecars } from './sidecars';
import { ClusterFeature } from '../cluster/cluster-feature';

/**
 * What a guard does about a Pod that has lost a sidecar.
 */
export enum SidecarGuardAction {
  /** The Pod is refused. Its controller tells why, in an event of the Job, ReplicaSet and so on, and goes on trying. */
  DENY = 'Deny',
  /** The Pod is made, and who makes it is warned. That is mostly a controller, in whose log the warning ends. */
  WARN = 'Warn',
  /** The Pod is made, and the audit log of the API server has an annotation about it. */
  AUDIT = 'Audit',
}

/**
 * What becomes of a Pod that a guard cannot judge, since its policy is broken or its expressions fail.
 */
export enum SidecarGuardFailurePolicy {
  /** It is treated as one that has lost a sidecar. */
  FAIL = 'Fail',
  /** It passes. */
  IGNORE = 'Ignore',
}

/**
 * Properties of `SidecarGuard`.
 */
export interface SidecarGuardProps {
  /**
   * Whose Pods declare their sidecars: an App, a Chart, a workload, or anything else that has some in it.
   *
   * @default - the App that the guard is in
   */
  readonly scope?: IConstruct;

  /**
   * Name of the policy and of its binding. Both belong to no namespace, so a name counts in the whole cluster.
   *
   * @default - made from the path of the guard and the namespace of its Chart, if that has one
   */
  readonly name?: string;

  /**
   * Names of the namespaces that are guarded.
   *
   * @default - all namespaces. Pods that declare nothing pass in any case
   */
  readonly namespaces?: string[];

  /**
   * Labels of the namespaces that are guarded: those that have all of them, and are among `namespaces` if that is given.
   *
   * @default - none
   */
  readonly namespaceLabels?: { readonly [label: string]: string };

  /**
   * What is done about a Pod that has lost a sidecar.
   *
   * @default SidecarGuardAction.DENY
   */
  readonly action?: SidecarGuardAction;

  /**
   * What becomes of a Pod that cannot be judged.
   *
   * @default SidecarGuardFailurePolicy.FAIL
   */
  readonly failurePolicy?: SidecarGuardFailurePolicy;
}

/** A DNS subdomain, as `metadata.name` of a policy must be (core validation, `ValidateDNS1123Subdomain`). */
const NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Has the API server refuse Pods whose native sidecars got lost on the way to it. A mutating webhook or a controller that was built
 * before Kubernetes 1.28 drops `restartPolicy: Always` of init containers, and the Pod waits in `Init` for ever; with the guard its
 * controller says which sidecars were lost, and what does such things.
 *
 * It is a ValidatingAdmissionPolicy with its binding, which needs an API server of Kubernetes 1.30 or later; no Pod runs for it. Pods
 * of native workloads in its scope say in the annotation `cdk8s-sidecars/native-sidecars` which sidecars they have, and the policy
 * looks at no others. Pods that are lowered declare none. All in the scope is taken charge of as by `Sidecars.of`.
 *
 * A stripped sidecar that has a startup probe is refused without a guard, too: by the validation of Pods, which comes before
 * policies (`may not be set for init containers without restartPolicy=Always`).
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * new sidecars.SidecarGuard(this, 'guard', { namespaces: ['shop'] });
 *
 * new sidecars.JobWithSidecar(this, 'report', {
 *   containers: [{ image: 'example.com/report:1.0', command: ['/report'] }],
 *   sidecars: [new sidecars.NativeSidecar({ name: 'agent', image: 'example.com/agent:2.0', command: ['/agent'] })],
 * });
 */
export class SidecarGuard extends Construct {
  /**
   * Has the Pods of a construct declare their native sidecars, for a guard that is put on the cluster by somebody else: policies take
   * the rights of an administrator. A guard does so for its own scope.
   *
   * @param scope an App, a Chart, a workload, or anything else that has some in it
   */
  public static declareIn(scope: IConstruct): void {
    Sidecars.of(scope);
    settingsOf(scope).declaresSidecars = true;
  }

  /**
   * The ValidatingAdmissionPolicy.
   */
  public readonly policy: ApiObject;

  /**
   * The ValidatingAdmissionPolicyBinding.
   */
  public readonly binding: ApiObject;

  /**
   * @throws if the name is none that a policy can have, or if `namespaces` is empty. Synthesis fails for a target cluster whose API
   * server is older than Kubernetes 1.30
   */
  constructor(scope: Construct, id: string, props: SidecarGuardProps = {}) {
    super(scope, id);
    const { namespace } = Chart.of(this);
    const {
      name = Names.toDnsLabel(this, { extra: namespace === undefined ? [] : [namespace] }), namespaces,
      namespaceLabels, action = SidecarGuardAction.DENY, failurePolicy = SidecarGuardFailurePolicy.FAIL,
    } = props;
    this.check(name, namespaces);
    this.policy = this.ofCluster('Policy', 'ValidatingAdmissionPolicy', name, policySpec(failurePolicy));
    this.binding = this.ofCluster('Binding', 'ValidatingAdmissionPolicyBinding', name, bindingSpec(name, { action, namespaces, namespaceLabels }));
    this.node.addValidation({ validate: () => this.targetFaults() });
    SidecarGuard.declareIn(props.scope ?? this.node.root);
  }

  private check(name: string, namespaces?: readonly string[]): void {
    if (!NAME.test(name)) {
      throw new Error(`${this.node.path}, name: '${name}' is no name of a policy. Use lower-case letters, digits, hyphens and dots, at most 253.`);
    }
    if (namespaces?.length === 0) {
      throw new Error(`${this.node.path}, namespaces: there is none in it, so nothing would be guarded. Name some, or leave it out for all namespaces.`);
    }
  }

  /** An object that belongs to no namespace, although its Chart may have one. */
  private ofCluster(id: string, kind: string, name: string, spec: object): ApiObject {
    const object = new ApiObject(this, id, { apiVersion: POLICY_API, kind, metadata: { name }, spec } as never);
    if (object.metadata.namespace !== undefined) {
      object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
    return object;
  }

  private targetFaults(): string[] {
    const target = resolveTarget(this);
    return target.supports(ClusterFeature.VALIDATING_ADMISSION_POLICIES) ? [] : [
      `the target cluster (${target}) has no ValidatingAdmissionPolicy of ${POLICY_API}, which came with the API server of Kubernetes 1.30. `
        + 'Leave the guard out for this cluster, or upgrade it and say so with TargetCluster.',
    ];
  }
}

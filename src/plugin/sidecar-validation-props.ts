/**
 * An acknowledgement: findings that do not matter, and why. What is left out matches everything; in all but `id` and `reason`, `*`
 * stands for anything.
 */
export interface AcknowledgedFinding {
  /**
   * Identifier of the rule, such as `SC301`.
   */
  readonly id: string;

  /**
   * Why it does not matter.
   */
  readonly reason: string;

  /**
   * Path of the manifest; `**` stands for any folders.
   *
   * @default - any
   */
  readonly file?: string;

  /**
   * Kind of the object.
   *
   * @default - any
   */
  readonly kind?: string;

  /**
   * Name of the object.
   *
   * @default - any
   */
  readonly name?: string;

  /**
   * Namespace of the object.
   *
   * @default - any
   */
  readonly namespace?: string;

  /**
   * Name of the container.
   *
   * @default - any
   */
  readonly container?: string;
}

/**
 * Properties of the validation plugin: the options of `cdk8s-sidecars check`, by their names in camel case.
 */
export interface SidecarValidationProps {
  /**
   * Version of the API server that the manifests are for, or several with commas between them.
   *
   * @default - that of the environment variable `CDK8S_SIDECARS_TARGET`, else the newest known release
   */
  readonly kubernetesVersion?: string;

  /**
   * Version of the oldest node.
   *
   * @default - that of the API server
   */
  readonly node?: string;

  /**
   * Feature gates that are set on the cluster.
   *
   * @default - the defaults of the version
   */
  readonly featureGates?: { readonly [gate: string]: boolean };

  /**
   * From which severity on a finding makes the validation fail: `error`, `warning`, `info` or `never`.
   *
   * @default error
   */
  readonly failOn?: string;

  /**
   * From which severity on findings are reported: `error`, `warning` or `info`.
   *
   * @default warning
   */
  readonly level?: string;

  /**
   * Ids or slugs of the rules to check.
   *
   * @default - all
   */
  readonly rules?: string[];

  /**
   * Ids or slugs of rules to leave out.
   *
   * @default - none
   */
  readonly skip?: string[];

  /**
   * How meshes add their proxies to Pods on the cluster: `istio=native`, `linkerd=regular`.
   *
   * @default - what the annotations of Pods and the version of the cluster tell
   */
  readonly mesh?: string[];

  /**
   * Where kinds of custom resources have their Pod template, such as `Fleet.example.com=spec.workers[*].template`.
   *
   * @default - those that are known, and what looks like one
   */
  readonly podTemplate?: string[];

  /**
   * A baseline, as `cdk8s-sidecars check --write-baseline` writes it: its findings do not count.
   *
   * @default - none
   */
  readonly baseline?: string;

  /**
   * Findings that do not matter.
   *
   * @default - none
   */
  readonly acknowledge?: AcknowledgedFinding[];
}

import type { IConstruct } from 'constructs';
import { ClusterFeature } from './cluster-feature';
import { FEATURE_TABLE, isEnabled } from './feature-table';
import { formatVersion, KubernetesVersion, parseVersion } from './version';

/** The newest release that is known here. */
const NEWEST = '1.37';

/** Shared by all copies of this library in a process. */
const APPLIED = Symbol.for('cdk8s-sidecars.TargetCluster');

/**
 * What else is known about a target cluster, besides its version.
 */
export interface TargetClusterOptions {
  /**
   * Version of the oldest kubelet. It runs the Pods, so it decides together with the API server.
   *
   * @default - the version of the API server
   */
  readonly oldestNode?: string;

  /**
   * Feature gates that are set on the cluster, such as `{ SidecarContainers: false }`. Those of the API server and of
   * the kubelets are taken to be the same.
   *
   * @default - the defaults of the version
   */
  readonly featureGates?: { readonly [gate: string]: boolean };

  /**
   * Accept that sidecars are stopped in no order, at the same time as the app's containers. Kubernetes 1.28 does so
   * with its alpha of native sidecars; without this it counts as not able to run them.
   *
   * @default false
   */
  readonly acceptUnorderedTermination?: boolean;
}

/**
 * The cluster that manifests are made for: the versions of its API server and of its oldest node, and its feature gates.
 */
export class TargetCluster {
  /**
   * Context key under which a target may be given to an app, in the form that `parse` reads.
   */
  public static readonly CONTEXT_KEY = 'cdk8s-sidecars/target';

  /**
   * Environment variable in which a target may be given to a process, in the form that `parse` reads.
   */
  public static readonly ENVIRONMENT_VARIABLE = 'CDK8S_SIDECARS_TARGET';

  /**
   * A cluster by the version of its API server.
   *
   * @param version as clusters and providers write it: `1.29`, `v1.29.3-gke.1`, `1.29+`. Without a patch, the latest
   * patch of that minor is meant.
   * @param options the oldest node and the feature gates
   * @throws if there can be no such cluster
   */
  public static version(version: string, options: TargetClusterOptions = {}): TargetCluster {
    return new TargetCluster(version, options);
  }

  /**
   * A cluster of the newest Kubernetes release that this library knows. It is assumed where no target is given.
   */
  public static newest(): TargetCluster {
    return TargetCluster.newestRelease ??= new TargetCluster(NEWEST, {});
  }

  /**
   * Reads the form that context and environment variable have: `1.31`, or with more about it
   * `1.31,node=1.28.4,SidecarContainers=false,acceptUnorderedTermination=true`.
   *
   * @throws if it is not of that form, or if there can be no such cluster
   */
  public static parse(text: string): TargetCluster {
    const [version, ...settings] = text.split(',').map(part => part.trim());
    let oldestNode: string | undefined;
    let acceptUnorderedTermination: boolean | undefined;
    const featureGates: { [gate: string]: boolean } = {};
    for (const setting of settings) {
      const [, key, value] = /^(\w+)=(\S+)$/.exec(setting) ?? [];
      if (key === 'node') {
        oldestNode = value;
      } else if (value !== 'true' && value !== 'false') {
        throw new Error(`'${setting}' in the target cluster '${text}' is neither node=VERSION nor GATE=true nor GATE=false.`);
      } else if (key === 'acceptUnorderedTermination') {
        acceptUnorderedTermination = value === 'true';
      } else {
        featureGates[key] = value === 'true';
      }
    }
    return new TargetCluster(version, { oldestNode, featureGates, acceptUnorderedTermination });
  }

  /**
   * The target that was applied to this very construct.
   *
   * @internal
   */
  public static _appliedTo(construct: IConstruct): TargetCluster | undefined {
    return (construct as { [APPLIED]?: TargetCluster })[APPLIED];
  }

  private static newestRelease?: TargetCluster;

  /**
   * Whether sidecars that are stopped in no order are accepted.
   */
  public readonly acceptsUnorderedTermination: boolean;

  private readonly server: KubernetesVersion;
  private readonly node: KubernetesVersion;
  private readonly gates: { readonly [gate: string]: boolean };
  /** Asked for each workload, and always the same. */
  private readonly supported = new Map<ClusterFeature, boolean>();

  private constructor(version: string, options: TargetClusterOptions) {
    this.server = parseVersion(version);
    this.node = options.oldestNode === undefined ? this.server : parseVersion(options.oldestNode);
    this.gates = { ...options.featureGates };
    this.acceptsUnorderedTermination = options.acceptUnorderedTermination ?? false;
    if (this.node.minor > this.server.minor) {
      throw new Error(`There is no cluster with API server ${this.apiServer} and oldest node ${this.oldestNode}: `
        + 'a kubelet is never newer than its API server. Swap the two, or leave oldestNode out.');
    }
    for (const [gate, value] of Object.entries(this.gates)) {
      this.checkGate(gate, value);
    }
  }

  /**
   * Version of the API server, such as `1.29` or `1.29.3`.
   */
  public get apiServer(): string {
    return formatVersion(this.server);
  }

  /**
   * Version of the oldest node's kubelet, such as `1.29` or `1.29.3`.
   */
  public get oldestNode(): string {
    return formatVersion(this.node);
  }

  /**
   * The feature gates that are set on the cluster.
   */
  public get featureGates(): { [gate: string]: boolean } {
    return { ...this.gates };
  }

  /**
   * Whether this cluster can do something, on its API server and on its oldest node.
   */
  public supports(feature: ClusterFeature): boolean {
    const supported = this.supported.get(feature) ?? (this.supportsOnApiServer(feature) && this.supportsOnNodes(feature));
    this.supported.set(feature, supported);
    return supported;
  }

  /**
   * Whether the API server does its part of a feature.
   */
  public supportsOnApiServer(feature: ClusterFeature): boolean {
    return this.partHas(feature, 'API server', this.server);
  }

  /**
   * Whether the oldest node does its part of a feature.
   */
  public supportsOnNodes(feature: ClusterFeature): boolean {
    return this.partHas(feature, 'node', this.node);
  }

  /**
   * Makes this the target of everything in a construct that is not nearer to another target.
   */
  public applyTo(scope: IConstruct): void {
    Object.defineProperty(scope, APPLIED, { value: this, configurable: true });
  }

  /**
   * The form that `parse` reads.
   */
  public toString(): string {
    return [
      this.apiServer,
      ...this.oldestNode === this.apiServer ? [] : [`node=${this.oldestNode}`],
      ...Object.keys(this.gates).sort().map(gate => `${gate}=${this.gates[gate]}`),
      ...this.acceptsUnorderedTermination ? ['acceptUnorderedTermination=true'] : [],
    ].join(',');
  }

  /** @internal */
  public _oldestNodeVersion(): KubernetesVersion {
    return this.node;
  }

  private partHas(feature: ClusterFeature, part: 'API server' | 'node', version: KubernetesVersion): boolean {
    return FEATURE_TABLE.every(row => row.feature !== feature || !row.needs.includes(part)
      || isEnabled(row, version.minor, row.gate === undefined ? undefined : this.gates[row.gate]));
  }

  private checkGate(gate: string, value: boolean): void {
    const rows = FEATURE_TABLE.filter(row => row.gate === gate);
    if (rows.length === 0) {
      const known = [...new Set(FEATURE_TABLE.flatMap(row => row.gate ?? []))].sort();
      throw new Error(`Feature gate '${gate}' is not one that matters here. Those that do: ${known.join(', ')}.`);
    }
    if (typeof value !== 'boolean') {
      throw new Error(`Feature gate '${gate}' must be true or false, not ${JSON.stringify(value)}.`);
    }
    const alpha = Math.min(...rows.map(row => row.alpha ?? row.on));
    if (this.server.minor < alpha) {
      throw new Error(`There is no feature gate '${gate}' in Kubernetes ${this.apiServer}: it came with 1.${alpha}. Leave it out.`);
    }
    const { locked, gateRemoved } = rows[0];
    if (gateRemoved !== undefined && this.node.minor >= gateRemoved) {
      throw new Error(`There is no feature gate '${gate}' in Kubernetes ${this.oldestNode} any more: it went with 1.${gateRemoved}. Leave it out.`);
    }
    if (!value && locked !== undefined && this.node.minor >= locked) {
      throw new Error(`Feature gate '${gate}' cannot be off in Kubernetes ${this.oldestNode}: it is locked on since 1.${locked}. Leave it out.`);
    }
  }
}

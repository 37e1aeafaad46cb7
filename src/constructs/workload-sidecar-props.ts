import { Mesh } from './mesh';
import { NativeSidecar } from './native-sidecar';
import { SidecarFallback } from './sidecar-fallback';
import { TargetCluster } from '../cluster/target-cluster';

/**
 * What the workloads of this library have besides what cdk8s-plus gives them.
 */
export interface WorkloadSidecarProps {
  /**
   * Containers that run beside the main containers. By default they start before all init containers, in this order, and are
   * stopped in reverse order once the main containers have ended. They do not keep a Job from completing.
   *
   * @default - none; more can be added with `addSidecar`
   */
  readonly sidecars?: NativeSidecar[];

  /**
   * The cluster that the manifest is for. If it cannot run native sidecars, they are lowered as `fallback` says.
   *
   * @default - the nearest target that was applied (`TargetCluster.applyTo`), else the one in the context
   * `cdk8s-sidecars/target`, else the one in the environment variable `CDK8S_SIDECARS_TARGET`, else the newest Kubernetes
   */
  readonly target?: TargetCluster;

  /**
   * What becomes of the sidecars if the target cannot run native ones.
   *
   * @default SidecarFallback.best()
   */
  readonly fallback?: SidecarFallback;

  /**
   * The mesh that the Pods are in, or another injector that adds a proxy to them when they are created.
   *
   * @default - the nearest that was said of what the workload is in (`Sidecars.mesh`), else none that is known
   */
  readonly mesh?: Mesh;
}

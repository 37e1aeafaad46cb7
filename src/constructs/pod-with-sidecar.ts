import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { NativeSidecar } from './native-sidecar';
import { addSidecar, checkInit, checkMain, diagnosticsOf, setUp, sidecarsOf } from './own-workload';
import { PodResources } from './pod-resources';
import { resolveTarget } from './resolve-target';
import { WorkloadSidecarProps } from './workload-sidecar-props';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic } from '../diagnostics/diagnostic';

/**
 * Properties of a Pod with sidecars: those of any cdk8s-plus Pod, and the sidecars.
 */
export interface PodWithSidecarProps extends kplus.PodProps, WorkloadSidecarProps {}

/**
 * A Pod with native sidecars, which start before its main containers, are stopped after them, and do not keep it from ending.
 * For a cluster without native sidecars it comes out in a form that behaves the same (see `SidecarFallback`). Everything else is
 * as in the Pod of cdk8s-plus, for which it can stand in.
 */
export class PodWithSidecar extends kplus.Pod {
  /**
   * @throws if the Pod could not work; the text names the construct, the container, the field and the way out
   */
  constructor(scope: Construct, id: string, props: PodWithSidecarProps = {}) {
    super(scope, id, props);
    setUp(this, this.apiObject, props);
  }

  /**
   * The sidecars, in the order in which they were added. A copy.
   */
  public get sidecars(): NativeSidecar[] {
    return sidecarsOf(this);
  }

  /**
   * The cluster that the manifest is for.
   */
  public get target(): TargetCluster {
    return resolveTarget(this);
  }

  /**
   * What the last synthesis found: its warnings, also written to stderr, and the errors that ended it.
   */
  public get diagnostics(): Diagnostic[] {
    return diagnosticsOf(this);
  }

  /**
   * What scheduler, quotas and nodes count for this Pod. Renders the Pod, so it fails where synthesis does.
   */
  public podResources(): PodResources {
    return PodResources.ofManifest(this.apiObject.toJson());
  }

  /**
   * Adds a sidecar.
   *
   * @throws if another container has its name
   */
  public addSidecar(sidecar: NativeSidecar): void {
    addSidecar(this, sidecar);
  }

  /**
   * Attaches a main container.
   *
   * @throws if its name is not a DNS label or taken, or if it is a sidecar
   */
  public attachContainer(cont: kplus.Container): void {
    checkMain(this, cont);
    super.attachContainer(cont);
  }

  /**
   * Adds an init container.
   *
   * @throws if its name is not a DNS label or taken, or if it has what only other containers may have: probes, lifecycle
   * hooks, or a port number, for which cdk8s-plus adds a probe
   */
  public addInitContainer(cont: kplus.ContainerProps): kplus.Container {
    checkInit(this, cont);
    return super.addInitContainer(cont);
  }
}

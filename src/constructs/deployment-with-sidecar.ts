import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { NativeSidecar } from './native-sidecar';
import { addSidecar, checkInit, checkMain, diagnosticsOf, onlyMain, setUp, sidecarsOf } from './own-workload';
import { PodResources } from './pod-resources';
import { resolveTarget } from './resolve-target';
import { WorkloadSidecarProps } from './workload-sidecar-props';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic } from '../diagnostics/diagnostic';

/**
 * Properties of a Deployment with sidecars: those of any cdk8s-plus Deployment, and the sidecars.
 */
export interface DeploymentWithSidecarProps extends kplus.DeploymentProps, WorkloadSidecarProps {}

/**
 * A Deployment with native sidecars, which start before the main containers of a Pod and are stopped after them. For a cluster
 * without native sidecars it comes out in a form that behaves the same (see `SidecarFallback`). Everything else is as in the
 * Deployment of cdk8s-plus, for which it can stand in.
 */
export class DeploymentWithSidecar extends kplus.Deployment {
  /** cdk8s-plus takes for a service what ports it finds in `containers`. */
  private exposing = false;

  /**
   * @throws if the Deployment could not work; the text names the construct, the container, the field and the way out
   */
  constructor(scope: Construct, id: string, props: DeploymentWithSidecarProps = {}) {
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
   * What scheduler, quotas and nodes count for a Pod of this Deployment. Renders the Deployment, so it fails where synthesis does.
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

  /**
   * Exposes the Pods by a service. Its ports may be those of sidecars: where `ports` says so, or where no main container has a port.
   */
  public exposeViaService(options: kplus.DeploymentExposeViaServiceOptions = {}): kplus.Service {
    this.exposing = options.ports !== undefined || super.containers.every(({ ports }) => ports.length === 0);
    try {
      return super.exposeViaService(options);
    } finally {
      this.exposing = false;
    }
  }

  /**
   * The main containers. A copy.
   */
  public get containers(): kplus.Container[] {
    return this.exposing ? [...super.containers, ...this.sidecars] : super.containers;
  }

  /**
   * A metric for a HorizontalPodAutoscaler that scales by the CPU of the main container alone. The metric of whole Pods counts
   * their sidecars, too. Kubernetes 1.27 and later.
   *
   * @throws if there are several main containers
   */
  public mainContainerCpu(target: kplus.MetricTarget): kplus.Metric {
    return kplus.Metric.containerCpu({ container: onlyMain(this), target });
  }

  /**
   * A metric for a HorizontalPodAutoscaler that scales by the memory of the main container alone. The metric of whole Pods counts
   * their sidecars, too. Kubernetes 1.27 and later.
   *
   * @throws if there are several main containers
   */
  public mainContainerMemory(target: kplus.MetricTarget): kplus.Metric {
    return kplus.Metric.containerMemory({ container: onlyMain(this), target });
  }
}

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
 * Properties of a StatefulSet with sidecars: those of any cdk8s-plus StatefulSet, and the sidecars.
 */
export interface StatefulSetWithSidecarProps extends kplus.StatefulSetProps, WorkloadSidecarProps {}

/**
 * A StatefulSet with native sidecars, which start before the main containers of a Pod and are stopped after them. For a cluster
 * without native sidecars it comes out in a form that behaves the same (see `SidecarFallback`). Everything else is as in the
 * StatefulSet of cdk8s-plus, for which it can stand in.
 */
export class StatefulSetWithSidecar extends kplus.StatefulSet {
  /**
   * @throws if the StatefulSet could not work; the text names the construct, the container, the field and the way out
   */
  constructor(scope: Construct, id: string, props: StatefulSetWithSidecarProps) {
    super(scope, id, { ...props, service: serviceOfSidecars(scope, id, props) });
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
   * What scheduler, quotas and nodes count for a Pod of this StatefulSet. Renders the StatefulSet, so it fails where synthesis does.
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

/** The service that cdk8s-plus would make if the ports were those of main containers; it does not know of sidecars. */
function serviceOfSidecars(scope: Construct, id: string, props: StatefulSetWithSidecarProps): kplus.Service | undefined {
  const { service, containers = [], sidecars = [], metadata } = props;
  const ports = sidecars.flatMap(sidecar => sidecar.ports);
  if (service ?? (ports.length === 0 || containers.some(container => container.portNumber ?? container.port ?? container.ports?.length))) {
    return service;
  }
  return new kplus.Service(scope, `${id}-service`, {
    metadata: { namespace: metadata?.namespace },
    clusterIP: 'None',
    type: kplus.ServiceType.CLUSTER_IP,
    ports: ports.map(({ number, protocol, name }) => ({ port: number, targetPort: number, protocol, name })),
  });
}

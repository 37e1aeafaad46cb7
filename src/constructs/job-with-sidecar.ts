import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { throwFindings } from './construction-error';
import { JobFields } from './job-fields';
import { jobFieldsJson } from './job-fields-json';
import { NativeSidecar } from './native-sidecar';
import { PodResources } from './pod-resources';
import { SidecarFallback } from './sidecar-fallback';
import { WorkloadSynthesis } from './workload-synthesis';
import { duplicateContainerName, nameTaken } from '../checks/duplicate-container-name';
import { invalidContainerName, nameFindings } from '../checks/invalid-container-name';
import { jobFieldFindings, jobFieldInvalid } from '../checks/job-field-invalid';
import { jobPodRestartPolicy, restartPolicyFindings } from '../checks/job-pod-restart-policy';
import { forbiddenOnInit, probeOrLifecycleOnPlainInit } from '../checks/probe-or-lifecycle-on-plain-init';
import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic } from '../diagnostics/diagnostic';

const DEFAULT_FALLBACK = SidecarFallback.best();

/**
 * Properties of a Job with sidecars: those of any cdk8s-plus Job, the fields of a Job that cdk8s-plus leaves out, and the
 * sidecars.
 */
export interface JobWithSidecarProps extends kplus.JobProps, JobFields {
  /**
   * Containers that run beside the main containers and do not keep the Job from completing. By default they start before
   * all init containers, in this order, and are stopped in reverse order once the main containers have ended.
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
}

/**
 * A Job with native sidecars: it completes when its main containers have, and its sidecars are stopped then. For a cluster
 * without native sidecars it comes out in a form that behaves the same (see `SidecarFallback`). Everything else is as in the
 * Job of cdk8s-plus, for which it can stand in.
 */
export class JobWithSidecar extends kplus.Job {
  private readonly synthesis: WorkloadSynthesis;

  /**
   * @throws if the Job could not work; the text names the construct, the container, the field and the way out
   */
  constructor(scope: Construct, id: string, props: JobWithSidecarProps = {}) {
    super(scope, id, props);
    const jobFields = jobFieldsJson(props);
    throwFindings(jobPodRestartPolicy, restartPolicyFindings(this.restartPolicy, 'restartPolicy'), this);
    throwFindings(jobFieldInvalid, jobFields ? jobFieldFindings(jobFields, this.restartPolicy, '') : [], this);
    const { target, fallback = DEFAULT_FALLBACK } = props;
    this.synthesis = new WorkloadSynthesis(this, this.apiObject, { target, fallback, jobFields });
    props.sidecars?.forEach(sidecar => this.addSidecar(sidecar));
  }

  /**
   * The sidecars, in the order in which they were added. A copy.
   */
  public get sidecars(): NativeSidecar[] {
    return [...this.synthesis?.sidecars ?? []];
  }

  /**
   * The cluster that the manifest is for.
   */
  public get target(): TargetCluster {
    return this.synthesis.target;
  }

  /**
   * What the last synthesis found: its warnings, also written to stderr, and the errors that ended it.
   */
  public get diagnostics(): Diagnostic[] {
    return [...this.synthesis.diagnostics];
  }

  /**
   * What scheduler, quotas and nodes count for a Pod of this Job. Renders the Job, so it fails where synthesis does.
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
    this.claimName(sidecar.name);
    this.synthesis.sidecars.push(sidecar);
  }

  /**
   * Attaches a main container.
   *
   * @throws if its name is not a DNS label or taken, or if it is a sidecar
   */
  public attachContainer(cont: kplus.Container): void {
    if (cont instanceof NativeSidecar) {
      throw new Error(`${this.node.path}, container '${cont.name}': a NativeSidecar that is attached as a main container would keep the Job`
        + ' from completing. Use addSidecar.');
    }
    this.claimName(cont.name);
    super.attachContainer(cont);
  }

  /**
   * Adds an init container.
   *
   * @throws if its name is not a DNS label or taken, or if it has what only other containers may have: probes, lifecycle
   * hooks, or a port number, for which cdk8s-plus adds a probe
   */
  public addInitContainer(cont: kplus.ContainerProps): kplus.Container {
    const name = cont.name ?? `init-${this.initContainers.length}`;
    this.claimName(name);
    const forbidden = [
      ...cont.lifecycle ? [forbiddenOnInit(name, 'lifecycle', 'lifecycle')] : [],
      ...cont.liveness ? [forbiddenOnInit(name, 'livenessProbe', 'liveness')] : [],
      ...cont.readiness ? [forbiddenOnInit(name, 'readinessProbe', 'readiness')] : [],
      ...cont.startup ? [forbiddenOnInit(name, 'startupProbe', 'startup')] : [],
      ...cont.portNumber ?? cont.port ? [forbiddenOnInit(name, 'startupProbe', 'portNumber')] : [],
    ];
    throwFindings(probeOrLifecycleOnPlainInit, forbidden, this);
    return super.addInitContainer(cont);
  }

  /** cdk8s-plus adds the containers of the props before there is a synthesis to ask for sidecars. */
  private claimName(name: string): void {
    throwFindings(invalidContainerName, nameFindings(name, 'name'), this);
    const owner = this.containers.some(container => container.name === name) ? 'a main container'
      : this.initContainers.some(container => container.name === name) ? 'an init container'
        : this.sidecars.some(sidecar => sidecar.name === name) ? 'another sidecar' : undefined;
    throwFindings(duplicateContainerName, owner ? [nameTaken(name, owner, 'name')] : [], this);
  }
}

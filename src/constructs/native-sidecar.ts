import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { throwFindings } from './construction-error';
import { isContainer } from './kplus-json';
import { SidecarContribution, SidecarOptions } from './sidecar-options';
import { SidecarSource } from './sidecar-source';
import { imageFindings, imageMissing } from '../checks/image-missing';
import { invalidContainerName, nameFindings } from '../checks/invalid-container-name';
import { withoutNulls } from '../manifest/fields';
import { containerFaults } from '../manifest/shape';
import { Container } from '../manifest/types';

/**
 * Properties of a native sidecar: those of any cdk8s-plus container, and what only a sidecar has.
 */
export interface NativeSidecarProps extends kplus.ContainerProps, SidecarOptions {}

/**
 * A container that runs beside the main containers of a Pod: it starts before them, may hold them back until it works, is
 * restarted on its own, is stopped after them, and does not keep a Job from completing. In the manifest it is an init
 * container with `restartPolicy: Always` (KEP-753, Kubernetes 1.29 and later).
 *
 * It is a cdk8s-plus container with these other defaults: the name `sidecar`, and requests of 50m CPU and 64Mi of memory
 * without limits in place of 1 CPU and 512Mi.
 */
export class NativeSidecar extends kplus.Container {
  /**
   * A sidecar from a container as it stands in manifests. What is added to it later (mounts, variables, ports) comes on top.
   *
   * @param spec the container as plain JSON; its `restartPolicy` may be left out
   * @param options what else is to be known of it; volumes that its mounts name go into `podVolumes`, or are the Pod's
   * @throws if it does not have the form of a container, or if its name or its image cannot be
   */
  public static fromSpec(spec: { readonly [field: string]: any }, options: SidecarOptions = {}): NativeSidecar {
    const container = withoutNulls(spec) as Container;
    const [fault] = containerFaults(container);
    if (fault) {
      throw new Error(`NativeSidecar.fromSpec: ${fault.message}`);
    }
    return new NativeSidecar({
      ...options,
      name: container.name,
      image: container.image!,
      command: container.command,
      args: container.args,
      workingDir: container.workingDir,
      ports: container.ports?.map(({ containerPort, hostIP, protocol, ...port }) =>
        ({ ...port, number: containerPort, hostIp: hostIP, protocol: protocol as kplus.Protocol | undefined })),
      resources: {},
    }).madeFrom({ spec: container });
  }

  /**
   * A sidecar from a container of any release of cdk8s-plus (27 and later), whose resources, security context and volumes it
   * keeps. What is added to either of the two later is in the manifest. The startup probe that cdk8s-plus gives to every
   * container with a port gives way to the start gate, which is more patient.
   *
   * @param container a `Container` of cdk8s-plus
   * @param options what else is to be known of it
   * @throws if it is no such container, or if its name or its image cannot be
   */
  public static fromContainer(container: any, options: SidecarOptions = {}): NativeSidecar {
    if (!isContainer(container)) {
      throw new Error('NativeSidecar.fromContainer: this is no container of cdk8s-plus. Give a container as it stands in manifests to NativeSidecar.fromSpec.');
    }
    if (container instanceof NativeSidecar) {
      throw new Error(`NativeSidecar.fromContainer: '${container.name}' is a NativeSidecar already. Use it as it is.`);
    }
    return new NativeSidecar({
      ...options,
      name: container.name,
      image: container.image,
      command: container.command && [...container.command],
      args: container.args && [...container.args],
      workingDir: container.workingDir,
      ports: container.ports as kplus.ContainerPort[],
      resources: {},
    }).madeFrom({ container });
  }

  /**
   * Names of init containers or sidecars that start after this one has started.
   */
  public readonly startsBefore: string[];

  /**
   * Names of init containers that must have ended, and of sidecars that must have started, before this one starts.
   */
  public readonly startsAfter: string[];

  /**
   * Time that this sidecar needs from SIGTERM to its end.
   */
  public readonly drain?: Duration;

  /**
   * What the image starts by itself, for a supervisor.
   */
  public readonly entrypoint?: string[];

  /**
   * The signal that the image asks to be stopped with, for a supervisor.
   */
  public readonly stopSignal?: string;

  /**
   * What this sidecar brings into the Pod besides its container.
   */
  public readonly contribution: SidecarContribution;

  private source: SidecarSource;

  /**
   * @throws if the name is not a DNS label, or if there is no image
   */
  constructor(props: NativeSidecarProps) {
    const {
      startsBefore = [], startsAfter = [], startGate = true, drain, entrypoint, stopSignal,
      appEnvironment, appMounts, podVolumes, podAnnotations, podLabels, serviceAccount, fsGroup, podTerminationGracePeriod,
      ...container
    } = props;
    super({
      name: 'sidecar',
      resources: {
        cpu: { request: kplus.Cpu.millis(50) },
        memory: { request: Size.mebibytes(64) },
      },
      ...container,
    });
    throwFindings(invalidContainerName, nameFindings(this.name, 'name'));
    throwFindings(imageMissing, imageFindings(this.name, this.image, 'image'));
    this.startsBefore = [...startsBefore];
    this.startsAfter = [...startsAfter];
    this.drain = drain;
    this.entrypoint = entrypoint && [...entrypoint];
    this.stopSignal = stopSignal;
    this.contribution = { appEnvironment, appMounts, podVolumes, podAnnotations, podLabels, serviceAccount, fsGroup, podTerminationGracePeriod };
    this.source = { startGate, hasStartup: props.startup !== undefined, portsAtFirst: this.ports.length };
  }

  /**
   * A `SidecarSource`, not said in the type: declarations must not lead to the types of manifests, which are not published.
   *
   * @internal
   */
  public _source(): unknown {
    return this.source;
  }

  private madeFrom(made: Pick<SidecarSource, 'spec' | 'container'>): this {
    this.source = { ...this.source, ...made };
    return this;
  }
}

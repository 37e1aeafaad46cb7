import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { throwFindings } from './construction-error';
import { imageFindings, imageMissing } from '../checks/image-missing';
import { invalidContainerName, nameFindings } from '../checks/invalid-container-name';

/**
 * Properties of a native sidecar: those of any cdk8s-plus container, and what only a sidecar has.
 */
export interface NativeSidecarProps extends kplus.ContainerProps {
  /**
   * Names of init containers or sidecars that start after this one has started.
   *
   * @default - all init containers that have no order of their own
   */
  readonly startsBefore?: string[];

  /**
   * Names of init containers that must have ended, and of sidecars that must have started, before this one starts.
   *
   * @default - none
   */
  readonly startsAfter?: string[];

  /**
   * Hold back what starts after this sidecar until it works, even though no `startup` probe is given. The gate is then a
   * startup probe made from `readiness`, else a connection to the first TCP port, else there is none. It is tried every
   * second (or as often as `readiness` is) and allows at least five minutes, after which the kubelet restarts the sidecar.
   *
   * Only a startup probe holds the next container back; a readiness probe never does (KEP-753).
   *
   * @default true
   */
  readonly startGate?: boolean;

  /**
   * Time that this sidecar needs from SIGTERM to its end, for instance to send off what it has buffered. A warning is
   * given where the Pod's `terminationGracePeriod` is too short for all its sidecars, which stop one after the other.
   *
   * @default - not known
   */
  readonly drain?: Duration;

  /**
   * What the image starts by itself, if `command` is not set: its ENTRYPOINT and, unless `args` is set, its CMD. Needed only
   * for a cluster without native sidecars, where a supervisor has to start it. Never in the manifest otherwise.
   *
   * @default - not known
   */
  readonly entrypoint?: string[];

  /**
   * The signal that the image asks to be stopped with (its STOPSIGNAL), such as `SIGQUIT`. Needed only for a cluster without
   * native sidecars, where a supervisor has to send it.
   *
   * @default SIGTERM
   */
  readonly stopSignal?: string;
}

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

  private readonly gate: 'as written' | 'derived' | 'none';

  /**
   * @throws if the name is not a DNS label, or if there is no image
   */
  constructor(props: NativeSidecarProps) {
    const { startsBefore = [], startsAfter = [], startGate = true, drain, entrypoint, stopSignal, ...container } = props;
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
    this.gate = props.startup ? 'as written' : startGate ? 'derived' : 'none';
  }

  /** @internal */
  public _startGate(): 'as written' | 'derived' | 'none' {
    return this.gate;
  }
}

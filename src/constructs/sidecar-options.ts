import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { IConstruct } from 'constructs';

/**
 * A mount that a sidecar brings into the main containers.
 */
export interface AppMount {
  /**
   * Path in the main containers.
   */
  readonly path: string;

  /**
   * The volume: a `Volume` of any release of cdk8s-plus.
   */
  readonly volume: IConstruct;

  /**
   * Mount it read-only.
   *
   * @default false
   */
  readonly readOnly?: boolean;

  /**
   * Path in the volume.
   *
   * @default - its root
   */
  readonly subPath?: string;
}

/**
 * What a sidecar brings into the Pod besides its container. Where the Pod, or another sidecar, has something else in the same
 * place, that is an error which names both.
 */
export interface SidecarContribution {
  /**
   * Environment variables of the main containers, such as the address at which they find the sidecar.
   *
   * @default - none
   */
  readonly appEnvironment?: { readonly [name: string]: kplus.EnvValue };

  /**
   * Mounts of the main containers, such as a folder in which the sidecar reads what they write. Their volumes come along.
   *
   * @default - none
   */
  readonly appMounts?: AppMount[];

  /**
   * Volumes of the Pod, besides those that the sidecar or the main containers mount: each a `Volume` of any release of cdk8s-plus.
   *
   * @default - none
   */
  readonly podVolumes?: IConstruct[];

  /**
   * Annotations of the Pod.
   *
   * @default - none
   */
  readonly podAnnotations?: { readonly [name: string]: string };

  /**
   * Labels of the Pod.
   *
   * @default - none
   */
  readonly podLabels?: { readonly [name: string]: string };

  /**
   * Service account of the Pod, if that has none of its own.
   *
   * @default - none
   */
  readonly serviceAccount?: kplus.IServiceAccount;

  /**
   * Group that owns the volumes of the Pod.
   *
   * @default - none
   */
  readonly fsGroup?: number;

  /**
   * Grace period that the Pod needs for this sidecar. The Pod's own one is raised to it, and never lowered.
   *
   * @default - that of the Pod
   */
  readonly podTerminationGracePeriod?: Duration;
}

/**
 * What is to be known of a sidecar besides its container.
 */
export interface SidecarOptions extends SidecarContribution {
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
   * Hold back what starts after this sidecar until it works, even though no startup probe is given. The gate is then a
   * startup probe made from its readiness probe, else a connection to the first TCP port, else there is none. It is tried every
   * second (or as often as the readiness probe is) and allows at least five minutes, after which the kubelet restarts the sidecar.
   *
   * Only a startup probe holds the next container back; a readiness probe never does (KEP-753). Where the readiness probe needs the
   * main containers, as through a proxy, give a startup probe of its own: the two would wait for each other.
   *
   * @default true, but false for a sidecar that is only described (`Sidecars.describe`)
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

import * as kplus from 'cdk8s-plus-27';
import { resourcesJson } from './kplus-json';
import { DEFAULT_RUNTIME_IMAGE, DEFAULT_SETTINGS, Fallback } from '../lowering/fallback';

/**
 * How the supervised form of a Pod is made.
 */
export interface SupervisedFallbackOptions {
  /**
   * Image of the init container that brings the supervisor: one with a static busybox in `/bin/busybox`, 1.31 or later, that has
   * the applet `flock`, as the musl and uclibc variants of the official image.
   *
   * @default busybox:1.37.0-musl
   */
  readonly runtimeImage?: string;

  /**
   * What that init container requests, and may use at most.
   *
   * @default - requests of 10m CPU and 16Mi of memory; where the Pod would be of the class Guaranteed without it, requests and
   * limits of 100m and 32Mi
   */
  readonly runtimeResources?: kplus.ContainerResources;

  /**
   * What the images of containers that have no `command` start, by the name of the container: the image's ENTRYPOINT and,
   * unless the container has `args`, its CMD. Those of sidecars can also be given by their `entrypoint`.
   *
   * @default - none; without it there is no supervised form of a container that has no command
   */
  readonly entrypoints?: { readonly [container: string]: string[] };

  /**
   * Only the kubelet can make gRPC probes. Try a connection to their port instead, where the supervisor has to.
   *
   * @default false - such a startup or liveness probe is an error
   */
  readonly tcpForGrpc?: boolean;
}

/**
 * What becomes of sidecars on a cluster that cannot run native ones: one older than Kubernetes 1.29, or with the feature gate
 * `SidecarContainers` off. For Pods that end, Kubernetes 1.29.0 to 1.29.2 counts as such (kubernetes/kubernetes#123323).
 */
export class SidecarFallback {
  /**
   * Supervised where every command is known; else, for workloads that run for ever and have no init container after a
   * sidecar, plain containers, with a warning; else an error.
   *
   * @param options how the supervised form is made
   */
  public static best(options: SupervisedFallbackOptions = {}): SidecarFallback {
    return new SidecarFallback('best', options);
  }

  /**
   * Ordinary containers, each started and stopped in its turn by a supervisor, so that the Pod behaves as with native
   * sidecars. An error where that cannot be.
   *
   * @param options how it is made
   */
  public static supervised(options: SupervisedFallbackOptions = {}): SidecarFallback {
    return new SidecarFallback('supervised', options);
  }

  /**
   * Ordinary containers, which start and stop together with the main containers: with a warning for workloads that run for
   * ever, an error for those that end, since they never would.
   */
  public static plainContainer(): SidecarFallback {
    return new SidecarFallback('plain', {});
  }

  /**
   * An error at synthesis.
   */
  public static refuse(): SidecarFallback {
    return new SidecarFallback('refuse', {});
  }

  /** @internal */
  public readonly _fallback: Fallback;

  private constructor(strategy: Fallback['strategy'], options: SupervisedFallbackOptions) {
    const { runtimeImage = DEFAULT_RUNTIME_IMAGE, runtimeResources, entrypoints = {}, tcpForGrpc = false } = options;
    this._fallback = {
      strategy,
      supervised: {
        ...DEFAULT_SETTINGS,
        runtimeImage,
        runtimeResources: runtimeResources && resourcesJson(runtimeResources),
        entrypoints,
        tcpForGrpc,
      },
    };
  }
}

/** Amounts by resource. */
interface Amounts {
  readonly [resource: string]: string;
}

/**
 * What the supervised form of a Pod needs to know besides its manifest.
 */
export interface SupervisedSettings {
  /** An image with a static busybox in `/bin/busybox` that has the applet `flock`. */
  readonly runtimeImage: string;
  /** Requests and limits of the init container that copies it; undefined for small ones. */
  readonly runtimeResources?: { readonly requests?: Amounts; readonly limits?: Amounts };
  /** What the images of containers without a `command` start, by container name. */
  readonly entrypoints: { readonly [container: string]: readonly string[] | undefined };
  /** Signals that the images of sidecars ask to be stopped with, by container name. */
  readonly stopSignals: { readonly [container: string]: string | undefined };
  /** Replace gRPC probes, which only the kubelet can make, with connections to their ports. */
  readonly tcpForGrpc: boolean;
}

/**
 * What is known of a container by its name.
 */
export function hintFor<T>(hints: { readonly [container: string]: T | undefined }, container: string): T | undefined {
  return Object.hasOwn(hints, container) ? hints[container] : undefined;
}

/** The musl variant is static, so that it runs in any image. */
export const DEFAULT_RUNTIME_IMAGE = 'busybox:1.37.0-musl';

export const DEFAULT_SETTINGS: SupervisedSettings = {
  runtimeImage: DEFAULT_RUNTIME_IMAGE,
  entrypoints: {},
  stopSignals: {},
  tcpForGrpc: false,
};

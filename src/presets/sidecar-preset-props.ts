import * as kplus from 'cdk8s-plus-27';

/**
 * What all presets have: the rest of what a container may be told.
 */
export interface SidecarPresetProps {
  /**
   * Name of the container.
   *
   * @default - the name of the program
   */
  readonly name?: string;

  /**
   * Another image with the same program at the same place, such as one in a mirror or pinned by digest.
   *
   * @default - the official image, in a version that the preset was written for
   */
  readonly image?: string;

  /**
   * Arguments after those of the preset. What the preset sets by itself cannot be set here.
   *
   * @default - none
   */
  readonly extraArgs?: string[];

  /**
   * Environment variables of the sidecar, besides those of the preset.
   *
   * @default - none
   */
  readonly envVariables?: { readonly [name: string]: kplus.EnvValue };

  /**
   * CPU and memory.
   *
   * @default - small requests without limits
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * The numeric user to run as, where the cluster assigns others than the one of the image.
   *
   * @default - that of the image, or one that is not root where the image has none
   */
  readonly user?: number;

  /**
   * The numeric group to run as.
   *
   * @default - that of the image, or the one that belongs to the default user
   */
  readonly group?: number;

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
}

import { Duration } from 'cdk8s';
import { SidecarPresetProps } from './sidecar-preset-props';

/**
 * What the log shippers have in common: a folder that they share with the main containers.
 */
export interface LogShipperProps extends SidecarPresetProps {
  /**
   * The folder into which the main containers write their logs: an absolute path. It is empty at first, every main container has it,
   * and it goes with the Pod. What is written there belongs to the group of the shipper (`group`), which becomes the `fsGroup` of the Pod,
   * so its files have to be readable for their group.
   */
  readonly folder: string;

  /**
   * Which files in it are logs: names with wildcards, such as `*.log` or `requests/*.json`. Each line in them is a record; the last
   * one, too, has to end with a line feed.
   *
   * @default - `*.log`
   */
  readonly files?: string[];

  /**
   * How long it may take at its end to deliver what it has read, in whole seconds. It goes at once when all is delivered.
   *
   * @default Duration.seconds(10)
   */
  readonly drain?: Duration;
}

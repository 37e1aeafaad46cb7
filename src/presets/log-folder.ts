import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { LogShipperProps } from './log-shipper-props';
import { PresetFacts } from './preset-facts';
import { presetError } from './preset-sidecar';
import { writableFolder } from './preset-volumes';
import { AppMount } from '../constructs/sidecar-options';

/** The logs of the main containers, as a shipper finds them. */
export interface LogFolder {
  /** In the shipper, which has nothing to write there. */
  readonly mount: kplus.VolumeMount;
  /** In the main containers. */
  readonly appMount: AppMount;
  /** Absolute paths with wildcards. */
  readonly patterns: readonly string[];
  /** How long it may deliver at its end. */
  readonly drain: Duration;
  /** Owns the volume: what the main containers write there belongs to it, and the shipper can read what others cannot. */
  readonly fsGroup: number;
}

/** No wildcards, no separators of lists, nothing that leads elsewhere; and not the root. */
const FOLDER = /^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/;
const PATTERN = /^(?!.*(^|\/)\.{1,2}(\/|$))[^/,\s][^,\s]*$/;

/**
 * The folder that a shipper shares with the main containers: the same path in all of them.
 *
 * @throws if it is no absolute path, if a file is not named relative to it, or if there is no time to deliver
 */
export function logFolder(scope: Construct, name: string, facts: PresetFacts, props: LogShipperProps): LogFolder {
  const { folder, files = ['*.log'], drain = Duration.seconds(10) } = props;
  if (!FOLDER.test(folder)) {
    throw presetError(name, 'folder', `'${folder}' is no absolute path of a folder.`, 'It has the form /var/log/app.');
  }
  if (files.length === 0) {
    throw presetError(name, 'files', 'there is none.', 'Leave it out, or name at least one file that is a log.');
  }
  const elsewhere = files.find(file => !PATTERN.test(file));
  if (elsewhere !== undefined) {
    throw presetError(name, 'files', `'${elsewhere}' is no name inside ${folder}.`, 'It has the form *.log, without commas and spaces.');
  }
  if (drain.toSeconds() < 1) {
    throw presetError(name, 'drain', 'there is no time to deliver the last lines.', 'Set it to at least one second.');
  }
  const { path, volume } = writableFolder(scope, name, 'logs', folder);
  return {
    mount: { path, volume, readOnly: true },
    appMount: { path, volume },
    patterns: files.map(file => `${folder}/${file}`),
    drain,
    fsGroup: props.group ?? facts.group,
  };
}

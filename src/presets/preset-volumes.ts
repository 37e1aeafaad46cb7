import { createHash } from 'node:crypto';
import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { withSortedKeys } from '../manifest/fields';

/** Configuration files in a container. */
export interface ConfigFiles {
  readonly mount: kplus.VolumeMount;
  /** Annotation of the Pod that differs whenever a file does, so that a change rolls out. */
  readonly podAnnotations: { readonly [name: string]: string };
}

/** How much of a SHA-256 is enough to tell versions of a configuration apart. */
const HASH_LENGTH = 16;

/**
 * Files in a folder of a container, from a ConfigMap that is made for them.
 *
 * @param name that of the sidecar
 */
export function configFiles(scope: Construct, name: string, folder: string, files: { readonly [file: string]: string }): ConfigFiles {
  const data = withSortedKeys(files);
  const configMap = new kplus.ConfigMap(scope, 'config', { data });
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, HASH_LENGTH);
  return {
    mount: { path: folder, readOnly: true, volume: kplus.Volume.fromConfigMap(scope, 'config-volume', configMap, { name: `${name}-config` }) },
    podAnnotations: { [`cdk8s-sidecars/config-hash.${name}`]: hash },
  };
}

/**
 * A folder that a container can write to, since its image is read-only. What is in it lives as long as the Pod.
 *
 * @param name that of the sidecar
 * @param purpose what it is for, as a part of the volume's name
 */
export function writableFolder(
  scope: Construct, name: string, purpose: string, path: string, options: { readonly inMemory?: boolean; readonly sizeLimit?: Size } = {},
): kplus.VolumeMount {
  const { inMemory, sizeLimit } = options;
  return {
    path,
    volume: kplus.Volume.fromEmptyDir(scope, `${purpose}-volume`, `${name}-${purpose}`, {
      medium: inMemory ? kplus.EmptyDirMedium.MEMORY : kplus.EmptyDirMedium.DEFAULT, sizeLimit,
    }),
  };
}

/**
 * A Kubernetes version, as far as it is known. The major version is always 1.
 */
export interface KubernetesVersion {
  readonly minor: number;
  /** Undefined where only the minor is known. */
  readonly patch?: number;
}

/** `1.29`, `v1.29.3`, `1.29.3-gke.1093000`, `v1.29.3+k3s1`, `1.29+`, `29`, `29+`. Only after the major version is there a patch. */
const VERSION = /^v?(?:1\.)?(?<minor>\d{1,2})(?:(?<=1\.\d+)\.(?<patch>\d{1,3}))?(?:[-+][0-9A-Za-z.+-]*)?$/;

/** Nothing older is known here; more likely a YAML number such as 1.30 that lost its zero. */
const OLDEST_MINOR = 16;

/**
 * Parses a version as clusters, providers and people write it.
 *
 * @throws if it is not the version of a Kubernetes that this library knows of
 */
export function parseVersion(text: string): KubernetesVersion {
  const groups = VERSION.exec(text.trim())?.groups;
  if (!groups) {
    throw new Error(`'${text}' is not a Kubernetes version. Write it as 1.29, v1.29.3, 1.29.3-gke.1 or 29+.`);
  }
  const minor = Number(groups.minor);
  if (minor < OLDEST_MINOR) {
    throw new Error(`Kubernetes version '${text}' is older than 1.${OLDEST_MINOR}, the oldest that is known here. `
      + 'If it comes from a YAML or JSON number (1.30 is read as 1.3), put it in quotes.');
  }
  return groups.patch === undefined ? { minor } : { minor, patch: Number(groups.patch) };
}

/**
 * `1.29` or `1.29.3`.
 */
export function formatVersion({ minor, patch }: KubernetesVersion): string {
  return patch === undefined ? `1.${minor}` : `1.${minor}.${patch}`;
}

/**
 * Whether a version lies in a range of patch releases of one minor or more: `from` and everything up to, not including, `to`.
 * A version without a patch stands for the latest patch of its minor.
 */
export function isWithin(version: KubernetesVersion, from: string, to: string): boolean {
  return !isBefore(version, parseVersion(from)) && isBefore(version, parseVersion(to));
}

/**
 * Whether a version is older than another. Without a patch, the one stands for the latest patch of its minor, the other for patch 0.
 */
export function isBefore(a: KubernetesVersion, b: KubernetesVersion): boolean {
  return a.minor !== b.minor ? a.minor < b.minor : (a.patch ?? Infinity) < (b.patch ?? 0);
}

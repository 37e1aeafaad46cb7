import { ClusterFeature } from './cluster-feature';
import { FEATURE_TABLE, isEnabled } from './feature-table';
import { TargetCluster } from './target-cluster';
import { isBefore, KubernetesVersion, parseVersion } from './version';

export interface SeenNode {
  readonly name: string;
  /** Version of its kubelet. */
  readonly version: string;
}

/**
 * What was seen of a cluster. Versions are as it writes them.
 */
export interface SeenCluster {
  readonly apiServer: string;
  readonly nodes: readonly SeenNode[];
  /** What became of `restartPolicy: Always` of an init container on its way into the API server. */
  readonly restartPolicy: 'kept' | 'dropped' | 'unknown';
}

const NATIVE_SIDECARS = FEATURE_TABLE.find(({ feature }) => feature === ClusterFeature.NATIVE_SIDECARS)!;

/**
 * The node with the oldest kubelet; undefined where there are no nodes.
 *
 * @throws if one has no version of Kubernetes, as virtual nodes may
 */
export function oldestNode({ nodes }: SeenCluster): SeenNode | undefined {
  const versions = new Map(nodes.map(node => [node, versionOf(node)]));
  return nodes.reduce<SeenNode | undefined>(
    (oldest, node) => oldest && !isBefore(versions.get(node)!, versions.get(oldest)!) ? oldest : node, undefined);
}

/**
 * The target that a cluster is; undefined where no feature gate of its version explains what became of `restartPolicy`.
 *
 * @throws if its versions are none that a target can have
 */
export function targetOf(seen: SeenCluster): TargetCluster | undefined {
  const { apiServer, restartPolicy } = seen;
  const { minor } = parseVersion(apiServer);
  const byDefault = targetByDefault(seen);
  const kept = restartPolicy === 'kept';
  if (restartPolicy === 'unknown' || kept === byDefault.supportsOnApiServer(ClusterFeature.NATIVE_SIDECARS)) {
    return byDefault;
  }
  return kept === isEnabled(NATIVE_SIDECARS, minor, kept)
    ? TargetCluster.version(apiServer, { oldestNode: byDefault.oldestNode, featureGates: { [NATIVE_SIDECARS.gate!]: kept } })
    : undefined;
}

function targetByDefault(seen: SeenCluster): TargetCluster {
  const oldest = oldestNode(seen);
  try {
    return TargetCluster.version(seen.apiServer, { oldestNode: oldest?.version });
  } catch {
    // Both have been read, so it is that one is newer.
    throw new Error(`The oldest node, ${oldest?.name}, has kubelet ${oldest?.version}, and the API server is ${seen.apiServer}: `
      + 'Kubernetes supports no kubelet that is newer than its API server. Upgrade the API server.');
  }
}

function versionOf({ name, version }: SeenNode): KubernetesVersion {
  try {
    return parseVersion(version);
  } catch (error) {
    throw new Error(`Node ${name}: ${(error as Error).message}`);
  }
}

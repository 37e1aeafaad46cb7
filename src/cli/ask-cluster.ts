import { Kubectl, KubectlFailure } from './kubectl';
import { hasSidecar, SIDECAR_POD } from './sidecar-pod';
import { TARGET_BY_HAND } from './target-by-hand';
import { SeenCluster, SeenNode } from '../cluster/seen-cluster';
import { UnusableInput } from '../source/unusable-input';

interface VersionAnswer {
  readonly serverVersion?: { readonly gitVersion?: string };
}

interface NodesAnswer {
  readonly items?: readonly {
    readonly metadata: { readonly name: string };
    readonly status?: { readonly nodeInfo?: { readonly kubeletVersion?: string } };
  }[];
}

/**
 * Asks the cluster for its versions, and has its API server try a Pod with a sidecar, of which nothing is kept.
 *
 * @param say takes what could not be seen
 * @throws UnusableInput if no target can be told without it
 */
export function askCluster(kubectl: Kubectl, say: (message: string) => void): SeenCluster {
  const apiServer = askVersion(kubectl);
  const nodes = askNodes(kubectl);
  if (nodes.length === 0) {
    say(`note: the cluster has no nodes, so they are taken to be of the version of the API server, ${apiServer}.`);
  }
  return {
    apiServer,
    nodes,
    restartPolicy: tryRestartPolicy(kubectl, reason => {
      say(`warning: no Pod with a sidecar could be tried, so the defaults of ${apiServer} are assumed: ${reason}`);
    }),
  };
}

function askVersion(kubectl: Kubectl): string {
  const { serverVersion } = kubectl(['version']) as VersionAnswer;
  if (!serverVersion?.gitVersion) {
    throw new UnusableInput(`kubectl version does not tell the version of the API server. Repair that, or ${TARGET_BY_HAND}.`);
  }
  return serverVersion.gitVersion;
}

function askNodes(kubectl: Kubectl): SeenNode[] {
  try {
    const { items = [] } = kubectl(['get', 'nodes']) as NodesAnswer;
    return items.map(({ metadata, status }) => ({ name: metadata.name, version: status?.nodeInfo?.kubeletVersion ?? '' }));
  } catch (error) {
    if (error instanceof KubectlFailure && error.reason.includes('(Forbidden)')) {
      throw new UnusableInput(`The versions of the nodes cannot be seen: ${error.reason}\n`
        + `Have a ClusterRole with the verb list on nodes bound to this user, or ${TARGET_BY_HAND}, where node is the oldest kubelet.`);
    }
    throw error;
  }
}

/** `--validate=false` means the same to every kubectl; `ignore` is known only to those that leave validation to the API server. */
function tryRestartPolicy(kubectl: Kubectl, untried: (reason: string) => void): SeenCluster['restartPolicy'] {
  try {
    return hasSidecar(kubectl(['create', '--dry-run=server', '--validate=false', '-f', '-'], SIDECAR_POD) as object) ? 'kept' : 'dropped';
  } catch (error) {
    if (error instanceof KubectlFailure) {
      untried(error.reason);
      return 'unknown';
    }
    throw error;
  }
}

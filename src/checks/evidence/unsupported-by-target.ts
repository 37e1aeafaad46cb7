import { ClusterFeature } from '../../cluster/cluster-feature';
import { TargetCluster } from '../../cluster/target-cluster';
import { hasSidecarFields } from '../../manifest/containers';
import { Container } from '../../manifest/types';

/**
 * What would happen to a native sidecar on a target that does not run it as it is meant, and what to do about the target.
 * Outcomes by version of API server and node: KEP-753 "Upgrade / Downgrade Strategy", KEP-2885.
 */
export function explainUnsupported(target: TargetCluster, container: Container, kind: string): { readonly message: string; readonly fix: string } {
  const feature = ClusterFeature.NATIVE_SIDECARS;
  const field = ClusterFeature.CONTAINER_RESTART_POLICY_FIELD;
  const upgrade = 'Upgrade the cluster to Kubernetes 1.29 or later (all of its nodes), or correct the target if the cluster is newer than it says.';
  if (target.supports(feature)) {
    return {
      message: `the target cluster (${target}) runs native sidecars as an alpha that stops them in no order: `
        + 'on the end or deletion of the Pod this one may be gone before the containers that need it.',
      fix: `${upgrade} To accept this, give the target acceptUnorderedTermination: true.`,
    };
  }
  const off = target.featureGates.SidecarContainers === false;
  const turnedOff = `native sidecars ${off ? 'turned off' : 'as an alpha that is off'}`;
  const wouldDo = TargetCluster.version(target.apiServer, { oldestNode: target.oldestNode }).supports(feature);
  const turnOn = off && wouldDo ? 'Turn the gate on, or correct the target.' : upgrade;
  const hang = `the Pod would wait in Init for ever, for '${container.name}' to exit${kind === 'Job' || kind === 'CronJob'
    ? ', and the Job would neither complete nor fail' : ''}`;
  if (target.supportsOnApiServer(feature)) {
    return target.supportsOnNodes(field)
      ? {
        message: `the target cluster (${target}) has nodes with ${turnedOff}: they would reject the Pod (InitContainerRestartPolicyForbidden).`,
        fix: turnOn,
      }
      : {
        message: `the target cluster (${target}) has nodes older than native sidecars, which take it for a plain init container: ${hang}.`,
        fix: upgrade,
      };
  }
  const known = target.supportsOnApiServer(field);
  const rejection = `"may not be set for init containers${known ? ' without restartPolicy=Always' : ''}"`;
  const dropped = hasSidecarFields(container)
    ? `drops restartPolicy without a word and then rejects the rest (${rejection})`
    : `drops restartPolicy without a word, and ${hang}`;
  return known
    ? {
      message: `the API server of the target cluster (${target}) has ${turnedOff}: it ${dropped}.`,
      fix: turnOn,
    }
    : {
      message: `the API server of the target cluster (${target}) does not know native sidecars: `
        + `kubectl apply is rejected (unknown field "restartPolicy"), and for clients that do not validate strictly it ${dropped}.`,
      fix: upgrade,
    };
}

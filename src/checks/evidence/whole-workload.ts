import { fieldAt } from '../../manifest/fields';
import { Workload } from '../../manifest/workloads';

/** Kinds that the API server does not accept without a selector. */
const SELECTING = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/**
 * Whether a manifest says all of a workload. Others are patches, such as those of Kustomize, or are filled in by a controller.
 */
export function isWhole({ object, kind, podSpec, isGuess }: Workload): boolean {
  return !isGuess && (podSpec.containers ?? []).every(({ image }) => image !== undefined)
    && (!SELECTING.includes(kind) || fieldAt(object, ['spec', 'selector']) !== undefined);
}

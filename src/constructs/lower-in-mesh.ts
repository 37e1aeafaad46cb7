import { TargetCluster } from '../cluster/target-cluster';
import { Diagnostic } from '../diagnostics/diagnostic';
import { Fallback } from '../lowering/fallback';
import { lower, Lowered } from '../lowering/lower';
import { nativeSupport } from '../lowering/native';
import { Workload } from '../manifest/workloads';
import { JoinedWorkload, joinMesh } from '../mesh/join-mesh';
import { MeshSettings } from '../mesh/mesh-settings';
import { Attachment } from '../placement/attach';

/** A workload as its target can run it. */
export interface LoweredInMesh {
  /** As it was before it was lowered, with its sidecars. */
  readonly before: Workload;
  readonly lowered: Lowered;
  /** What attaching, joining and lowering found. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Puts sidecars into a workload, those of the mesh before all others. */
export type Attach = (workload: Workload, bridges: readonly Attachment[]) => {
  readonly workload: Workload;
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * A workload with its sidecars, in a mesh if there is one, as its target can run it. Whether the proxy of the mesh is to be a native
 * sidecar depends on whether those of the workload are, and the other way round what ends the proxy is a sidecar, too.
 */
export function lowerInMesh(
  workload: Workload, mesh: MeshSettings | undefined, target: TargetCluster, fallback: Fallback, attach: Attach,
): LoweredInMesh {
  const asIf = ({ workload: joined, bridge, diagnostics }: JoinedWorkload): LoweredInMesh => {
    const attached = attach(joined, bridge ? [bridge] : []);
    const lowered = lower(attached.workload, target, fallback);
    return { before: attached.workload, lowered, diagnostics: [...diagnostics, ...attached.diagnostics, ...lowered.diagnostics] };
  };
  if (!mesh) {
    return asIf({ workload, diagnostics: [] });
  }
  const join = (native: boolean) => joinMesh(workload, mesh, native, fallback.supervised.runtimeImage);
  const support = nativeSupport(workload, target);
  const result = asIf(join(support === 'good'));
  // No fallback could be had for a target that is faulty, so all is native after all.
  return support === 'faulty' && result.lowered.form === 'native' ? asIf(join(true)) : result;
}

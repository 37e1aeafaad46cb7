import { TargetCluster } from '../cluster/target-cluster';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { Workload } from '../manifest/workloads';

/**
 * What a rule may know besides the manifest.
 */
export interface CheckContext {
  readonly target: TargetCluster;
  /** Whether the sidecars stay native on that target. */
  readonly native: boolean;
  /** Seconds that a sidecar needs to stop, by container name, where that was declared. */
  readonly drains: ReadonlyMap<string, number>;
}

/**
 * One place where a rule is broken.
 */
export interface Finding {
  readonly container?: string;
  /** Path of the offending field in the object. */
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * A rule about workloads with sidecars. Its id and slug never change their meaning.
 */
export interface Rule {
  readonly id: string;
  readonly slug: string;
  readonly severity: DiagnosticSeverity;
  readonly check: (workload: Workload, context: CheckContext) => Finding[];
}

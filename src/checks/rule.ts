import { TargetCluster } from '../cluster/target-cluster';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { PatchOperation } from '../manifest/json-patch';
import { RelatedObjects } from '../manifest/related-objects';
import { KubernetesObject } from '../manifest/types';
import { Workload } from '../manifest/workloads';

/** How the injector of a service mesh adds its proxy to Pods: as a native sidecar, or as one more main container. */
export type MeshInjection = 'native' | 'regular';

/**
 * What a rule may know besides the manifest.
 */
export interface CheckContext {
  readonly target: TargetCluster;
  /** Whether the sidecars stay native on that target. */
  readonly native: boolean;
  /** Seconds that a sidecar needs to stop, by container name, where that was declared. */
  readonly drains: ReadonlyMap<string, number>;
  /** Whether the workload is brought to a form that the target can run, as it is at synthesis, or goes there as it is. */
  readonly lowered: boolean;
  /** What else goes to the cluster, as far as it is known. */
  readonly others: RelatedObjects;
  /** How the meshes of the cluster inject, where that was said: by name, `istio` or `linkerd`. */
  readonly meshes: ReadonlyMap<string, MeshInjection>;
}

/**
 * One place where a rule is broken.
 */
export interface Finding {
  readonly container?: string;
  /** The object that it is about. Left out, it is that of the workload. */
  readonly object?: KubernetesObject;
  /** Path of the offending field in the object, such as `spec.containers[0].image`; of the missing one, if it is that it misses. */
  readonly field: string;
  readonly message: string;
  readonly fix: string;
  /** How much it weighs. Left out, as much as the rule says. */
  readonly severity?: DiagnosticSeverity;
  /** What changes the object for the better, where that is safe. */
  readonly patch?: readonly PatchOperation[];
}

/**
 * What is to be read about a rule.
 */
export interface RuleText {
  /** What is wrong, in a sentence. */
  readonly summary: string;
  /** Why that is so, and what to do, in Markdown. */
  readonly details: string;
  /** The Kubernetes releases in which it holds, such as `1.29 and later`. */
  readonly versions: string;
  /** Where it is documented, or was seen. */
  readonly sources: readonly string[];
  /** A manifest that breaks the rule, and no other one; YAML. */
  readonly example: string;
  /** The same manifest without the fault. */
  readonly corrected: string;
  /** The target that the example breaks the rule on, as `TargetCluster.parse` reads it. Left out, the newest. */
  readonly exampleTarget?: string;
}

/**
 * A rule about workloads. Its id and slug never change their meaning.
 */
export interface Rule {
  readonly id: string;
  readonly slug: string;
  readonly severity: DiagnosticSeverity;
  /**
   * `api` if the API server validates built-in kinds so, and refuses what breaks the rule; `judgement` if it follows from what images,
   * commands and names are known to mean, and somebody may know better.
   */
  readonly basis: 'api' | 'judgement';
  /** Whether it is about any workload, and has nothing to do with sidecars or what is to be one. */
  readonly isGeneral?: boolean;
  readonly text: RuleText;
  readonly check: (workload: Workload, context: CheckContext) => Finding[];
}

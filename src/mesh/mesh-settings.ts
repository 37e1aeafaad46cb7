import { MeshName } from './meshes';

// Declarations of constructs lead here, so nothing here may lead to the types of manifests, which are not published.

/** What becomes of Pods that are to complete, where the proxy would be a main container, and go on. */
export type MeshedJobs = 'end proxy' | 'app ends proxy' | 'opt out';

/** What was said of a mesh. */
export interface MeshSettings {
  readonly mesh: MeshName;
  /** Whether the mesh of the cluster can inject native sidecars, as far as that is known. */
  readonly nativeProxy?: boolean;
  readonly jobs: MeshedJobs;
  /** Annotations of the Pods besides. */
  readonly annotations?: { readonly [name: string]: string };
}

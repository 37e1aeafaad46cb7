import { knownProgram } from './known-programs';
import { quitCallsIn, mayStopOthers } from './quit-calls';
import { ClusterFeature } from '../../cluster/cluster-feature';
import { TargetCluster } from '../../cluster/target-cluster';
import { containersOf } from '../../manifest/containers';
import { podMetadata, podMetadataPath, Workload } from '../../manifest/workloads';
import { asksLinkerd, ISTIO_INJECT, ISTIO_NATIVE, LINKERD_INJECT, LINKERD_NATIVE, linkerdChoice } from '../../mesh/meshes';

/** A proxy that a mesh will add to the Pods of a workload as one more main container. */
export interface RegularInjection {
  readonly mesh: 'Istio' | 'Linkerd';
  /** Path of the label or annotation that brings it about; of the one that would keep it away, if it is the namespace that asks for it. */
  readonly field: string;
  /** Whether the Pods ask for it themselves; else it depends on their namespace. */
  readonly isAsked: boolean;
  /** How it is known, as a part of a sentence. */
  readonly because: string;
  /** The annotation that makes it a native sidecar. */
  readonly remedy: string;
}

/**
 * The proxy that a mesh will add to the Pods as a main container, where they ask to be injected; or where it is said that the mesh
 * injects so, and they do not ask to be left out, since it may be their namespace that asks. Undefined if it will be a native sidecar,
 * if it is there already, or if a container makes it quit.
 *
 * @param meshes how the meshes of the cluster inject, `native` or `regular`, where that was said
 */
export function regularInjection(workload: Workload, target: TargetCluster, meshes: ReadonlyMap<string, string>): RegularInjection | undefined {
  const { labels = {}, annotations = {} } = podMetadata(workload);
  const asks = labels[ISTIO_INJECT] !== undefined || annotations[ISTIO_INJECT] !== undefined || annotations[LINKERD_INJECT] !== undefined;
  if (!asks && ![...meshes.values()].includes('regular')) {
    return undefined;
  }
  const containers = containersOf(workload.podSpec);
  if (containers.some(({ container }) => knownProgram(container)?.role === 'mesh' || mayStopOthers(container) || quitCallsIn(container).length > 0)) {
    return undefined;
  }
  const path = podMetadataPath(workload);
  return istioInjection(labels, annotations, path, target, meshes.get('istio')) ?? linkerdInjection(annotations, path, meshes.get('linkerd'));
}

type Names = { readonly [name: string]: unknown };

function istioInjection(labels: Names, annotations: Names, path: string, target: TargetCluster, mesh?: string): RegularInjection | undefined {
  // The label takes precedence.
  const place = labels[ISTIO_INJECT] === undefined && annotations[ISTIO_INJECT] !== undefined ? 'annotations' : 'labels';
  const native = String(annotations[ISTIO_NATIVE]);
  const asked = (place === 'labels' ? labels : annotations)[ISTIO_INJECT];
  if (String(asked ?? mesh === 'regular') !== 'true' || native === 'true') {
    return undefined;
  }
  const because = native === 'false' ? `${ISTIO_NATIVE} is "false"`
    : mesh === 'regular' ? 'Istio does not inject native sidecars there'
      : mesh === undefined && !target.supports(ClusterFeature.STABLE_NATIVE_SIDECARS)
        ? `Istio injects native sidecars by itself only where all nodes have Kubernetes 1.33 or later, and those of the target cluster (${target}) have not`
        : undefined;
  return because === undefined ? undefined : {
    mesh: 'Istio', field: native === 'false' ? `${path}.annotations[${ISTIO_NATIVE}]` : `${path}.${place}[${ISTIO_INJECT}]`, isAsked: asked !== undefined, because, remedy: ISTIO_NATIVE,
  };
}

function linkerdInjection(annotations: Names, path: string, mesh?: string): RegularInjection | undefined {
  const choice = linkerdChoice(annotations);
  const native = choice && String(annotations[choice]);
  const asked = annotations[LINKERD_INJECT] ?? (mesh === 'regular' ? 'enabled' : undefined);
  if (!asksLinkerd(asked) || native === 'true' || native === undefined && mesh !== 'regular') {
    return undefined;
  }
  return {
    mesh: 'Linkerd',
    field: `${path}.annotations[${choice ?? LINKERD_INJECT}]`,
    isAsked: annotations[LINKERD_INJECT] !== undefined,
    because: choice ? `${choice} is "${native}"` : 'Linkerd does not inject native sidecars there',
    remedy: LINKERD_NATIVE[0],
  };
}

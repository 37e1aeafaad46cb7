import { asksLinkerd, DAPR_NATIVE, ISTIO_INJECT, ISTIO_NATIVE, LINKERD_INJECT, linkerdChoice, MeshFacts, MeshName, MESHES } from './meshes';
import { ClusterFeature } from '../cluster/cluster-feature';
import { TargetCluster } from '../cluster/target-cluster';
import { containersOf } from '../manifest/containers';
import { Container } from '../manifest/types';
import { podMetadata, withPodSpec, Workload } from '../manifest/workloads';

/** A workload as its Pods are admitted, with the proxy that they ask for. */
export interface AdmittedWorkload {
  readonly workload: Workload;
  /** Undefined if they ask for none, if it is in the manifest, or if a bridge stands for it. */
  readonly injected?: { readonly container: string; readonly by: string };
}

type Marks = { readonly [name: string]: unknown };

/** Whether Pods ask for the proxy of a mesh, and whether they get it as a native sidecar, where the cluster has those. */
const ASKED: { readonly [mesh in MeshName]: (labels: Marks, annotations: Marks, target: TargetCluster) => 'native' | 'regular' | undefined } = {
  istio: (labels, annotations, target) => {
    const isAsked = String(labels[ISTIO_INJECT] ?? annotations[ISTIO_INJECT]) === 'true';
    const native = annotations[ISTIO_NATIVE] ?? target.supports(ClusterFeature.STABLE_NATIVE_SIDECARS);
    return isAsked ? formOf(native) : undefined;
  },
  linkerd: (_, annotations) => {
    const choice = linkerdChoice(annotations);
    return asksLinkerd(annotations[LINKERD_INJECT]) ? formOf(choice === undefined || annotations[choice]) : undefined;
  },
  dapr: (_, annotations) => String(annotations['dapr.io/enabled']) === 'true' ? formOf(annotations[DAPR_NATIVE]) : undefined,
};

function formOf(native: unknown): 'native' | 'regular' {
  return String(native) === 'true' ? 'native' : 'regular';
}

/**
 * A workload with the proxy that the webhook of a mesh will add to its Pods, if they ask for it by themselves.
 */
export function asAdmitted(workload: Workload, target: TargetCluster): AdmittedWorkload {
  const { labels = {}, annotations = {} } = podMetadata(workload);
  for (const mesh of Object.keys(MESHES) as MeshName[]) {
    const facts = MESHES[mesh];
    const form = ASKED[mesh](labels, annotations, target);
    if (form && !containersOf(workload.podSpec).some(({ container: { name } }) => name === facts.proxy || name === `${mesh}-bridge`)) {
      const isNative = form === 'native' && target.supports(ClusterFeature.NATIVE_SIDECARS);
      return {
        workload: isNative ? withNativeProxy(workload, mesh, facts) : withRegularProxy(workload, mesh, facts),
        injected: { container: facts.proxy, by: facts.title },
      };
    }
  }
  return { workload };
}

/**
 * Assumptions with what there is no need to assume: a proxy does not end by itself, though it may be a main container of a Job.
 *
 * @param said by the names of containers
 */
export function withProxyRunning<T extends { readonly run?: number }>(
  injected: AdmittedWorkload['injected'], said: ReadonlyMap<string, T> = new Map(),
): ReadonlyMap<string, T | { readonly run: number }> {
  if (!injected) {
    return said;
  }
  return new Map<string, T | { readonly run: number }>([...said, [injected.container, { run: Infinity, ...said.get(injected.container) }]]);
}

function withNativeProxy(workload: Workload, mesh: MeshName, facts: MeshFacts): Workload {
  const { podSpec } = workload;
  const { initContainers = [] } = podSpec;
  const sidecar: Container = { name: facts.proxy, restartPolicy: 'Always', startupProbe: { ...readyCheck(facts), periodSeconds: 1, failureThreshold: 600 } };
  return withPodSpec(workload, { ...podSpec, initContainers: mesh === 'dapr' ? [...initContainers, sidecar] : [sidecar, ...initContainers] });
}

/** Where it holds the others back, it is the first of the main containers, and its hook ends when it is ready. */
function withRegularProxy(workload: Workload, mesh: MeshName, facts: MeshFacts): Workload {
  const { podSpec } = workload;
  const { containers } = podSpec;
  const { proxy: name } = facts;
  const holds = HOLDS[mesh](podMetadata(workload).annotations ?? {});
  return withPodSpec(workload, {
    ...podSpec,
    containers: holds ? [{ name, lifecycle: { postStart: readyCheck(facts) } }, ...containers] : [...containers, { name }],
  });
}

/** Whether a proxy that is a main container holds the others back. Linkerd's does unless it is told not to. */
const HOLDS: { readonly [mesh in MeshName]: (annotations: Marks) => boolean } = {
  istio: annotations => /holdApplicationUntilProxyStarts["']?\s*:\s*["']?true/.test(String(annotations['proxy.istio.io/config'])),
  linkerd: annotations => !/^(disabled|false)$/.test(String(annotations['config.linkerd.io/proxy-await'])),
  dapr: () => false,
};

function readyCheck({ readyUrl }: MeshFacts) {
  const { port, pathname } = new URL(readyUrl);
  return { httpGet: { path: pathname, port: Number(port) } };
}

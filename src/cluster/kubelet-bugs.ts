import { isWithin, KubernetesVersion } from './version';

/** What a Pod must have for a bug to matter to it. */
export type KubeletBugTrigger =
  | 'any sidecar'
  | 'sidecar in a Pod that ends'
  | 'several sidecars'
  | 'several startup probes, policy Never'
  | 'startup probe on a sidecar, mains that restart'
  | 'host port on a sidecar';

/**
 * A fault of released versions that concerns sidecars.
 */
export interface KubeletBug {
  /** The issue or pull request, in kubernetes/kubernetes. */
  readonly issue: string;
  readonly summary: string;
  readonly trigger: KubeletBugTrigger;
  /** Patch releases that have it: from the first, up to the one that repaired it. */
  readonly affected: readonly { readonly from: string; readonly fixedIn: string }[];
}

/** Known faults: one row a fault. */
export const KUBELET_BUGS: readonly KubeletBug[] = [
  {
    issue: '#123323',
    summary: 'the status of a sidecar that was restarted stays "terminated", so the Pod counts as not ready',
    trigger: 'sidecar in a Pod that ends',
    affected: [{ from: '1.28.0', fixedIn: '1.28.8' }, { from: '1.29.0', fixedIn: '1.29.3' }],
  },
  {
    issue: '#126332',
    summary: 'if a later sidecar has not started when the Pod is deleted, earlier ones get SIGTERM only when the grace period is over',
    trigger: 'several sidecars',
    affected: [{ from: '1.29.0', fixedIn: '1.29.8' }, { from: '1.30.0', fixedIn: '1.30.4' }],
  },
  {
    issue: '#126543',
    summary: 'an init container can stay in "Created" for ever after a passing error of the container runtime',
    trigger: 'any sidecar',
    affected: [{ from: '1.29.0', fixedIn: '1.29.9' }, { from: '1.30.0', fixedIn: '1.30.5' }, { from: '1.31.0', fixedIn: '1.31.1' }],
  },
  {
    issue: '#132826',
    summary: 'if the first run of a sidecar fails its startup probe, the main containers may never start',
    trigger: 'several startup probes, policy Never',
    affected: [{ from: '1.28.0', fixedIn: '1.33.6' }, { from: '1.34.0', fixedIn: '1.34.2' }],
  },
  {
    issue: '#137146',
    summary: 'after a restart of the kubelet, main containers that crash are not restarted',
    trigger: 'startup probe on a sidecar, mains that restart',
    affected: [{ from: '1.35.0', fixedIn: '1.35.4' }],
  },
  {
    issue: '#132040',
    summary: 'the scheduler does not see the host ports of sidecars, so two Pods that use the same one can land on one node',
    trigger: 'host port on a sidecar',
    affected: [{ from: '1.28.0', fixedIn: '1.33.6' }],
  },
];

/** Asked once a workload, and nearly always for the same version. */
const byVersion = new WeakMap<KubernetesVersion, readonly KubeletBug[]>();

/**
 * The known bugs of a version. A version without a patch stands for the latest patch of its minor.
 */
export function kubeletBugs(version: KubernetesVersion): readonly KubeletBug[] {
  const found = byVersion.get(version)
    ?? KUBELET_BUGS.filter(({ affected }) => affected.some(({ from, fixedIn }) => isWithin(version, from, fixedIn)));
  byVersion.set(version, found);
  return found;
}

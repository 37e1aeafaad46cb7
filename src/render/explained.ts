import { scenarioNamed } from '../lifecycle/scenario';
import { Lifecycle } from '../lifecycle/simulate';
import { Workload } from '../manifest/workloads';

/** A workload, and what its Pods go through on one cluster. */
export interface Explained {
  readonly object: {
    readonly kind: string;
    readonly name: string | null;
    readonly namespace: string | null;
  };
  readonly lifecycle: Lifecycle;
  /** A container that is not in the manifest, and who adds it, such as `Istio`. */
  readonly injected?: { readonly container: string; readonly by: string };
}

/**
 * A workload with what its Pods go through.
 */
export function explained({ object: { kind, metadata } }: Workload, lifecycle: Lifecycle, injected?: Explained['injected']): Explained {
  return {
    object: { kind: kind!, name: metadata?.name ?? metadata?.generateName as string | undefined ?? null, namespace: metadata?.namespace ?? null },
    lifecycle,
    ...injected && { injected },
  };
}

/**
 * A workload as it is called, such as `Job pi`.
 */
export function objectTitle({ object: { kind, name } }: Explained): string {
  return name === null ? kind : `${kind} ${name}`;
}

/**
 * The cluster of a lifecycle as it is called, such as `1.36`, and whether sidecars are lowered for it.
 */
export function clusterTitle({ target, supervised }: Lifecycle): string {
  return supervised ? `${target} (supervised)` : target;
}

/**
 * A lifecycle as it is called, such as `Job pi on Kubernetes 1.36`.
 */
export function lifecycleTitle(each: Explained): string {
  return `${objectTitle(each)} on Kubernetes ${clusterTitle(each.lifecycle)}`;
}

/**
 * What happens in a lifecycle, in a sentence.
 */
export function scenarioTitle({ scenario }: Lifecycle): string {
  return scenarioNamed(scenario).title;
}

/**
 * A number of seconds as it is written: without more than three decimals.
 */
export function seconds(time: number): string {
  return `${Number(time.toFixed(3))} s`;
}

/**
 * A name in at most so many characters, the last of which says that it is cut.
 */
export function cut(name: string, most: number, ellipsis: string): string {
  return name.length <= most ? name : `${name.slice(0, most - ellipsis.length)}${ellipsis}`;
}

import { containersOf } from './containers';
import { addQuantities, formatQuantity, maxQuantity, parseQuantity, Quantity, ZERO } from './quantity';
import { Container, PodSpec, ResourceRequirements } from './types';

/** Amounts by resource name. */
export type Resources = { [resource: string]: string };
type Amounts = Map<string, Quantity>;
type Kind = 'requests' | 'limits';

/** The resources that may be set for the Pod as a whole (KEP-2837). */
const POD_LEVEL = /^(cpu|memory|hugepages-.+)$/;
const QOS_RESOURCES = ['cpu', 'memory'] as const;

/**
 * Pod fields that the published types of 1.30 do not have yet.
 */
type PodSpecWithResources = PodSpec & { readonly resources?: ResourceRequirements };

/**
 * What the scheduler, quotas and the node count for a Pod: a sidecar counts with all containers and sidecars that run
 * beside it, a plain init container with the sidecars before it (KEP-753; component-helpers `resource.PodRequests`).
 */
export function effectiveResources(podSpec: PodSpec, kind: Kind): Resources {
  const amounts = aggregate(podSpec, kind);
  const podLevel = podLevelResources(podSpec)?.[kind] ?? {};
  for (const [name, quantity] of Object.entries(podLevel).filter(([resource]) => POD_LEVEL.test(resource))) {
    amounts.set(name, parseQuantity(quantity));
  }
  for (const [name, quantity] of Object.entries(podSpec.overhead ?? {})) {
    const amount = amounts.get(name);
    // The runtime's overhead raises a limit, but does not make one.
    if (kind === 'requests' || (amount !== undefined && amount.nano !== 0n)) {
      amounts.set(name, addQuantities(amount ?? ZERO, parseQuantity(quantity)));
    }
  }
  return Object.fromEntries([...amounts].sort(([a], [b]) => a < b ? -1 : 1).map(([name, amount]) => [name, formatQuantity(amount)]));
}

/**
 * The quality-of-service class: all containers count, init containers and sidecars too (core helper `qos.ComputePodQOS`).
 */
export function qosClass(podSpec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const podLevel = podLevelResources(podSpec);
  const counted = podLevel ? [podLevel] : containersOf(podSpec).map(({ container }) => withDefaultRequests(container.resources ?? {}));
  const sums = (kind: Kind) => sum(counted.map(resources => positive(resources[kind])));
  const requests = sums('requests');
  const limits = sums('limits');
  if (requests.size === 0 && limits.size === 0) {
    return 'BestEffort';
  }
  const allLimited = counted.every(resources => QOS_RESOURCES.every(name => positive(resources.limits).has(name)));
  const equal = [...requests].every(([name, amount]) => limits.get(name)?.nano === amount.nano);
  return allLimited && equal && requests.size === limits.size ? 'Guaranteed' : 'Burstable';
}

/** With limits for the Pod as a whole, the API server makes missing requests from those of the containers, else from the limits. */
function podLevelResources(podSpec: PodSpec): ResourceRequirements | undefined {
  const { resources } = podSpec as PodSpecWithResources;
  if (!resources?.limits) {
    return resources;
  }
  const ofContainers = aggregate(podSpec, 'requests');
  const defaults = QOS_RESOURCES.filter(name => ofContainers.has(name)).map(name => [name, formatQuantity(ofContainers.get(name)!)]);
  return { ...resources, requests: { ...resources.limits, ...Object.fromEntries(defaults), ...resources.requests } };
}

function aggregate(podSpec: PodSpec, kind: Kind): Amounts {
  let together: Amounts = sum((podSpec.containers ?? []).map(container => amountsOf(container, kind)));
  let started: Amounts = new Map();
  let peak: Amounts = new Map();
  for (const { container, role } of containersOf(podSpec)) {
    const own = amountsOf(container, kind);
    if (role === 'sidecar') {
      together = sum([together, own]);
      started = sum([started, own]);
      peak = merge(peak, started, maxQuantity);
    } else if (role === 'init') {
      peak = merge(peak, sum([started, own]), maxQuantity);
    }
  }
  return merge(together, peak, maxQuantity);
}

function amountsOf(container: Container, kind: Kind): Amounts {
  const resources = withDefaultRequests(container.resources ?? {});
  return new Map(Object.entries(resources[kind] ?? {}).map(([name, quantity]) => [name, parseQuantity(quantity)]));
}

/** The API server copies a limit to a request that is missing. */
function withDefaultRequests(resources: ResourceRequirements): ResourceRequirements {
  return { ...resources, requests: { ...resources.limits, ...resources.requests } };
}

function positive(resources: ResourceRequirements['requests']): Amounts {
  return new Map(QOS_RESOURCES
    .filter(name => resources?.[name] !== undefined)
    .map(name => [name, parseQuantity(resources![name])] as [string, Quantity])
    .filter(([, amount]) => amount.nano > 0n));
}

function sum(all: readonly Amounts[]): Amounts {
  return all.reduce((a, b) => merge(a, b, addQuantities), new Map());
}

function merge(a: Amounts, b: Amounts, join: (a: Quantity, b: Quantity) => Quantity): Amounts {
  const merged = new Map(a);
  for (const [name, amount] of b) {
    const other = merged.get(name);
    merged.set(name, other === undefined ? amount : join(other, amount));
  }
  return merged;
}

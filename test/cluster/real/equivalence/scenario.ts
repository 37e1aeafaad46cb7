import type { PodSpec } from 'kubernetes-types/core/v1';
import { Order } from './order';
import { KubernetesObject } from '../../../../src/manifest/types';

export interface PodTemplate {
  readonly metadata: { readonly labels: { readonly [name: string]: string } };
  readonly spec: PodSpec;
}

/** What the containers of a scenario do, on a cluster with native sidecars, and so on every other. */
export interface Expected {
  /** What they say, each as `CONTAINER WORDS`. */
  readonly order: Order;
  /** How the Pod ends, or what its phase is when the scenario is over. */
  readonly phase: 'Succeeded' | 'Failed' | 'Pending' | 'Running' | 'Deleted';
  /** Exit codes of the main containers and plain init containers, of each in the order of its runs; all others have none. */
  readonly exits: { readonly [container: string]: readonly number[] };
  readonly job?: 'Complete' | 'Failed';
  /** Number of Pods, of which each does all this. Without it there is one, or their events are taken together. */
  readonly pods?: number;
  /** Seconds that pass between two events, where that is what matters. `delete` is the request to delete the Pod, `Pod end` its last phase. */
  readonly seconds?: readonly { readonly from: string; readonly to: string; readonly between: readonly [number, number] }[];
  /** What main containers leave as their termination messages. */
  readonly messages?: { readonly [container: string]: string };
}

/** The running scenario, as its `act` sees it. */
export interface Stage {
  readonly name: string;
  readonly namespace: string;
  /** Waits for a container to say something. */
  readonly saw: (event: string, times?: number) => Promise<void>;
  /** Waits for the Pod to be ready. */
  readonly ready: () => Promise<void>;
  /** Waits for all Pods to have come to an end. */
  readonly over: () => Promise<void>;
  readonly kubectl: (...args: string[]) => Promise<string>;
  readonly deletePod: () => Promise<void>;
  /** Sends the workload again with other Pods, lowered as the cluster needs it. */
  readonly rollOut: (pod: PodSpec) => Promise<void>;
  /** Runs the command of an environment variable, which knows about the Pod. */
  readonly onNode: (variable: NodeAccess) => Promise<void>;
}

export type NodeAccess = 'RESTART_KUBELET' | 'KILL_SANDBOX';

export interface Scenario {
  readonly name: string;
  /** A sentence. */
  readonly title: string;
  readonly pod: PodSpec;
  /** What the Pod is wrapped in, if it is not alone. */
  readonly workload?: (template: PodTemplate, name: string) => KubernetesObject;
  readonly act?: (stage: Stage) => Promise<void>;
  readonly expected: Expected;
  /** A known difference of the supervised form, and its reason. */
  readonly supervised?: { readonly differs: string; readonly expected: Partial<Expected> };
  /** Containers cannot write to the folder of events, so what they print counts. */
  readonly byLogs?: boolean;
  /** Namespace with restricted Pod Security. */
  readonly restricted?: boolean;
  /** Also counts when the Pod becomes ready and stops to be. */
  readonly readiness?: boolean;
  readonly needs?: NodeAccess;
  /** A field that the API server may not have, and the native form needs. */
  readonly nativeNeedsField?: string;
  /** Disturbs the others. */
  readonly alone?: boolean;
}

/** A Job's manifest around a Pod template. */
export function jobOf(spec: object): Scenario['workload'] {
  return (template, name) => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { backoffLimit: 0, ...spec, template } });
}

export function deploymentOf(template: PodTemplate, name: string): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas: 1, selector: { matchLabels: template.metadata.labels }, template },
  };
}

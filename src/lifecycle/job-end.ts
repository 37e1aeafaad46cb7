import { ContainerRun } from './container-run';
import { Deletion } from './pod-run';
import { PodFailurePolicyRule, JobSpec } from '../manifest/types';

/** What becomes of a Job. */
export interface JobEnd {
  readonly condition: 'Complete' | 'Failed' | null;
  /** A sentence. */
  readonly message: string;
  /** How many Pods it has had by then. */
  readonly pods: number;
  /** Seconds since its first Pod was created; undefined if it does not come to an end. */
  readonly time?: number;
}

const DEFAULT_BACKOFF_LIMIT = 6;
/** The Job controller's pause before it replaces a failed Pod: 10 s, doubling up to 10 min (job_controller.go). */
const FIRST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 600;

export interface EndedPod {
  readonly phase: string;
  readonly time?: number;
  readonly deletedFor?: Deletion;
  readonly containers: readonly ContainerRun[];
}

export function backoffLimitOf({ backoffLimit = DEFAULT_BACKOFF_LIMIT }: JobSpec): number {
  return backoffLimit;
}

/**
 * What becomes of a Job all of whose Pods fare as this one has. It looks at the phase of Pods alone, unless there is a policy.
 */
export function jobEnd(spec: JobSpec, pod: EndedPod): JobEnd {
  if (pod.time === undefined) {
    return { condition: null, message: 'Its Pod does not come to an end, so neither does the Job.', pods: 1 };
  }
  const limit = backoffLimitOf(spec);
  if (pod.deletedFor === 'backoffLimit') {
    return { condition: 'Failed', message: `Its backoffLimit of ${limit} is reached (BackoffLimitExceeded).`, pods: 1, time: pod.time };
  }
  if (pod.deletedFor === 'deadline') {
    return { condition: 'Failed', message: deadlineExceeded(spec), pods: 1, time: pod.time };
  }
  if (pod.deletedFor === 'somebody') {
    return { condition: null, message: 'Its Pod was deleted, so the Job makes another one.', pods: 1 };
  }
  if (pod.phase === 'Succeeded') {
    return { condition: 'Complete', message: 'Its Pod has succeeded.', pods: 1, time: pod.time };
  }
  const rule = spec.podFailurePolicy?.rules.find(candidate => matches(candidate, pod.containers));
  if (rule?.action === 'FailJob') {
    return { condition: 'Failed', message: 'A rule of its podFailurePolicy fails the Job (PodFailurePolicy).', pods: 1, time: pod.time };
  }
  if (rule?.action === 'Ignore') {
    return { condition: null, message: 'A rule of its podFailurePolicy ignores the failure: the Pod is replaced again and again.', pods: 1 };
  }
  const pods = limit + 1;
  const pauses = Array.from({ length: limit }, (_, i) => Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** i));
  const time = pods * pod.time + pauses.reduce((total, pause) => total + pause, 0);
  const deadline = spec.activeDeadlineSeconds;
  return deadline !== undefined && deadline < time
    ? { condition: 'Failed', message: deadlineExceeded(spec), pods: 1, time: deadline }
    : { condition: 'Failed', message: `${pods} of its Pods have failed in the same way (BackoffLimitExceeded).`, pods, time };
}

function deadlineExceeded({ activeDeadlineSeconds }: JobSpec): string {
  return `Its activeDeadlineSeconds of ${activeDeadlineSeconds} are over (DeadlineExceeded).`;
}

/** The Job controller asks mains first, and then all init containers, sidecars included (pod_failure_policy.go). */
function matches({ onExitCodes, onPodConditions }: PodFailurePolicyRule, containers: readonly ContainerRun[]): boolean {
  if (!onExitCodes || onPodConditions) {
    return false;
  }
  const { containerName, operator, values } = onExitCodes;
  return containers.some(({ name, exitCode, isRunning }) => !isRunning && exitCode !== undefined && exitCode !== 0
    && (containerName === undefined || containerName === name) && (operator === 'In') === values.includes(exitCode));
}

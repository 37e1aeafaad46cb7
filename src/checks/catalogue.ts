import { duplicateContainerName } from './duplicate-container-name';
import { graceTooShort } from './grace-too-short';
import { imageMissing } from './image-missing';
import { invalidContainerName } from './invalid-container-name';
import { jobFieldInvalid } from './job-field-invalid';
import { jobFieldNeedsVersion } from './job-field-needs-version';
import { jobHookWithSidecar } from './job-hook-with-sidecar';
import { jobMayNotComplete } from './job-may-not-complete';
import { jobMeshInjected } from './job-mesh-injected';
import { jobNeverCompletes } from './job-never-completes';
import { jobPodRestartPolicy } from './job-pod-restart-policy';
import { knownKubeletBug } from './known-kubelet-bug';
import { mountWithoutVolume } from './mount-without-volume';
import { noStartGate } from './no-start-gate';
import { oneShotAsSidecar } from './one-shot-as-sidecar';
import { podFailurePolicyHitsSidecar } from './pod-failure-policy-hits-sidecar';
import { podFailurePolicyUnknownContainer } from './pod-failure-policy-unknown-container';
import { portConflict } from './port-conflict';
import { probeOrLifecycleOnPlainInit } from './probe-or-lifecycle-on-plain-init';
import { quitCallUnreliable } from './quit-call-unreliable';
import { Rule } from './rule';
import { sidecarPrestopKillsEarly } from './sidecar-prestop-kills-early';

/** All rules, in the order of their ids. */
export const CATALOGUE: readonly Rule[] = [
  probeOrLifecycleOnPlainInit,
  duplicateContainerName,
  jobPodRestartPolicy,
  knownKubeletBug,
  invalidContainerName,
  imageMissing,
  jobFieldNeedsVersion,
  podFailurePolicyUnknownContainer,
  jobFieldInvalid,
  mountWithoutVolume,
  jobNeverCompletes,
  jobMayNotComplete,
  jobMeshInjected,
  quitCallUnreliable,
  oneShotAsSidecar,
  jobHookWithSidecar,
  podFailurePolicyHitsSidecar,
  noStartGate,
  sidecarPrestopKillsEarly,
  graceTooShort,
  portConflict,
];

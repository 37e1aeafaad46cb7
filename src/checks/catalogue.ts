import { duplicateContainerName } from './duplicate-container-name';
import { graceTooShort } from './grace-too-short';
import { imageMissing } from './image-missing';
import { initBeforeNeededSidecar } from './init-before-needed-sidecar';
import { invalidContainerName } from './invalid-container-name';
import { jobFieldInvalid } from './job-field-invalid';
import { jobFieldNeedsVersion } from './job-field-needs-version';
import { jobPodRestartPolicy } from './job-pod-restart-policy';
import { knownKubeletBug } from './known-kubelet-bug';
import { legacyShutdownRace } from './legacy-shutdown-race';
import { mountWithoutVolume } from './mount-without-volume';
import { noStartGate } from './no-start-gate';
import { podFailurePolicyHitsSidecar } from './pod-failure-policy-hits-sidecar';
import { podFailurePolicyUnknownContainer } from './pod-failure-policy-unknown-container';
import { portConflict } from './port-conflict';
import { prestopNeedsShell } from './prestop-needs-shell';
import { probeOrLifecycleOnPlainInit } from './probe-or-lifecycle-on-plain-init';
import { readinessDoesNotGate } from './readiness-does-not-gate';
import { Rule } from './rule';
import { sidecarPrestopKillsEarly } from './sidecar-prestop-kills-early';
import { startupDeadlock } from './startup-deadlock';

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
  podFailurePolicyHitsSidecar,
  noStartGate,
  readinessDoesNotGate,
  initBeforeNeededSidecar,
  startupDeadlock,
  sidecarPrestopKillsEarly,
  graceTooShort,
  prestopNeedsShell,
  legacyShutdownRace,
  portConflict,
];

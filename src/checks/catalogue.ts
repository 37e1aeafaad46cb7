import { crdEmbedsOldPodspec } from './crd-embeds-old-podspec';
import { duplicateContainerName } from './duplicate-container-name';
import { fallbackNoLongerNeeded } from './fallback-no-longer-needed';
import { graceTooShort } from './grace-too-short';
import { imageMissing } from './image-missing';
import { initRestartMissing } from './init-restart-missing';
import { initRestartPolicyValue } from './init-restart-policy-value';
import { invalidContainerName } from './invalid-container-name';
import { jobFieldInvalid } from './job-field-invalid';
import { jobFieldNeedsVersion } from './job-field-needs-version';
import { jobPodRestartPolicy } from './job-pod-restart-policy';
import { knownKubeletBug } from './known-kubelet-bug';
import { knownStrippingWebhook } from './known-stripping-webhook';
import { mountWithoutVolume } from './mount-without-volume';
import { noStartGate } from './no-start-gate';
import { nonexistentSidecarField } from './nonexistent-sidecar-field';
import { podFailurePolicyHitsSidecar } from './pod-failure-policy-hits-sidecar';
import { podFailurePolicyUnknownContainer } from './pod-failure-policy-unknown-container';
import { portConflict } from './port-conflict';
import { probeOrLifecycleOnPlainInit } from './probe-or-lifecycle-on-plain-init';
import { restartPolicyOnRegularContainer } from './restart-policy-on-regular-container';
import { Rule } from './rule';
import { sidecarPrestopKillsEarly } from './sidecar-prestop-kills-early';
import { sidecarUnsupportedByTarget } from './sidecar-unsupported-by-target';
import { supervisedNeedsCommand } from './supervised-needs-command';
import { wrapperNeedsShell } from './wrapper-needs-shell';

/** All rules, in the order of their ids. */
export const CATALOGUE: readonly Rule[] = [
  sidecarUnsupportedByTarget,
  initRestartPolicyValue,
  restartPolicyOnRegularContainer,
  nonexistentSidecarField,
  probeOrLifecycleOnPlainInit,
  duplicateContainerName,
  jobPodRestartPolicy,
  initRestartMissing,
  knownKubeletBug,
  invalidContainerName,
  imageMissing,
  jobFieldNeedsVersion,
  podFailurePolicyUnknownContainer,
  jobFieldInvalid,
  mountWithoutVolume,
  podFailurePolicyHitsSidecar,
  noStartGate,
  sidecarPrestopKillsEarly,
  graceTooShort,
  portConflict,
  knownStrippingWebhook,
  crdEmbedsOldPodspec,
  wrapperNeedsShell,
  supervisedNeedsCommand,
  fallbackNoLongerNeeded,
];

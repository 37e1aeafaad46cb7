import { acknowledgementUnusable } from './acknowledgement-unusable';
import { crdEmbedsOldPodspec } from './crd-embeds-old-podspec';
import { defaultContainerMissing } from './default-container-missing';
import { duplicateContainerName } from './duplicate-container-name';
import { fallbackNoLongerNeeded } from './fallback-no-longer-needed';
import { graceTooShort } from './grace-too-short';
import { hostportOnSidecar } from './hostport-on-sidecar';
import { hpaContainerMetric } from './hpa-container-metric';
import { imageMissing } from './image-missing';
import { initBeforeNeededSidecar } from './init-before-needed-sidecar';
import { initRestartMissing } from './init-restart-missing';
import { initRestartPolicyValue } from './init-restart-policy-value';
import { invalidContainerName } from './invalid-container-name';
import { jobFieldInvalid } from './job-field-invalid';
import { jobFieldNeedsVersion } from './job-field-needs-version';
import { jobHookWithSidecar } from './job-hook-with-sidecar';
import { jobMayNotComplete } from './job-may-not-complete';
import { jobMeshInjected } from './job-mesh-injected';
import { jobNeverCompletes } from './job-never-completes';
import { jobPodRestartPolicy } from './job-pod-restart-policy';
import { knownKubeletBug } from './known-kubelet-bug';
import { knownStrippingWebhook } from './known-stripping-webhook';
import { legacyShutdownRace } from './legacy-shutdown-race';
import { malformedField } from './malformed-field';
import { meshProxyNotFirst } from './mesh-proxy-not-first';
import { mountWithoutVolume } from './mount-without-volume';
import { namedPortOnSidecar } from './named-port-on-sidecar';
import { noStartGate } from './no-start-gate';
import { nonexistentSidecarField } from './nonexistent-sidecar-field';
import { oneShotAsSidecar } from './one-shot-as-sidecar';
import { podFailurePolicyHitsSidecar } from './pod-failure-policy-hits-sidecar';
import { podFailurePolicyUnknownContainer } from './pod-failure-policy-unknown-container';
import { portConflict } from './port-conflict';
import { prestopNeedsShell } from './prestop-needs-shell';
import { probeOrLifecycleOnPlainInit } from './probe-or-lifecycle-on-plain-init';
import { quitCallUnreliable } from './quit-call-unreliable';
import { readinessDoesNotGate } from './readiness-does-not-gate';
import { restartPolicyOnRegularContainer } from './restart-policy-on-regular-container';
import { Rule } from './rule';
import { sharedVolumeMissing } from './shared-volume-missing';
import { sidecarPrestopKillsEarly } from './sidecar-prestop-kills-early';
import { sidecarReadinessCouples } from './sidecar-readiness-couples';
import { sidecarResourcesMissing } from './sidecar-resources-missing';
import { sidecarUnsupportedByTarget } from './sidecar-unsupported-by-target';
import { startupDeadlock } from './startup-deadlock';
import { supervisedNeedsCommand } from './supervised-needs-command';
import { volumeUidMismatch } from './volume-uid-mismatch';
import { wrapperNeedsShell } from './wrapper-needs-shell';

/** All rules, in the order of their ids. */
export const CATALOGUE: readonly Rule[] = [
  acknowledgementUnusable,
  malformedField,
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
  jobNeverCompletes,
  jobMayNotComplete,
  jobMeshInjected,
  quitCallUnreliable,
  oneShotAsSidecar,
  jobHookWithSidecar,
  podFailurePolicyHitsSidecar,
  noStartGate,
  readinessDoesNotGate,
  initBeforeNeededSidecar,
  meshProxyNotFirst,
  startupDeadlock,
  sidecarPrestopKillsEarly,
  graceTooShort,
  prestopNeedsShell,
  legacyShutdownRace,
  sidecarResourcesMissing,
  hpaContainerMetric,
  portConflict,
  namedPortOnSidecar,
  hostportOnSidecar,
  sharedVolumeMissing,
  volumeUidMismatch,
  sidecarReadinessCouples,
  defaultContainerMissing,
  knownStrippingWebhook,
  crdEmbedsOldPodspec,
  wrapperNeedsShell,
  supervisedNeedsCommand,
  fallbackNoLongerNeeded,
];

/**
 * Whether a rule has a name: its id or its slug, in capitals or not.
 */
export function isCalled({ id, slug }: Pick<Rule, 'id' | 'slug'>, name: string): boolean {
  return [id.toLowerCase(), slug].includes(name.toLowerCase());
}

const JUDGEMENTS: ReadonlySet<string> = new Set(CATALOGUE.filter(({ basis }) => basis === 'judgement').map(({ id }) => id));

/**
 * Whether a rule judges by what images and commands are known to mean, so that somebody may know better.
 */
export function isJudgement(id: string): boolean {
  return JUDGEMENTS.has(id);
}

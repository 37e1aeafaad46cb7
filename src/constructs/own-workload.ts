import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { throwFindings } from './construction-error';
import { NativeSidecar } from './native-sidecar';
import { ObjectSynthesis, OwnObject } from './object-synthesis';
import { settingsOf } from './scope-settings';
import { WorkloadSidecarProps } from './workload-sidecar-props';
import { duplicateContainerName, nameTaken } from '../checks/duplicate-container-name';
import { invalidContainerName, nameFindings } from '../checks/invalid-container-name';
import { forbiddenOnInit, probeOrLifecycleOnPlainInit } from '../checks/probe-or-lifecycle-on-plain-init';
import { Diagnostic } from '../diagnostics/diagnostic';

// jsii knows no mixins: every workload declares the same members by itself, and has nothing in them but calls of these.

/**
 * Takes charge of what a workload renders, and gives it its sidecars.
 */
export function setUp(
  workload: kplus.AbstractPod, apiObject: ApiObject, { sidecars = [], target, fallback, mesh }: WorkloadSidecarProps, own: OwnObject = {},
): void {
  const settings = settingsOf(workload);
  ObjectSynthesis.of(apiObject, own);
  target?.applyTo(workload);
  settings.fallback = fallback;
  settings.mesh = mesh;
  sidecars.forEach(sidecar => addSidecar(workload, sidecar));
}

/**
 * The sidecars of a workload, in the order in which they were added. There are none while cdk8s-plus constructs it.
 */
export function sidecarsOf(workload: kplus.AbstractPod): NativeSidecar[] {
  return [...settingsOf(workload).sidecars];
}

/**
 * What the last synthesis of a workload found.
 */
export function diagnosticsOf(workload: kplus.AbstractPod): Diagnostic[] {
  return [...ObjectSynthesis.of(ApiObject.of(workload)).diagnostics];
}

/**
 * Adds a sidecar to a workload.
 *
 * @throws if another container has its name
 */
export function addSidecar(workload: kplus.AbstractPod, sidecar: NativeSidecar): void {
  claimName(workload, sidecar.name);
  settingsOf(workload).sidecars.push(sidecar);
}

/**
 * The only main container of a workload.
 *
 * @throws if there are several
 */
export function onlyMain(workload: kplus.AbstractPod): kplus.Container {
  const [main, ...others] = workload.containers;
  if (!main || others.length > 0) {
    throw new Error(`${workload.node.path}: which of its ${workload.containers.length} main containers? Use kplus.Metric.containerCpu or containerMemory with one of them.`);
  }
  return main;
}

/**
 * Holds a container against what a workload can have as a main container.
 *
 * @throws if its name is not a DNS label or taken, or if it is a sidecar
 */
export function checkMain(workload: kplus.AbstractPod, container: kplus.Container): void {
  if (container instanceof NativeSidecar) {
    throw new Error(`${workload.node.path}, container '${container.name}': a NativeSidecar that is attached as a main container would not be a sidecar:`
      + ' it would neither start before the others nor stop after them, and keep a Job from completing. Use addSidecar.');
  }
  claimName(workload, container.name);
}

/**
 * Holds the props of an init container against what a workload can have.
 *
 * @throws if its name is not a DNS label or taken, or if it has what only other containers may have: probes, lifecycle
 * hooks, or a port number, for which cdk8s-plus adds a probe
 */
export function checkInit(workload: kplus.AbstractPod, container: kplus.ContainerProps): void {
  const name = container.name ?? `init-${workload.initContainers.length}`;
  claimName(workload, name);
  throwFindings(probeOrLifecycleOnPlainInit, [
    ...container.lifecycle ? [forbiddenOnInit(name, 'lifecycle', 'lifecycle')] : [],
    ...container.liveness ? [forbiddenOnInit(name, 'livenessProbe', 'liveness')] : [],
    ...container.readiness ? [forbiddenOnInit(name, 'readinessProbe', 'readiness')] : [],
    ...container.startup ? [forbiddenOnInit(name, 'startupProbe', 'startup')] : [],
    ...container.portNumber ?? container.port ? [forbiddenOnInit(name, 'startupProbe', 'portNumber')] : [],
  ], workload);
}

function claimName(workload: kplus.AbstractPod, name: string): void {
  throwFindings(invalidContainerName, nameFindings(name, 'name'), workload);
  const owner = workload.containers.some(container => container.name === name) ? 'a main container'
    : workload.initContainers.some(container => container.name === name) ? 'an init container'
      : settingsOf(workload).sidecars.some(sidecar => sidecar.name === name) ? 'another sidecar' : undefined;
  throwFindings(duplicateContainerName, owner ? [nameTaken(name, owner, 'name')] : [], workload);
}

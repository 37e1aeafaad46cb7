import { CheckContext, Finding, MeshInjection, Rule } from '../../src/checks/rule';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { RelatedObjects } from '../../src/manifest/related-objects';
import { Container, JobSpec, KubernetesObject, PodSpec } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

/** A main container. */
export function main(fields: Partial<Container> = {}): Container {
  return { name: 'main', image: 'main:1', ...fields };
}

/** A plain init container. */
export function init(fields: Partial<Container> = {}): Container {
  return { name: 'init', image: 'init:1', ...fields };
}

/** A native sidecar. */
export function sidecar(fields: Partial<Container> = {}): Container {
  return { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always', ...fields };
}

/** A Job of one main container, which is what it has unless its Pod says otherwise. */
export function job(podSpec: Partial<PodSpec> = {}, jobSpec: Partial<JobSpec> = {}): Workload {
  return workloadsOf({ apiVersion: 'batch/v1', kind: 'Job', spec: { ...jobSpec, ...template({ restartPolicy: 'Never', ...podSpec }) } })[0];
}

export function cronJob(podSpec: Partial<PodSpec> = {}, jobSpec: Partial<JobSpec> = {}): Workload {
  return workloadsOf({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: job(podSpec, jobSpec).object } })[0];
}

export function deployment(podSpec: Partial<PodSpec> = {}): Workload {
  return workloadsOf({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { selector: { matchLabels: { app: 'x' } }, ...template(podSpec) } })[0];
}

/** What is to be merged into a Deployment. */
export function patchOfDeployment(podSpec: Partial<PodSpec>): Workload {
  return workloadsOf({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: podSpec } } })[0];
}

/** What a rule may know, unless a test says otherwise: the newest cluster, and nothing besides. */
export const CONTEXT: CheckContext = {
  target: TargetCluster.newest(), native: true, drains: new Map(), lowered: false, others: RelatedObjects.NONE, meshes: new Map(),
};

interface Circumstances {
  readonly target?: string;
  readonly drains?: { readonly [name: string]: number };
  readonly others?: readonly KubernetesObject[];
  readonly meshes?: { readonly [name: string]: MeshInjection };
  readonly native?: boolean;
  readonly lowered?: boolean;
}

/** What a rule finds in a workload, for a cluster of some version. */
export function check(
  rule: Rule, workload: Workload, { target = '1.37', drains = {}, others = [], meshes = {}, ...rest }: Circumstances = {},
): Finding[] {
  return rule.check(workload, {
    ...CONTEXT,
    ...rest,
    target: TargetCluster.parse(target),
    drains: new Map(Object.entries(drains)),
    others: new RelatedObjects(others),
    meshes: new Map(Object.entries(meshes)),
  });
}

function template(podSpec: Partial<PodSpec>) {
  return { template: { spec: { containers: [main()], ...podSpec } } };
}

import { Finding, Rule } from '../../src/checks/rule';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { Container, JobSpec, PodSpec } from '../../src/manifest/types';
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
  return workloadsOf({ apiVersion: 'apps/v1', kind: 'Deployment', spec: template(podSpec) })[0];
}

/** What a rule finds in a workload, for a cluster of some version. */
export function check(rule: Rule, workload: Workload, { target = '1.37', drains = {} as { [name: string]: number } } = {}): Finding[] {
  return rule.check(workload, { target: TargetCluster.parse(target), native: true, drains: new Map(Object.entries(drains)) });
}

function template(podSpec: Partial<PodSpec>) {
  return { template: { spec: { containers: [main()], ...podSpec } } };
}

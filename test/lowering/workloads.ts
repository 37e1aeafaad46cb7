import { Container, JobSpec, PodSpec } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';
import { deepFreeze } from '../deep-freeze';

export const MAIN: Container = { name: 'main' };
export const PROXY: Container = { name: 'proxy', restartPolicy: 'Always' };

const template = (initContainers: Container[], containers: Container[], rest: Partial<PodSpec> = {}) =>
  ({ spec: { ...rest, initContainers, containers } });

export function pod(podSpec: PodSpec): Workload {
  return workloadsOf(deepFreeze({ apiVersion: 'v1', kind: 'Pod', spec: podSpec }))[0];
}

export function job(initContainers: Container[], containers = [MAIN], rest: Partial<JobSpec> = {}): Workload {
  const spec = { ...rest, template: template(initContainers, containers, { restartPolicy: 'Never' }) };
  return workloadsOf(deepFreeze({ apiVersion: 'batch/v1', kind: 'Job', spec }))[0];
}

export function cronJob(initContainers: Container[], containers = [MAIN], rest: Partial<JobSpec> = {}): Workload {
  const { object: { spec } } = job(initContainers, containers, rest);
  return workloadsOf(deepFreeze({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { schedule: '@daily', jobTemplate: { spec } } }))[0];
}

export function deployment(initContainers: Container[], containers = [MAIN]): Workload {
  return workloadsOf(deepFreeze({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: template(initContainers, containers) } }))[0];
}

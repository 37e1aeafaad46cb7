import { Container, JobSpec } from '../../src/manifest/types';
import { Workload, workloadOf } from '../../src/manifest/workloads';
import { deepFreeze } from '../deep-freeze';

export const MAIN: Container = { name: 'main' };
export const PROXY: Container = { name: 'proxy', restartPolicy: 'Always' };

const template = (initContainers: Container[], containers: Container[]) => ({ spec: { initContainers, containers } });

export function job(initContainers: Container[], containers = [MAIN], rest: Partial<JobSpec> = {}): Workload {
  return workloadOf(deepFreeze({ apiVersion: 'batch/v1', kind: 'Job', spec: { ...rest, template: template(initContainers, containers) } }))!;
}

export function cronJob(initContainers: Container[], containers = [MAIN], rest: Partial<JobSpec> = {}): Workload {
  const { object: { spec } } = job(initContainers, containers, rest);
  return workloadOf(deepFreeze({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { schedule: '@daily', jobTemplate: { spec } } }))!;
}

export function deployment(initContainers: Container[], containers = [MAIN]): Workload {
  return workloadOf(deepFreeze({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: template(initContainers, containers) } }))!;
}

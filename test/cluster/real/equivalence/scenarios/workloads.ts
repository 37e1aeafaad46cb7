import { together } from '../order';
import { deploymentOf, jobOf, Scenario } from '../scenario';
import { container, gated, serve, work, WORK_ON } from '../scripts';

const ORDER = ['a start', 'a ready', 'main start', 'main end', 'a term', 'a end'];

/** What controllers make of Pods with sidecars. */
export const WORKLOADS: readonly Scenario[] = [
  {
    name: 'job',
    title: 'A Job completes',
    pod: { restartPolicy: 'Never', initContainers: [gated('a')], containers: [container('main', work())] },
    workload: jobOf({}),
    expected: { order: ORDER, phase: 'Succeeded', exits: { main: [0] }, job: 'Complete', pods: 1 },
  },
  {
    name: 'indexed-job',
    title: 'An indexed Job runs all its indexes',
    pod: { restartPolicy: 'Never', initContainers: [gated('a')], containers: [container('main', work())] },
    workload: jobOf({ completionMode: 'Indexed', completions: 3, parallelism: 2 }),
    expected: { order: ORDER, phase: 'Succeeded', exits: { main: [0] }, job: 'Complete', pods: 3 },
  },
  {
    name: 'backoff-limit',
    title: 'A Job whose Pods fail stops at its backoffLimit',
    pod: { restartPolicy: 'Never', initContainers: [gated('a')], containers: [container('main', 'say start; exit 1')] },
    workload: jobOf({ backoffLimit: 1 }),
    expected: {
      order: ['a start', 'a ready', 'main start', 'a term', 'a end'], phase: 'Failed', exits: { main: [1] }, job: 'Failed', pods: 2,
    },
  },
  {
    name: 'pod-failure-policy',
    title: 'A podFailurePolicy sees the exit code of the main container, and not those of sidecars',
    pod: { restartPolicy: 'Never', initContainers: [gated('a', serve({ code: 42 }))], containers: [container('main', 'say start; exit 43')] },
    workload: jobOf({
      backoffLimit: 1,
      podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [43] } }] },
    }),
    expected: {
      order: ['a start', 'a ready', 'main start', 'a term', 'a end'], phase: 'Failed', exits: { main: [43] }, job: 'Failed', pods: 1,
    },
  },
  {
    name: 'cron-job',
    title: 'A CronJob makes Jobs that complete',
    pod: { restartPolicy: 'OnFailure', initContainers: [gated('a')], containers: [container('main', work())] },
    workload: (template, name) => ({
      apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name }, spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { template } } },
    }),
    act: async ({ name, kubectl }) => { await kubectl('create', 'job', name, `--from=cronjob/${name}`); },
    expected: { order: ORDER, phase: 'Succeeded', exits: { main: [0] }, job: 'Complete', pods: 1 },
  },
  {
    name: 'deployment',
    title: 'A Deployment rolls out in order, and on scale-down its Pods stop in order',
    pod: { restartPolicy: 'Always', initContainers: [gated('a')], containers: [container('main', WORK_ON)] },
    workload: deploymentOf,
    act: async ({ name, kubectl }) => {
      await kubectl('rollout', 'status', `deployment/${name}`, '--timeout=120s');
      await kubectl('rollout', 'restart', `deployment/${name}`);
      await kubectl('rollout', 'status', `deployment/${name}`, '--timeout=120s');
      await kubectl('scale', `deployment/${name}`, '--replicas=0');
    },
    expected: {
      order: ['a start', 'a ready', 'main start', together(['main term', 'main end', 'a term', 'a end'])],
      phase: 'Deleted',
      exits: { main: [0] },
      pods: 2,
    },
  },
];

import { cronJob, deployment, job, MAIN, PROXY } from './workloads';
import { withContainerNames } from '../../src/lowering/failure-policy';

const exitCodes = (values: number[], containerName?: string) =>
  ({ action: 'FailJob', onExitCodes: { operator: 'In', values, ...containerName === undefined ? {} : { containerName } }, onPodConditions: [] });
const conditions = { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] };

test.each([['Job', job], ['CronJob', cronJob]])('rules of a %s that name no container get the name of the only main container', (_, make) => {
  const policy = (...rules: ReturnType<typeof exitCodes>[]) => ({ backoffLimit: 3, podFailurePolicy: { rules: [...rules, conditions] } });
  const before = make([PROXY], [MAIN], policy(exitCodes([137]), exitCodes([143], 'proxy'), exitCodes([1], 'main')));
  const after = make([PROXY], [MAIN], policy(exitCodes([137], 'main'), exitCodes([143], 'proxy'), exitCodes([1], 'main')));
  expect(withContainerNames(before)).toEqual(after);
  expect(withContainerNames(after)).toBe(after);
});

test.each([
  ['several main containers', job([PROXY], [MAIN, { name: 'other' }], { podFailurePolicy: { rules: [exitCodes([137])] } })],
  ['names in all rules', job([PROXY], [MAIN], { podFailurePolicy: { rules: [exitCodes([137], 'proxy'), conditions] } })],
  ['no rules', job([PROXY], [MAIN], { podFailurePolicy: { rules: [] } })],
  ['no policy', job([PROXY])],
  ['no Job', deployment([PROXY])],
])('with %s nothing changes', (_, workload) => {
  expect(withContainerNames(workload)).toBe(workload);
});

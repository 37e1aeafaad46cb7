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

test.each([undefined, null])('a name that is %s is no name, and the keys stay in alphabetical order', containerName => {
  const onExitCodes = { ...exitCodes([137]).onExitCodes, containerName } as ReturnType<typeof exitCodes>['onExitCodes'];
  const { jobSpec } = withContainerNames(job([PROXY], [MAIN], { podFailurePolicy: { rules: [{ ...exitCodes([137]), onExitCodes }] } }));
  expect(JSON.stringify(jobSpec!.podFailurePolicy!.rules[0].onExitCodes)).toBe('{"containerName":"main","operator":"In","values":[137]}');
});

test.each([
  ['no main containers', job([PROXY], [], { podFailurePolicy: { rules: [exitCodes([137])] } })],
  ['several main containers', job([PROXY], [MAIN, { name: 'other' }], { podFailurePolicy: { rules: [exitCodes([137])] } })],
  ['names in all rules', job([PROXY], [MAIN], { podFailurePolicy: { rules: [exitCodes([137], 'proxy'), conditions] } })],
  ['no rules', job([PROXY], [MAIN], { podFailurePolicy: { rules: [] } })],
  ['no policy', job([PROXY])],
  ['no Job', deployment([PROXY])],
])('with %s nothing changes', (_, workload) => {
  expect(withContainerNames(workload)).toBe(workload);
});

import { deployment, job, MAIN, PROXY } from './workloads';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { lower } from '../../src/lowering/lower';

const rule = { action: 'FailJob', onPodConditions: [], onExitCodes: { operator: 'In', values: [137] } };
const podFailurePolicy = { rules: [rule] };
const idsOf = ({ diagnostics }: ReturnType<typeof lower>) => diagnostics.map(({ id }) => id);

test.each([
  ['a Job without init containers', job([])],
  ['a Job with a plain init container, and a rule that names no container', job([{ name: 'init' }], [MAIN], { podFailurePolicy })],
  ['a Deployment whose main container has a restartPolicy', deployment([], [{ ...MAIN, restartPolicy: 'Always' }])],
])('%s is no matter of the target', (_, workload) => {
  for (const version of ['1.27', '1.28', '1.37']) {
    const lowered = lower(workload, TargetCluster.version(version));
    expect(lowered.workload).toBe(workload);
    expect(lowered.diagnostics).toEqual([]);
  }
});

test('sidecars stay native on a target that runs them, and rules of the Job do not hit them', () => {
  const lowered = lower(job([PROXY], [MAIN], { podFailurePolicy }), TargetCluster.newest());
  const named = { ...rule, onExitCodes: { containerName: 'main', operator: 'In', values: [137] } };
  expect(lowered).toEqual({ workload: job([PROXY], [MAIN], { podFailurePolicy: { rules: [named] } }), diagnostics: [] });
});

test('a workload is refused as it is on a target that does not run its sidecars', () => {
  const workload = job([PROXY], [MAIN], { podFailurePolicy });
  const lowered = lower(workload, TargetCluster.version('1.27'));
  expect(lowered.workload).toBe(workload);
  expect(idsOf(lowered)).toEqual(['SC101']);
});

test.each([
  [false, ['SC101']],
  [true, ['SC407']],
])('the alpha of 1.28, with acceptUnorderedTermination %s, gives %j', (acceptUnorderedTermination, ids) => {
  const target = TargetCluster.version('1.28', { featureGates: { SidecarContainers: true }, acceptUnorderedTermination });
  expect(idsOf(lower(job([PROXY]), target))).toEqual(ids);
});

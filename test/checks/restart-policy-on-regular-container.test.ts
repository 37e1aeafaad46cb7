import { check, cronJob, deployment, init, job, main, sidecar } from './workloads';
import { restartPolicyOnRegularContainer } from '../../src/checks/restart-policy-on-regular-container';
import { applyPatch } from '../../src/manifest/json-patch';
import { Container, PodSpec } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const LEAVE_OUT = 'If it is to be a sidecar, move the container to initContainers, with restartPolicy: Always; '
  + 'else leave restartPolicy out: that of the Pod holds for all its main containers.';
const ALWAYS = 'restartPolicy: Always does not make a sidecar of a container under containers. It is started again whenever it ends, so the Pod never ends';

function alone(restartPolicy: string): Partial<PodSpec> {
  return { containers: [main({ restartPolicy })] };
}

test.each([
  ['1.27', 'does not know restartPolicy on a container: kubectl apply is rejected (unknown field "restartPolicy"), '
    + 'and for clients that do not validate strictly it is dropped without a word'],
  ['1.28', 'rejects restartPolicy on a container under containers (Forbidden: may not be set for non-init containers)'],
  ['1.33', 'rejects restartPolicy on a container under containers (Forbidden: may not be set for non-init containers)'],
  ['1.34', 'drops restartPolicy from a container under containers without a word'],
  ['1.36,ContainerRestartRules=false', 'drops restartPolicy from a container under containers without a word'],
])('before it is allowed, the API server of %s does not take it', (target, outcome) => {
  for (const restartPolicy of ['Always', 'Never', 'restartPolicyValue']) {
    expect(check(restartPolicyOnRegularContainer, deployment(alone(restartPolicy)), { target })).toEqual([{
      container: 'main',
      field: 'spec.template.spec.containers[0].restartPolicy',
      message: `the API server of the target cluster (${target}) ${outcome}.`,
      fix: LEAVE_OUT,
    }]);
  }
});

test('a value that there is not is rejected later too', () => {
  expect(check(restartPolicyOnRegularContainer, deployment(alone('always')))).toEqual([{
    container: 'main',
    field: 'spec.template.spec.containers[0].restartPolicy',
    message: 'the API server rejects "always" as the restartPolicy of a container '
      + '(Unsupported value: "always": supported values: "Always", "Never", "OnFailure").',
    fix: 'Write one of those, or leave restartPolicy out.',
  }]);
});

test.each([
  [job(alone('Always')), ', and the Job never completes'],
  [cronJob({ ...alone('Always'), restartPolicy: 'OnFailure' }), ', and the Job never completes'],
  [workloadsOf({ apiVersion: 'v1', kind: 'Pod', spec: { ...alone('Always'), restartPolicy: 'Never' } })[0], ''],
])('a container that is always restarted keeps a Pod from ending that is to end', (workload, more) => {
  expect(check(restartPolicyOnRegularContainer, workload)).toEqual([{
    container: 'main',
    field: `${workload.podSpecPath}.containers[0].restartPolicy`,
    severity: 'warning',
    message: `${ALWAYS}${more}.`,
    fix: 'If it is to be a sidecar, move the container to initContainers, with restartPolicy: Always: '
      + 'it is stopped then once the main containers have ended. Else leave restartPolicy out.',
  }]);
});

test('older nodes go by the policy of the Pod', () => {
  expect(check(restartPolicyOnRegularContainer, job(alone('Never')), { target: '1.35,node=1.34' })).toEqual([{
    container: 'main',
    field: 'spec.template.spec.containers[0].restartPolicy',
    severity: 'warning',
    message: 'nodes of the target cluster (1.35,node=1.34) do not know a restartPolicy of single containers, and go by that of the Pod.',
    fix: 'Upgrade the nodes, or leave restartPolicy out.',
  }]);
});

const PROXY: Container = { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' };

test.each<[string, Partial<PodSpec>, Partial<PodSpec>]>([
  ['there are none yet', { containers: [PROXY, main()] }, { containers: [main()], initContainers: [PROXY] }],
  ['there are some', { containers: [main(), PROXY], initContainers: [init()] }, { containers: [main()], initContainers: [init(), PROXY] }],
])('the container is moved behind the init containers where %s', (_, podSpec, expected) => {
  for (const target of ['1.30', '1.34', '1.37']) {
    const workload = job(podSpec);
    const [{ patch }] = check(restartPolicyOnRegularContainer, workload, { target });
    expect(workloadsOf(applyPatch(workload.object, patch!))[0].podSpec).toEqual({ restartPolicy: 'Never', ...expected });
  }
});

test.each<[string, Container[], boolean]>([
  ['no other main container is left', [PROXY], true],
  ['several are to be moved', [PROXY, { ...PROXY, name: 'other' }, main()], true],
  ['another value is meant', [{ ...PROXY, restartPolicy: 'OnFailure' }, main()], true],
  ['the target does not run sidecars', [PROXY, main()], false],
])('nothing is moved where %s', (_, containers, native) => {
  const patches = check(restartPolicyOnRegularContainer, job({ containers }), { target: '1.30', native }).map(({ patch }) => patch);
  expect(patches).toEqual(containers.filter(({ restartPolicy }) => restartPolicy).map(() => undefined));
});

test.each<[string, ReturnType<typeof job>]>([
  ['Never in a Job', job(alone('Never'))],
  ['OnFailure in a Job', job(alone('OnFailure'))],
  ['Always in a Pod that goes on', deployment(alone('Always'))],
  ['Never in a Pod that goes on', deployment(alone('Never'))],
  ['sidecars', job({ initContainers: [sidecar()] })],
])('where it is allowed, nothing is said of %s', (_, workload) => {
  expect(check(restartPolicyOnRegularContainer, workload, { target: '1.35' })).toEqual([]);
});

test('a placeholder is left alone', () => {
  expect(check(restartPolicyOnRegularContainer, deployment({ containers: [{ ...main(), restartPolicy: '${POLICY}' }] }))).toEqual([]);
});

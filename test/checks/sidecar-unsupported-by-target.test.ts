import { check, cronJob, deployment, init, job, sidecar } from './workloads';
import { sidecarUnsupportedByTarget } from '../../src/checks/sidecar-unsupported-by-target';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { runsNatively } from '../../src/lowering/native';
import { refuse } from '../../src/lowering/refused';
import { Workload } from '../../src/manifest/workloads';

function findings(workload: Workload, target: string) {
  return check(sidecarUnsupportedByTarget, workload, { target, native: runsNatively(TargetCluster.parse(target)) });
}

test('a sidecar that the target cannot run is told what would happen, and the way out', () => {
  expect(findings(job({ initContainers: [init(), sidecar()] }), '1.27')).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.initContainers[1].restartPolicy',
    message: 'the API server of the target cluster (1.27) does not know native sidecars: kubectl apply is rejected (unknown field "restartPolicy"), '
      + 'and for clients that do not validate strictly it drops restartPolicy without a word, and the Pod would wait in Init for ever, '
      + 'for \'proxy\' to exit, and the Job would neither complete nor fail.',
    fix: 'Upgrade the cluster to Kubernetes 1.29 or later (all of its nodes), or correct the target if the cluster is newer than it says. '
      + 'Or write what this cluster can run: \'cdk8s-sidecars lower -k 1.27\' does that for a manifest, '
      + 'and the constructs do it by themselves (SidecarFallback).',
  }]);
});

test.each([
  ['1.28', 'cdk8s-sidecars lower -k 1.28'],
  ['1.28,SidecarContainers=true', 'cdk8s-sidecars lower -k 1.28 --feature-gates SidecarContainers=true'],
  ['1.30,node=1.27', 'cdk8s-sidecars lower -k 1.30 --node 1.27'],
  ['1.31,node=1.30.2,SidecarContainers=false', 'cdk8s-sidecars lower -k 1.31 --node 1.30.2 --feature-gates SidecarContainers=false'],
  ['1.30,PodLifecycleSleepAction=false,SidecarContainers=false',
    'cdk8s-sidecars lower -k 1.30 --feature-gates PodLifecycleSleepAction=false,SidecarContainers=false'],
])('for %s, the command is the one that means this cluster', (target, command) => {
  expect(findings(deployment({ initContainers: [sidecar()] }), target).map(({ fix }) => /'([^']*)'/.exec(fix)![1])).toEqual([command]);
});

test.each(['1.27', '1.28', '1.28,SidecarContainers=true', '1.30,node=1.27', '1.29,SidecarContainers=false'])(
  'on %s, the same is said as where a fallback is refused', target => {
    const workload = cronJob({ initContainers: [sidecar(), sidecar({ name: 'logs', startupProbe: {} })] });
    const refused = refuse(workload, TargetCluster.parse(target)).map(({ container, field, message }) => ({ container, field, message }));
    expect(refused.length).toBe(2);
    expect(findings(workload, target).map(({ container, field, message }) => ({ container, field, message }))).toEqual(refused);
  });

test('of a kind that is not known, no command is offered', () => {
  const [{ fix }] = findings({ ...deployment({ initContainers: [sidecar()] }), isGuess: true }, '1.27');
  expect(fix).not.toContain('lower');
});

test.each([
  ['a target that runs sidecars', deployment({ initContainers: [sidecar()] }), '1.29'],
  ['a target whose unordered termination is accepted', deployment({ initContainers: [sidecar()] }), '1.28,SidecarContainers=true,acceptUnorderedTermination=true'],
  ['a Pod without sidecars', deployment({ initContainers: [init()] }), '1.20'],
  ['a value that makes no sidecar', deployment({ initContainers: [init({ restartPolicy: 'Never' })] }), '1.20'],
])('nothing is said of %s', (_, workload, target) => {
  expect(findings(workload, target)).toEqual([]);
});

test('nothing is said of what is lowered', () => {
  expect(check(sidecarUnsupportedByTarget, deployment({ initContainers: [sidecar()] }), { target: '1.27', native: false, lowered: true })).toEqual([]);
});

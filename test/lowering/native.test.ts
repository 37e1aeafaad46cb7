import { job, MAIN, pod, PROXY } from './workloads';
import { TargetCluster, TargetClusterOptions } from '../../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { lowerNatively, nativeSupport, runsNatively } from '../../src/lowering/native';

const gate = (SidecarContainers: boolean) => ({ featureGates: { SidecarContainers } });

test.each<[string, TargetClusterOptions, boolean]>([
  ['1.27', { acceptUnorderedTermination: true }, false],
  ['1.28', { acceptUnorderedTermination: true }, false],
  ['1.28', gate(true), false],
  ['1.28', { ...gate(true), acceptUnorderedTermination: true }, true],
  ['1.29', {}, true],
  ['1.29', gate(false), false],
  ['1.30', { oldestNode: '1.28', ...gate(true) }, false],
  ['1.30', { oldestNode: '1.28', ...gate(true), acceptUnorderedTermination: true }, true],
  ['1.37', {}, true],
])('API server %s with %j runs sidecars natively: %s', (version, options, expected) => {
  expect(runsNatively(TargetCluster.version(version, options))).toBe(expected);
});

test.each<[string, string, string | undefined]>([
  ['1.27', 'none', 'Never'],
  ['1.28,SidecarContainers=true', 'none', 'Never'],
  ['1.28.7,SidecarContainers=true,acceptUnorderedTermination=true', 'faulty', 'Never'],
  ['1.28.8,SidecarContainers=true,acceptUnorderedTermination=true', 'good', 'Never'],
  ['1.29.0,SidecarContainers=false', 'none', 'Never'],
  ['1.29.0', 'faulty', 'Never'],
  ['1.29.2', 'faulty', 'OnFailure'],
  ['1.31,node=1.29.1', 'faulty', 'Never'],
  ['1.29.2', 'good', 'Always'],
  ['1.29.2', 'good', undefined],
  ['1.29.3', 'good', 'Never'],
  ['1.29', 'good', 'Never'],
  ['1.37', 'good', 'OnFailure'],
])('on %s, the support of native sidecars is %s for a Pod with policy %s', (target, expected, restartPolicy) => {
  expect(nativeSupport(pod({ restartPolicy, initContainers: [PROXY], containers: [MAIN] }), TargetCluster.parse(target))).toBe(expected);
});

test('a workload is left alone on a target that stops sidecars in order', () => {
  const workload = job([{ name: 'init' }, PROXY]);
  const lowered = lowerNatively(workload, TargetCluster.version('1.29'));
  expect(lowered.workload).toBe(workload);
  expect(lowered.diagnostics).toEqual([]);
});

test('on a target that stops them in no order there is one warning, about the first sidecar', () => {
  const workload = job([{ name: 'init' }, PROXY, { ...PROXY, name: 'logs' }], [MAIN]);
  const target = TargetCluster.version('1.28', { ...gate(true), acceptUnorderedTermination: true });
  expect(lowerNatively(workload, target)).toEqual({
    workload,
    diagnostics: [{
      id: 'SC407',
      slug: 'unordered-on-128',
      severity: DiagnosticSeverity.WARNING,
      container: 'proxy',
      message: 'the target cluster (1.28,SidecarContainers=true,acceptUnorderedTermination=true) stops sidecars in no order, '
        + 'together with the main containers.',
      fix: 'Upgrade its nodes to Kubernetes 1.29 or later.',
    }],
  });
});

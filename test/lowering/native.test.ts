import { job, MAIN, PROXY } from './workloads';
import { TargetCluster, TargetClusterOptions } from '../../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { lowerNatively, runsNatively } from '../../src/lowering/native';

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

import { Testing } from 'cdk8s';
import fc from 'fast-check';
import { ClusterFeature } from '../../src/cluster/cluster-feature';
import { FEATURE_TABLE } from '../../src/cluster/feature-table';
import { TargetCluster, TargetClusterOptions } from '../../src/cluster/target-cluster';

const { NATIVE_SIDECARS, ORDERED_SIDECAR_TERMINATION } = ClusterFeature;
const gate = (SidecarContainers: boolean) => ({ featureGates: { SidecarContainers } });

test.each<[string, TargetClusterOptions, boolean, boolean]>([
  ['1.27', {}, false, false],
  ['1.28', {}, false, false],
  ['1.28', gate(true), true, false],
  ['1.28', gate(false), false, false],
  ['1.29', {}, true, true],
  ['1.29', gate(true), true, true],
  ['1.29', gate(false), false, false],
  ['1.30', { oldestNode: '1.27.16' }, false, false],
  ['1.30', { oldestNode: '1.28' }, false, false],
  ['1.30', { oldestNode: '1.28', ...gate(true) }, true, false],
  ['1.30', { oldestNode: '1.29' }, true, true],
  ['1.32.9', gate(false), false, false],
  ['1.33', {}, true, true],
  ['1.33', gate(true), true, true],
  ['1.33', { oldestNode: '1.30', ...gate(false) }, false, false],
  ['1.37', {}, true, true],
  ['1.37', { oldestNode: '1.36', ...gate(true) }, true, true],
  ['1.99', {}, true, true],
])('API server %s with %j: native sidecars %s, stopped in order %s', (version, options, native, ordered) => {
  const target = TargetCluster.version(version, options);
  expect([target.supports(NATIVE_SIDECARS), target.supports(ORDERED_SIDECAR_TERMINATION)]).toEqual([native, ordered]);
});

test.each<[string, TargetClusterOptions, boolean, boolean]>([
  ['1.27', {}, false, false],
  ['1.28', { oldestNode: '1.27', ...gate(true) }, true, false],
  ['1.30', { oldestNode: '1.28' }, true, false],
  ['1.33', { oldestNode: '1.30', ...gate(false) }, true, false],
  ['1.33', {}, true, true],
])('API server %s with %j: native sidecars on the API server %s, on the nodes %s', (version, options, server, nodes) => {
  const target = TargetCluster.version(version, options);
  expect([target.supportsOnApiServer(NATIVE_SIDECARS), target.supportsOnNodes(NATIVE_SIDECARS)]).toEqual([server, nodes]);
});

test('what only the API server does needs nothing of the nodes', () => {
  const target = TargetCluster.version('1.31', { oldestNode: '1.28' });
  expect(target.supports(ClusterFeature.JOB_SUCCESS_POLICY)).toBe(true);
  expect(target.supportsOnNodes(ClusterFeature.JOB_SUCCESS_POLICY)).toBe(true);
  expect(TargetCluster.version('1.30').supports(ClusterFeature.JOB_SUCCESS_POLICY)).toBe(false);
});

const GATES = 'ContainerRestartRules, JobBackoffLimitPerIndex, JobManagedBy, JobPodFailurePolicy, JobPodReplacementPolicy, JobSuccessPolicy, '
  + 'PodLifecycleSleepAction, SidecarContainers';

test.each<[string, string, TargetClusterOptions, string]>([
  ['a node newer than its API server', '1.28', { oldestNode: 'v1.29.1' },
    'There is no cluster with API server 1.28 and oldest node 1.29.1: a kubelet is never newer than its API server. '
    + 'Swap the two, or leave oldestNode out.'],
  ['a gate off where it is locked on', '1.33', gate(false),
    'Feature gate \'SidecarContainers\' cannot be off in Kubernetes 1.33: it is locked on since 1.33. Leave it out.'],
  ['a gate off where it is locked on, also on the oldest node', '1.36', { oldestNode: '1.34.1', ...gate(false) },
    'Feature gate \'SidecarContainers\' cannot be off in Kubernetes 1.34.1: it is locked on since 1.33. Leave it out.'],
  ['a gate that is gone', '1.37', gate(true),
    'There is no feature gate \'SidecarContainers\' in Kubernetes 1.37 any more: it went with 1.37. Leave it out.'],
  ['a gate before it came', '1.27', gate(true),
    'There is no feature gate \'SidecarContainers\' in Kubernetes 1.27: it came with 1.28. Leave it out.'],
  ['a gate before it came, even off', '1.24', { featureGates: { JobPodFailurePolicy: false } },
    'There is no feature gate \'JobPodFailurePolicy\' in Kubernetes 1.24: it came with 1.25. Leave it out.'],
  ['a gate of another name', '1.29', { featureGates: { SidecarContainer: true } },
    `Feature gate 'SidecarContainer' is not one that matters here. Those that do: ${GATES}.`],
  ['a gate that is text', '1.29', { featureGates: { SidecarContainers: 'true' as unknown as boolean } },
    'Feature gate \'SidecarContainers\' must be true or false, not "true".'],
  ['a node of no version', '1.29', { oldestNode: 'old' },
    '\'old\' is not a Kubernetes version. Write it as 1.29, v1.29.3, 1.29.3-gke.1 or 29+.'],
])('there is no cluster with %s', (_, version, options, text) => {
  expect(() => TargetCluster.version(version, options)).toThrow(new Error(text));
});

test.each<[string, TargetClusterOptions, string]>([
  ['v1.29.3-gke.1093000', {}, '1.29.3'],
  ['1.31', { oldestNode: '1.31' }, '1.31'],
  ['1.31', { oldestNode: 'v1.28.4+k3s1' }, '1.31,node=1.28.4'],
  ['1.31.2', { oldestNode: '1.31.0' }, '1.31.2,node=1.31.0'],
  ['1.28', { ...gate(true), acceptUnorderedTermination: true }, '1.28,SidecarContainers=true,acceptUnorderedTermination=true'],
  ['1.29', { acceptUnorderedTermination: false }, '1.29'],
  ['1.30', { oldestNode: '1.29', featureGates: { SidecarContainers: false, JobManagedBy: true } },
    '1.30,node=1.29,JobManagedBy=true,SidecarContainers=false'],
])('API server %s with %j is written %s, and read again as the same', (version, options, text) => {
  const target = TargetCluster.version(version, options);
  expect(target.toString()).toBe(text);
  expect(TargetCluster.parse(text)).toEqual(target);
});

test('every target is read again from what it is written as', () => {
  const version = (max: number) => fc.tuple(fc.integer({ min: 16, max }), fc.option(fc.nat(99), { nil: '' }))
    .map(([minor, patch]) => `1.${minor}${patch === '' ? '' : `.${patch}`}`);
  const possible = fc.record({
    server: version(40),
    oldestNode: fc.option(version(40), { nil: undefined }),
    featureGates: fc.dictionary(fc.constantFrom(...FEATURE_TABLE.flatMap(row => row.gate ?? [])), fc.boolean(), { maxKeys: 2 }),
    acceptUnorderedTermination: fc.boolean(),
  }).map(({ server, ...options }) => {
    try {
      return TargetCluster.version(server, options);
    } catch {
      return undefined;
    }
  }).filter(target => target !== undefined);
  fc.assert(fc.property(possible, target => {
    expect(TargetCluster.parse(target.toString())).toEqual(target);
  }));
});

test('blanks around the parts of a target do not count', () => {
  expect(TargetCluster.parse(' 1.31 , node=1.28.4 ,SidecarContainers=true,acceptUnorderedTermination=false '))
    .toEqual(TargetCluster.version('1.31', { oldestNode: '1.28.4', ...gate(true) }));
});

const badSetting = (setting: string, text: string) =>
  `'${setting}' in the target cluster '${text}' is neither node=VERSION nor GATE=true nor GATE=false.`;
const badVersion = (text: string) => `'${text}' is not a Kubernetes version. Write it as 1.29, v1.29.3, 1.29.3-gke.1 or 29+.`;

test.each([
  ['', badVersion('')],
  ['1.31 node=1.28', badVersion('1.31 node=1.28')],
  ['node=1.28', badVersion('node=1.28')],
  ['1.31,node=old', badVersion('old')],
  ['1.31,', badSetting('', '1.31,')],
  ['1.31,1.28', badSetting('1.28', '1.31,1.28')],
  ['1.31,node', badSetting('node', '1.31,node')],
  ['1.31,node=', badSetting('node=', '1.31,node=')],
  ['1.31,node = 1.28', badSetting('node = 1.28', '1.31,node = 1.28')],
  ['1.31,SidecarContainers=off', badSetting('SidecarContainers=off', '1.31,SidecarContainers=off')],
  ['1.31,SidecarContainers=True', badSetting('SidecarContainers=True', '1.31,SidecarContainers=True')],
  ['1.31,acceptUnorderedTermination=yes', badSetting('acceptUnorderedTermination=yes', '1.31,acceptUnorderedTermination=yes')],
  ['1.31,Sidecars=true', `Feature gate 'Sidecars' is not one that matters here. Those that do: ${GATES}.`],
  ['1.27,SidecarContainers=true', 'There is no feature gate \'SidecarContainers\' in Kubernetes 1.27: it came with 1.28. Leave it out.'],
])('%j is not a target', (text, error) => {
  expect(() => TargetCluster.parse(text)).toThrow(new Error(error));
});

test('a target tells its versions, gates and whether it accepts unordered termination', () => {
  const target = TargetCluster.version('v1.30.1', { oldestNode: '1.29', ...gate(true), acceptUnorderedTermination: true });
  expect(target.apiServer).toBe('1.30.1');
  expect(target.oldestNode).toBe('1.29');
  expect(target.featureGates).toEqual({ SidecarContainers: true });
  expect(target.acceptsUnorderedTermination).toBe(true);
  expect(TargetCluster.version('1.29').acceptsUnorderedTermination).toBe(false);
});

test('no one can change the gates of a target', () => {
  const { featureGates } = gate(false);
  const target = TargetCluster.version('1.29', { featureGates });
  featureGates.SidecarContainers = true;
  target.featureGates.SidecarContainers = true;
  expect(target.featureGates).toEqual({ SidecarContainers: false });
  expect(target.supports(NATIVE_SIDECARS)).toBe(false);
});

test('the newest target can do all that is known', () => {
  const target = TargetCluster.newest();
  expect(target.toString()).toBe('1.37');
  expect(Object.values(ClusterFeature).filter(feature => !target.supports(feature))).toEqual([]);
});

test('a target is found on the construct that it was last applied to, and nowhere else', () => {
  const chart = Testing.chart();
  TargetCluster.version('1.28').applyTo(chart);
  TargetCluster.version('1.29').applyTo(chart);
  expect(TargetCluster._appliedTo(chart)?.toString()).toBe('1.29');
  expect(TargetCluster._appliedTo(chart.node.root)).toBeUndefined();
});

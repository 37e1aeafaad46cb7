import fc from 'fast-check';
import { ClusterFeature } from '../../src/cluster/cluster-feature';
import { oldestNode, SeenCluster, targetOf } from '../../src/cluster/seen-cluster';
import { TargetCluster } from '../../src/cluster/target-cluster';

const { NATIVE_SIDECARS } = ClusterFeature;

const seen = (apiServer: string, kubelets: string[], restartPolicy: SeenCluster['restartPolicy']): SeenCluster => ({
  apiServer,
  nodes: kubelets.map((version, i) => ({ name: `node-${i}`, version })),
  restartPolicy,
});

test.each<[string, string[], SeenCluster['restartPolicy'], string]>([
  ['v1.36.3', ['v1.36.3'], 'kept', '1.36.3'],
  ['v1.33.0', ['v1.33.0'], 'kept', '1.33.0'],
  ['v1.29.3', ['v1.29.3'], 'kept', '1.29.3'],
  ['v1.28.15', ['v1.28.15'], 'kept', '1.28.15,SidecarContainers=true'],
  ['v1.28.15', ['v1.27.16'], 'kept', '1.28.15,node=1.27.16,SidecarContainers=true'],
  ['v1.30.14', ['v1.28.15'], 'kept', '1.30.14,node=1.28.15'],
  ['v1.30.14', ['v1.27.16'], 'kept', '1.30.14,node=1.27.16'],
  ['v1.41.0', ['v1.40.1'], 'kept', '1.41.0,node=1.40.1'],
  ['v1.29.3', ['v1.29.3'], 'dropped', '1.29.3,SidecarContainers=false'],
  ['v1.30.14', ['v1.27.16'], 'dropped', '1.30.14,node=1.27.16,SidecarContainers=false'],
  ['v1.32.9', ['v1.32.9'], 'dropped', '1.32.9,SidecarContainers=false'],
  ['v1.28.15', ['v1.28.15'], 'dropped', '1.28.15'],
  ['v1.27.16', ['v1.27.16'], 'dropped', '1.27.16'],
  ['v1.27.16', [], 'dropped', '1.27.16'],
  ['v1.36.3', ['v1.36.3'], 'unknown', '1.36.3'],
  ['v1.28.15', ['v1.28.15'], 'unknown', '1.28.15'],
  ['v1.36.3', [], 'unknown', '1.36.3'],
  ['v1.29.3-gke.1093000', ['v1.29.1-gke.1589018', 'v1.28.7-gke.1026000'], 'kept', '1.29.3,node=1.28.7'],
  ['v1.30.14+k3s1', ['v1.30.14+k3s1'], 'kept', '1.30.14'],
  ['v1.31.2-eks-7f9249a', ['v1.31.2-eks-94953ac', 'v1.31.0-eks-a737599'], 'kept', '1.31.2,node=1.31.0'],
])('API server %s with kubelets %j and a restartPolicy that was %s is the target %s', (apiServer, kubelets, restartPolicy, target) => {
  expect(targetOf(seen(apiServer, kubelets, restartPolicy))?.toString()).toBe(target);
});

test.each<[string, string[], SeenCluster['restartPolicy']]>([
  ['v1.33.0', ['v1.33.0'], 'dropped'],
  ['v1.33.0', ['v1.30.14'], 'dropped'],
  ['v1.36.3', [], 'dropped'],
  ['v1.37.0', ['v1.37.0'], 'dropped'],
  ['v1.27.16', ['v1.27.16'], 'kept'],
])('API server %s with kubelets %j explains no restartPolicy that was %s', (apiServer, kubelets, restartPolicy) => {
  expect(targetOf(seen(apiServer, kubelets, restartPolicy))).toBeUndefined();
});

test.each([
  ['API server', seen('v1.15.12', ['v1.15.12'], 'dropped'), /^Kubernetes version 'v1\.15\.12' is older than 1\.16/],
  ['API server', seen('banana', [], 'unknown'), /^'banana' is not a Kubernetes version\./],
  ['node', seen('v1.30.0', ['v1.30.0', 'fake'], 'kept'), /^Node node-1: 'fake' is not a Kubernetes version\./],
  ['node', seen('v1.30.0', [''], 'kept'), /^Node node-0: '' is not a Kubernetes version\./],
])('a version of the %s that is none is an error', (_, cluster, message) => {
  expect(() => targetOf(cluster)).toThrow(message);
});

test('kubelets that are all newer than the API server are an error, and one that is not makes a target', () => {
  expect(() => targetOf(seen('v1.29.3', ['v1.31.0', 'v1.30.1'], 'kept'))).toThrow(new Error('The oldest node, node-1, has kubelet v1.30.1, '
    + 'and the API server is v1.29.3: Kubernetes supports no kubelet that is newer than its API server. Upgrade the API server.'));
  expect(targetOf(seen('v1.29.3', ['v1.30.1', 'v1.29.5'], 'kept'))?.toString()).toBe('1.29.3,node=1.29.5');
});

test.each([
  [[], undefined],
  [['v1.30.1'], 'node-0'],
  [['v1.30.1', 'v1.29.9', 'v1.31.0'], 'node-1'],
  [['v1.30.10', 'v1.30.9', 'v1.30.9'], 'node-1'],
  [['v1.30.1+k3s1', 'v1.30.0-gke.5'], 'node-1'],
])('of kubelets %j, the oldest is on %s', (kubelets, name) => {
  expect(oldestNode(seen('v1.31.0', kubelets, 'kept'))?.name).toBe(name);
});

test('a target that is told can be parsed, and does with sidecars what was seen', () => {
  const minors = fc.tuple(fc.integer({ min: 16, max: 40 }), fc.nat(3)).map(([minor, behind]) => [minor, Math.max(16, minor - behind)]);
  fc.assert(fc.property(minors, fc.constantFrom('kept' as const, 'dropped' as const), ([server, node], restartPolicy) => {
    const target = targetOf(seen(`v1.${server}.0`, [`v1.${node}.0`], restartPolicy));
    fc.pre(target !== undefined);
    expect(TargetCluster.parse(target.toString())).toEqual(target);
    expect(target.supportsOnApiServer(NATIVE_SIDECARS)).toBe(restartPolicy === 'kept');
  }));
});

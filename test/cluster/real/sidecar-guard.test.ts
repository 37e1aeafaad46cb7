import { spawnSync } from 'node:child_process';
import { App, Chart, Yaml } from 'cdk8s';
import { describeOnApiServerWithPolicies, kubectl, shell, waitFor } from './cluster';
import { NativeSidecar, PodWithSidecar, SidecarGuard, SidecarGuardAction, SidecarGuardProps, TargetCluster } from '../../../src';
import { KubernetesObject, PodSpec } from '../../../src/manifest/types';

// Pods are tried as dry runs: nothing is created but policies, and no node is needed.

jest.setTimeout(200_000);

const NAMESPACE = 'default';
const ANOTHER_NAMESPACE = 'kube-public';
const DECLARED = 'cdk8s-sidecars/native-sidecars';
const GUARD = 'cdk8s-sidecars-test-guard';
const WARNING_GUARD = 'cdk8s-sidecars-test-warning-guard';
const STRIPPER = 'cdk8s-sidecars-test-stripper';

/** A Pod with two sidecars, as it is synthesized in the scope of a guard, and the guard's own objects. */
function synthesized(target: TargetCluster, props: SidecarGuardProps): { pod: KubernetesObject; guard: KubernetesObject[] } {
  const app = new App();
  target.applyTo(app);
  const [cluster, shop] = ['cluster', 'shop'].map(id => new Chart(app, id, { namespace: NAMESPACE }));
  new SidecarGuard(cluster, 'guard', props);
  const sidecars = ['proxy', 'logs'].map(name => new NativeSidecar({ name, ...shell('sleep 1000') }));
  new PodWithSidecar(shop, 'pod', { metadata: { name: 'shop' }, containers: [shell('sleep 10')], sidecars });
  return { pod: shop.toJson()[0], guard: cluster.toJson() };
}

const applied: string[] = [];

function apply(...objects: KubernetesObject[]): void {
  applied.push(...objects.map(({ kind, metadata }) => `${kind}/${metadata!.name}`));
  const { status, stderr } = spawnSync('kubectl', ['apply', '-f', '-'], { input: Yaml.stringify(...objects), encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.anything() });
}

/** What the API server says of a Pod, or that it has nothing to say. */
function answer(pod: object, namespace = NAMESPACE): string {
  const args = ['create', '--dry-run=server', '-f', '-', '-o', 'name'];
  const input = JSON.stringify({ ...pod, metadata: { ...(pod as KubernetesObject).metadata, namespace } });
  const { status, stderr } = spawnSync('kubectl', args, { input, encoding: 'utf8' });
  return `${status === 0 ? 'admitted' : 'refused'}${stderr && `: ${stderr.trim()}`}`;
}

/** The same comes out for all clusters that run sidecars natively. */
const NATIVE = TargetCluster.version('1.33');
const { pod: POD, guard } = synthesized(NATIVE, { name: GUARD, namespaces: [NAMESPACE] });
const { initContainers: SIDECARS = [] } = POD.spec as PodSpec;

const withSidecars = (initContainers: object[] | undefined, declared = 'proxy,logs'): KubernetesObject => ({
  ...POD,
  metadata: { ...POD.metadata, annotations: { [DECLARED]: declared } },
  spec: { ...POD.spec as PodSpec, initContainers },
});
const stripped = (container: object) => ({ ...container, restartPolicy: undefined });
const STRIPPED = SIDECARS.map(stripped);
/** Takes restartPolicy out of the first init container of a Pod as an old webhook does. */
const STRIPPING_POLICY = ['', 'Binding'].map(suffix => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: `MutatingAdmissionPolicy${suffix}`,
  metadata: { name: STRIPPER },
  spec: suffix ? { policyName: STRIPPER } : {
    reinvocationPolicy: 'Never',
    matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
    matchConditions: [{ name: 'of-this-test', expression: "has(object.metadata.labels) && 'strip-me' in object.metadata.labels" }],
    mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: '[JSONPatch{op: "remove", path: "/spec/initContainers/0/restartPolicy"}]' } }],
  },
}));
const FORBIDDEN = `pods "shop" is forbidden: ValidatingAdmissionPolicy '${GUARD}' with binding '${GUARD}' denied request:`;
const refusedFor = (names: string) => expect.stringContaining(`${FORBIDDEN} sidecars lost on the way: ${names}; the Pod declares them, `);

const onApiServerThatMutates =
  kubectl('get', '--raw', '/apis/admissionregistration.k8s.io/v1').includes('"mutatingadmissionpolicies"') ? test : test.skip;

describeOnApiServerWithPolicies('with a guard on the cluster', () => {
  beforeAll(async () => {
    apply(...guard);
    await waitFor('the guard', () => answer(withSidecars(STRIPPED)).startsWith('refused'));
  });
  afterAll(() => {
    kubectl('delete', '--ignore-not-found', ...applied);
  });

  test('a Pod as it was synthesized is admitted, in the order of its sidecars or any other', () => {
    expect(POD.metadata).toMatchObject({ annotations: { [DECLARED]: 'proxy,logs' } });
    expect(answer(POD)).toBe('admitted');
    expect(answer(withSidecars([...SIDECARS].reverse()))).toBe('admitted');
  });

  test('a Pod whose sidecars were stripped is refused, and told why and what to do', () => {
    expect(answer(withSidecars(STRIPPED))).toBe(`refused: Error from server (Forbidden): error when creating "STDIN": ${FORBIDDEN} `
      + 'sidecars lost on the way: proxy, logs; the Pod declares them, has no init containers of these names with restartPolicy: Always, and would hang in Init. '
      + 'A mutating webhook or a controller that was built with Kubernetes libraries older than 0.28 takes the field out (kubectl get mutatingwebhookconfigurations). '
      + 'Known to do so: Amazon EKS Pod Identity, Azure Workload Identity, the AWS App Mesh controller, the Datadog cluster agent, kube-image-keeper, each in older '
      + 'releases; kube-secrets-init, gtoken, Berglas. Upgrade it, keep it away from these Pods, or have sidecars lowered: synthesize for an old node, such as with '
      + 'CDK8S_SIDECARS_TARGET=1.30,node=1.28.');
  });

  test.each<[what: string, declared: string, initContainers: object[] | undefined, lost: string]>([
    ['one of two is stripped', 'proxy,logs', [SIDECARS[0], STRIPPED[1]], 'logs'],
    ['one is gone', 'proxy,logs', [SIDECARS[1]], 'proxy'],
    ['there are no init containers at all', 'proxy', undefined, 'proxy'],
    ['the list has none in it', 'proxy', [], 'proxy'],
    ['a name is declared twice, with blanks', ' proxy , proxy,', STRIPPED, 'proxy, proxy'],
  ])('a Pod is refused where %s', (_, declared, initContainers, lost) => {
    expect(answer(withSidecars(initContainers, declared))).toEqual(refusedFor(lost));
  });

  test('a name that cannot stand in a message is refused with one that names none', () => {
    expect(answer(withSidecars(SIDECARS, 'pro\nxy'))).toEqual(expect.stringContaining(`${FORBIDDEN} sidecars lost on the way: the Pod declares them, `));
  });

  test.each<[what: string, pod: KubernetesObject]>([
    ['declares each sidecar, one of them twice', withSidecars(SIDECARS, 'proxy,logs,proxy')],
    ['has more sidecars than it declares', withSidecars(SIDECARS, 'logs')],
    ['declares nothing', withSidecars(STRIPPED, '')],
    ['declares commas and blanks', withSidecars(undefined, ' , ,')],
    ['has no annotation', { ...withSidecars(STRIPPED), metadata: { name: 'shop' } }],
    ['has other annotations', { ...withSidecars(STRIPPED), metadata: { name: 'shop', annotations: { other: 'proxy' } } }],
  ])('a Pod is admitted that %s', (_, pod) => {
    expect(answer(pod)).toBe('admitted');
  });

  test('a Pod that was lowered declares nothing, and is admitted', () => {
    const { pod } = synthesized(TargetCluster.version('1.33', { oldestNode: '1.28' }), {});
    expect(pod.metadata).toMatchObject({ annotations: { 'cdk8s-sidecars/supervised-for': expect.anything() } });
    expect(JSON.stringify(pod)).not.toContain(DECLARED);
    expect(answer(pod)).toBe('admitted');
  });

  test('a Pod in a namespace that is not guarded is admitted', () => {
    expect(answer(withSidecars(STRIPPED), ANOTHER_NAMESPACE)).toBe('admitted');
  });

  test('a stripped sidecar with a startup probe is refused by the API server itself, which knows nothing of the cause', () => {
    const probed = STRIPPED.map(container => ({ ...container, startupProbe: { tcpSocket: { port: 5432 } } }));
    const said = answer(withSidecars(probed));
    expect(said).toContain('startupProbe: Forbidden: may not be set for init containers without restartPolicy=Always');
    expect(said).not.toContain(GUARD);
  });

  onApiServerThatMutates('a Pod that is stripped on the API server is refused, since the guard sees what has become of it', async () => {
    apply(...STRIPPING_POLICY);
    const toBeStripped = { ...POD, metadata: { ...POD.metadata, labels: { 'strip-me': 'true' } } };
    expect(await waitFor('the stripping', () => answer(toBeStripped) !== 'admitted' && answer(toBeStripped))).toEqual(refusedFor('proxy'));
    expect(answer(POD)).toBe('admitted');
  });

  test('a guard that only warns admits the Pod, with the same text as a warning', async () => {
    apply(...synthesized(NATIVE, { name: WARNING_GUARD, namespaces: [ANOTHER_NAMESPACE], action: SidecarGuardAction.WARN }).guard);
    const said = () => answer(withSidecars(STRIPPED), ANOTHER_NAMESPACE);
    expect(await waitFor('the warning', () => said() !== 'admitted' && said()))
      .toContain(`admitted: Warning: Validation failed for ValidatingAdmissionPolicy '${WARNING_GUARD}' with binding '${WARNING_GUARD}': sidecars lost on the way: proxy, logs; `);
  });
});

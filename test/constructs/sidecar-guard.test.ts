import { ApiObject, App, Chart, ChartProps } from 'cdk8s';
import { IConstruct } from 'constructs';
import { KINDS, podTemplates, withApiObject, withInclude, withKplus, withL1 } from './every-way';
import {
  JobWithSidecar, NativeSidecar, SidecarFallback, SidecarGuard, SidecarGuardAction, SidecarGuardFailurePolicy, SidecarGuardProps, Sidecars,
  TargetCluster,
} from '../../src';
import { KubernetesObject } from '../../src/manifest/types';

const DECLARED = 'cdk8s-sidecars/native-sidecars';
const IMAGE = { image: 'busybox:1.37', command: ['work'] };
const sidecar = (name: string) => new NativeSidecar({ name, ...IMAGE });
const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => stderr.mockRestore());

/** The objects of a guard in a Chart of its own. */
function guardJson(props: SidecarGuardProps = {}, chartProps: ChartProps = {}): [policy: KubernetesObject, binding: KubernetesObject] {
  const chart = new Chart(new App(), 'shop', chartProps);
  new SidecarGuard(chart, 'Guard', props);
  return chart.toJson() as [KubernetesObject, KubernetesObject];
}

/** What the Pods of a Chart declare. */
const declared = (chart: Chart) =>
  podTemplates(chart).map(({ metadata }) => (metadata?.annotations as { [name: string]: string } | undefined)?.[DECLARED]);

/** A Chart with a Job that has two sidecars, in an App. */
function jobChart(app: App, id = 'job'): Chart {
  const chart = new Chart(app, id);
  new JobWithSidecar(chart, 'job', { containers: [IMAGE], sidecars: [sidecar('proxy'), sidecar('logs')] });
  return chart;
}

describe('the objects of a guard', () => {
  const EXPLANATION = 'the Pod declares them, has no init containers of these names with restartPolicy: Always, and would hang in Init. A mutating webhook or a '
    + 'controller that was built with Kubernetes libraries older than 0.28 takes the field out (kubectl get mutatingwebhookconfigurations). Known to do so: Amazon '
    + 'EKS Pod Identity, Azure Workload Identity, the AWS App Mesh controller, the Datadog cluster agent, kube-image-keeper, each in older releases; '
    + 'kube-secrets-init, gtoken, Berglas. Upgrade it, keep it away from these Pods, or have sidecars lowered: synthesize for an old node, such as with '
    + 'CDK8S_SIDECARS_TARGET=1.30,node=1.28.';

  test('are a policy and its binding', () => {
    expect(guardJson()).toEqual([{
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'shop-guard-c861290c' },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
        matchConditions: [{
          name: 'declares-sidecars',
          expression: "has(object.metadata.annotations) && 'cdk8s-sidecars/native-sidecars' in object.metadata.annotations",
        }],
        variables: [
          {
            name: 'declared',
            expression: "object.metadata.annotations['cdk8s-sidecars/native-sidecars'].split(',').map(name, name.trim()).filter(name, name != '')",
          },
          {
            name: 'sidecars',
            expression: "has(object.spec.initContainers) ? object.spec.initContainers.filter(container, has(container.restartPolicy) && container.restartPolicy == 'Always')"
              + '.map(container, container.name) : []',
          },
          { name: 'lost', expression: 'variables.declared.filter(name, !(name in variables.sidecars))' },
        ],
        validations: [{
          expression: 'size(variables.lost) == 0',
          reason: 'Forbidden',
          message: `sidecars lost on the way: ${EXPLANATION}`,
          messageExpression: `"sidecars lost on the way: " + variables.lost.join(', ') + "; ${EXPLANATION}"`,
        }],
      },
    }, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'shop-guard-c861290c' },
      spec: { policyName: 'shop-guard-c861290c', validationActions: ['Deny'] },
    }]);
  });

  test('belong to no namespace, though their Chart does, and have another name for each', () => {
    const metadata = (namespace: string) => guardJson({}, { namespace, labels: { app: 'shop' } }).map(object => object.metadata);
    const labels = { app: 'shop' };
    expect(metadata('live')).toEqual([{ name: 'shop-guard-live-c861290c', labels }, { name: 'shop-guard-live-c861290c', labels }]);
    expect(metadata('test')).toEqual([{ name: 'shop-guard-test-c861290c', labels }, { name: 'shop-guard-test-c861290c', labels }]);
  });

  test('have what was asked for', () => {
    const [policy, binding] = guardJson({
      name: 'sidecars.example.com',
      namespaces: ['shop', 'billing'],
      namespaceLabels: { team: 'sales' },
      action: SidecarGuardAction.AUDIT,
      failurePolicy: SidecarGuardFailurePolicy.IGNORE,
    }, { namespace: 'shop' });
    expect([policy.metadata, binding.metadata]).toEqual([{ name: 'sidecars.example.com' }, { name: 'sidecars.example.com' }]);
    expect(policy.spec).toMatchObject({ failurePolicy: 'Ignore' });
    expect(binding.spec).toEqual({
      policyName: 'sidecars.example.com',
      validationActions: ['Audit'],
      matchResources: {
        namespaceSelector: {
          matchLabels: { team: 'sales' },
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop', 'billing'] }],
        },
      },
    });
  });

  test.each<[string, SidecarGuardProps, object]>([
    ['labels alone', { namespaceLabels: { team: 'sales' } }, { matchResources: { namespaceSelector: { matchLabels: { team: 'sales' } } } }],
    ['a warning', { action: SidecarGuardAction.WARN }, { validationActions: ['Warn'] }],
  ])('have %s', (_, props, expected) => {
    expect(guardJson(props)[1].spec).toMatchObject(expected);
  });

  test('can be had from the guard', () => {
    const chart = new Chart(new App(), 'shop');
    const { policy, binding } = new SidecarGuard(chart, 'guard');
    expect([policy, binding].map(({ kind }) => kind)).toEqual(['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']);
    expect(chart.toJson()).toEqual([policy.toJson(), binding.toJson()]);
  });
});

describe('Pods in the scope of a guard', () => {
  test('declare their sidecars in the order in which these start', () => {
    const app = new App();
    const job = jobChart(app);
    new SidecarGuard(new Chart(app, 'cluster'), 'guard');
    expect((podTemplates(job)[0] as { metadata: object }).metadata).toEqual({
      annotations: { [DECLARED]: 'proxy,logs' },
      labels: { 'cdk8s.io/metadata.addr': expect.anything() },
    });
    expect(job.toJson()).toEqual(job.toJson());
  });

  test.each(KINDS.flatMap(kind => [withKplus(33), withL1(25), withApiObject, withInclude].map((make, i) => [kind, ['cdk8s-plus', 'cdk8s import', 'ApiObject', 'Include'][i], make] as const)))(
    'are those of every kind, whoever made it: %s, %s', (kind, _, make) => {
      const chart = new Chart(new App(), 'chart');
      new SidecarGuard(chart, 'guard');
      Sidecars.of(make(chart, kind)).add(sidecar('added'));
      expect(declared(chart)).toEqual(['added,by-hand']);
    });

  test('are those of the App by default, what is added to it later included', () => {
    const app = new App();
    const before = jobChart(app, 'before');
    new SidecarGuard(new Chart(app, 'cluster'), 'guard');
    const after = jobChart(app, 'after');
    withApiObject(after, 'Deployment');
    app.synthYaml();
    expect([before, after].map(declared)).toEqual([['proxy,logs'], ['proxy,logs', 'by-hand']]);
  });

  test('are those of another scope if it is said', () => {
    const app = new App();
    const [guarded, other] = [jobChart(app, 'guarded'), jobChart(app, 'other')];
    new SidecarGuard(new Chart(app, 'cluster'), 'guard', { scope: guarded });
    expect([guarded, other].map(declared)).toEqual([['proxy,logs'], [undefined]]);
  });

  test('may be told to declare without a guard, whose policy somebody else puts on the cluster', () => {
    const app = new App();
    const [declaring, other] = [jobChart(app, 'declaring'), jobChart(app, 'other')];
    SidecarGuard.declareIn(declaring);
    SidecarGuard.declareIn(declaring);
    expect([declaring, other].map(declared)).toEqual([['proxy,logs'], [undefined]]);
    expect(app.synthYaml()).not.toContain('ValidatingAdmissionPolicy');
  });

  test('keep what somebody else has declared, for sidecars that are injected', () => {
    const chart = new Chart(new App(), 'chart');
    const job = new JobWithSidecar(chart, 'job', { containers: [IMAGE], sidecars: [sidecar('proxy')] });
    job.podMetadata.addAnnotation(DECLARED, 'istio-proxy, proxy');
    new SidecarGuard(chart, 'guard');
    expect(declared(chart)).toEqual(['istio-proxy,proxy']);
  });

  test('declare nothing if they have no sidecars', () => {
    const chart = new Chart(new App(), 'chart');
    new JobWithSidecar(chart, 'job', { containers: [IMAGE], initContainers: [IMAGE] });
    new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' } });
    const json = () => chart.toJson().filter(({ kind }) => !kind.startsWith('Validating'));
    const before = json();
    new SidecarGuard(chart, 'guard');
    expect(json()).toEqual(before);
  });

  test.each<[string, SidecarFallback]>([
    ['supervised', SidecarFallback.supervised()],
    ['plain', SidecarFallback.plainContainer()],
  ])('declare nothing if they are lowered: %s', (_, fallback) => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    Sidecars.of(app).target(TargetCluster.version('1.30', { oldestNode: '1.28' })).fallback(fallback);
    Sidecars.of(withApiObject(chart, 'Deployment') as IConstruct).add(sidecar('added'));
    new SidecarGuard(chart, 'guard');
    expect(app.synthYaml()).not.toContain(`${DECLARED}:`);
    expect(declared(chart)).toEqual([undefined]);
  });
});

describe('there is no guard', () => {
  test.each(['1.29', '1.28', '1.27.3'])('for an API server that has no such policies: %s', version => {
    const app = new App();
    new SidecarGuard(new Chart(app, 'cluster'), 'guard');
    TargetCluster.version(version).applyTo(app);
    expect(() => app.synthYaml()).toThrow(`[cluster/guard] the target cluster (${version}) has no ValidatingAdmissionPolicy of admissionregistration.k8s.io/v1, `
      + 'which came with the API server of Kubernetes 1.30. Leave the guard out for this cluster, or upgrade it and say so with TargetCluster.');
  });

  test('for that of its own Chart; what is in its scope may be for older ones', () => {
    const app = new App();
    const cluster = new Chart(app, 'cluster');
    const job = jobChart(app);
    TargetCluster.version('1.27').applyTo(job);
    TargetCluster.version('1.30').applyTo(cluster);
    new SidecarGuard(cluster, 'guard');
    expect(() => app.synthYaml()).not.toThrow();
    expect(declared(job)).toEqual([undefined]);
  });

  test.each(['Guard', '', '-guard', 'a_b', 'a..b', 'a'.repeat(254)])('of the name %p', name => {
    expect(() => guardJson({ name })).toThrow(
      `shop/Guard, name: '${name}' is no name of a policy. Use lower-case letters, digits, hyphens and dots, at most 253.`);
  });

  test('of no namespaces', () => {
    expect(() => guardJson({ namespaces: [] })).toThrow(
      'shop/Guard, namespaces: there is none in it, so nothing would be guarded. Name some, or leave it out for all namespaces.');
  });
});

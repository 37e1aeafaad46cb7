import { check, main, sidecar } from './workloads';
import { namedPortOnSidecar } from '../../src/checks/named-port-on-sidecar';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { applyPatch } from '../../src/manifest/json-patch';
import { ContainerPort, KubernetesObject } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

const METRICS: ContainerPort = { name: 'metrics', containerPort: 9090 };
const LABELS = { app: 'web', tier: 'front' };

function web(ofSidecar: ContainerPort[] = [METRICS], ofMain?: ContainerPort[]): Workload {
  return workloadsOf({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      template: { metadata: { labels: LABELS }, spec: { initContainers: [sidecar({ ports: ofSidecar })], containers: [main({ ports: ofMain })] } },
    },
  })[0];
}

function service(port: object, selector: object = { app: 'web' }): KubernetesObject {
  return { kind: 'Service', metadata: { name: 'web' }, spec: { selector, ports: [{ port: 80 }, port] } };
}

function policy(port: object, podSelector: unknown = {}): KubernetesObject {
  return { kind: 'NetworkPolicy', metadata: { name: 'web' }, spec: { podSelector, ingress: [{}, { ports: [port] }], egress: [{ ports: [port] }] } };
}

const OLD = { target: '1.32' };

test('before 1.33 a Service does not find the name of a port that only a sidecar has', () => {
  const object = service({ port: 9090, targetPort: 'metrics' });
  const findings = check(namedPortOnSidecar, web(), { ...OLD, others: [object] });
  expect(findings).toEqual([{
    object,
    field: 'spec.ports[1].targetPort',
    message: "only the sidecar 'proxy' has a port 'metrics', and Kubernetes 1.32 looks for names in main containers: "
      + 'the Service gets endpoints without this port, and nobody can connect.',
    fix: 'Use its number, 9090.',
    patch: [{ op: 'replace', path: '/spec/ports/1/targetPort', value: 9090 }],
  }]);
  expect(applyPatch(object, findings[0].patch!).spec).toMatchObject({ ports: [{ port: 80 }, { port: 9090, targetPort: 9090 }] });
});

test.each<[string, Workload, KubernetesObject, object]>([
  ['on 1.33', web(), service({ targetPort: 'metrics' }), { target: '1.33' }],
  ['by number', web(), service({ targetPort: 9090 }), OLD],
  ['by another name', web(), service({ targetPort: 'http' }), OLD],
  ['without targetPort', web(), service({ port: 9090 }), OLD],
  ['of another protocol', web(), service({ targetPort: 'metrics', protocol: 'UDP' }), OLD],
  ['of other Pods', web(), service({ targetPort: 'metrics' }, { app: 'db' }), OLD],
  ['that a main container has, too', web([METRICS], [{ name: 'metrics', containerPort: 80 }]), service({ targetPort: 'metrics' }), OLD],
  ['of a sidecar that does not stay one', web(), service({ targetPort: 'metrics' }), { ...OLD, native: false }],
  ['that has no name', web([{ containerPort: 9090 }]), service({ targetPort: 'undefined' }), OLD],
  ['in no list', web(), { kind: 'Service', spec: { selector: { app: 'web' }, ports: 'x' } }, OLD],
])('nothing is said of a Service that uses a port %s', (_, workload, object, circumstances) => {
  expect(check(namedPortOnSidecar, workload, { ...circumstances, others: [object] })).toEqual([]);
});

test.each([
  ['1.32', DiagnosticSeverity.WARNING],
  ['1.33', DiagnosticSeverity.INFO],
])('on %s it depends on the network plugin whether a NetworkPolicy finds the name', (target, severity) => {
  const object = policy({ port: 'metrics', protocol: 'TCP' });
  expect(check(namedPortOnSidecar, web(), { target, others: [object] })).toEqual([{
    object,
    field: 'spec.ingress[1].ports[0].port',
    message: "only the sidecar 'proxy' has a port 'metrics', and not all network plugins look for names in init containers: "
      + 'with those that do not, nothing may come in here.',
    severity,
    fix: 'Use its number, 9090.',
    patch: [{ op: 'replace', path: '/spec/ingress/1/ports/0/port', value: 9090 }],
  }]);
});

test.each<[string, unknown, boolean]>([
  ['all Pods', {}, true],
  ['a label', { matchLabels: { app: 'web' } }, true],
  ['another label', { matchLabels: { app: 'web', tier: 'back' } }, false],
  ['one of some values', { matchExpressions: [{ key: 'tier', operator: 'In', values: ['front', 'back'] }] }, true],
  ['one of other values', { matchExpressions: [{ key: 'tier', operator: 'In', values: ['back'] }] }, false],
  ['none of some values', { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['front'] }] }, false],
  ['none of other values', { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['back'] }] }, true],
  ['a label that is there', { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
  ['a label that is not there', { matchExpressions: [{ key: 'zone', operator: 'Exists' }] }, false],
  ['the lack of a label', { matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }, true],
  ['the lack of a label that is there', { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
  ['nonsense', { matchExpressions: [{ operator: 'Is' }] }, false],
  ['nothing', null, false],
  ['a text', 'web', false],
])('a NetworkPolicy may select its Pods by %s', (_, podSelector, isSelected) => {
  expect(check(namedPortOnSidecar, web(), { others: [policy({ port: 'metrics' }, podSelector)] }).length).toBe(isSelected ? 1 : 0);
});

import { check, init, main, sidecar } from './workloads';
import { defaultContainerMissing } from '../../src/checks/default-container-missing';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { applyPatch } from '../../src/manifest/json-patch';
import { Container } from '../../src/manifest/types';
import { podMetadata, Workload, workloadsOf } from '../../src/manifest/workloads';

const ANNOTATION = 'kubectl.kubernetes.io/default-container';
const FIELD = `spec.template.metadata.annotations[${ANNOTATION}]`;
const RBAC = main({ name: 'kube-rbac-proxy', image: 'quay.io/brancz/kube-rbac-proxy:v0.19.1' });

function web(containers: Container[], metadata?: object, more: { initContainers?: Container[]; selector?: object } = { selector: {} }): Workload {
  const { initContainers = [sidecar()], selector } = more;
  return workloadsOf({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { selector, template: { metadata, spec: { initContainers, containers } } } })[0];
}

function annotated(name: unknown, containers = [main()], more?: { initContainers?: Container[]; selector?: object }): Workload {
  return web(containers, { annotations: { [ANNOTATION]: name } }, more);
}

test('an annotation that names no container is wrong, and changed where only one can be meant', () => {
  const workload = annotated('web');
  const findings = check(defaultContainerMissing, workload);
  expect(findings).toEqual([{
    field: FIELD,
    message: "there is no container 'web', so kubectl takes 'main'.",
    fix: "Set it to 'main', or take it out.",
    severity: DiagnosticSeverity.WARNING,
    patch: [{ op: 'replace', path: '/spec/template/metadata/annotations/kubectl.kubernetes.io~1default-container', value: 'main' }],
  }]);
  expect(check(defaultContainerMissing, workloadsOf(applyPatch(workload.object, findings[0].patch!))[0])).toEqual([]);
});

test('which of several containers is meant is not guessed', () => {
  expect(check(defaultContainerMissing, annotated('web', [main(), main({ name: 'other' })]))).toEqual([{
    field: FIELD,
    message: "there is no container 'web', so kubectl takes 'main'.",
    fix: 'Set it to one of: main, other.',
    severity: DiagnosticSeverity.WARNING,
  }]);
});

test.each<[string, object | undefined, object]>([
  ['metadata', undefined, { op: 'add', path: '/spec/template/metadata', value: { annotations: { [ANNOTATION]: 'main' } } }],
  ['annotations', { labels: {} }, { op: 'add', path: '/spec/template/metadata/annotations', value: { [ANNOTATION]: 'main' } }],
  ['the annotation', { annotations: { a: 'b' } },
    { op: 'add', path: '/spec/template/metadata/annotations/kubectl.kubernetes.io~1default-container', value: 'main' }],
])('kubectl takes the first container, so where that is a helper %s is added', (_, metadata, operation) => {
  const workload = web([RBAC, main(), main({ name: 'other' })], metadata);
  const findings = check(defaultContainerMissing, workload);
  expect(findings).toEqual([{
    container: 'kube-rbac-proxy',
    field: FIELD,
    message: "kubectl logs and kubectl exec take this container, since it is the first, and not 'main'.",
    fix: `Set the annotation ${ANNOTATION} of the Pod to 'main'.`,
    patch: [operation],
  }]);
  expect(podMetadata(workloadsOf(applyPatch(workload.object, findings[0].patch!))[0]).annotations).toMatchObject({ [ANNOTATION]: 'main' });
});

test.each<[string, Container]>([
  ['a mesh proxy', main({ name: 'istio-proxy', image: 'istio/proxyv2:1.27.0' })],
  ['a container that calls itself a sidecar', main({ name: 'config-sidecar' })],
])('%s is such a helper, too', (_, first) => {
  expect(check(defaultContainerMissing, web([first, main()])).length).toBe(1);
});

test.each<[string, Workload]>([
  ['a sidecar and one main container, which kubectl takes anyway', web([main()])],
  ['a main container before its helper', web([main(), RBAC])],
  ['a first container that may well be meant', web([main({ name: 'envoy', image: 'envoyproxy/envoy:v1.35.0' }), main()])],
  ['helpers alone', web([RBAC, { ...RBAC, name: 'second' }])],
  ['a helper that is meant', annotated('kube-rbac-proxy', [RBAC, main()])],
  ['an annotation for logs, as it was before', web([RBAC, main()], { annotations: { 'kubectl.kubernetes.io/default-logs-container': 'main' } })],
  ['an annotation that names a sidecar', annotated('proxy')],
  ['an annotation that names an init container', annotated('init', [main()], { initContainers: [init()], selector: {} })],
  ['an annotation that names what a mesh injects', annotated('istio-proxy')],
  ['an annotation in Pods that something is injected into', web([main()], { annotations: { [ANNOTATION]: 'agent' }, labels: { inject: 'yes' } })],
  ['an annotation that a template fills in', annotated('{{ .Name }}')],
  ['an annotation that is no text', annotated(5)],
  ['an annotation in a patch', annotated('web', [main()], {})],
  ['an annotation of a Pod without containers', annotated('web', [])],
])('nothing is said of %s', (_, workload) => {
  expect(check(defaultContainerMissing, workload)).toEqual([]);
});

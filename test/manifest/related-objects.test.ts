import { RELATED_KINDS, RelatedObjects } from '../../src/manifest/related-objects';
import { KubernetesObject } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const [WORKLOAD] = workloadsOf({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { metadata: { labels: { app: 'web', tier: 'front' } }, spec: { containers: [] } } },
});
const [POD] = workloadsOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { app: 'web' } }, spec: { containers: [] } });

function object(kind: string, spec: object, namespace: string | undefined = 'shop', name = 'x'): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name, ...namespace !== undefined && { namespace } }, spec } as KubernetesObject;
}
const inDefault = (kind: string, spec: object) => ({ apiVersion: 'v1', kind, spec }) as KubernetesObject;

test('objects are found by their kind, in their order', () => {
  const [a, b, c] = [object('Service', {}), object('HorizontalPodAutoscaler', {}), object('Service', {}, 'shop', 'y')];
  const related = new RelatedObjects([a, b, c, {} as KubernetesObject]);
  expect([related.ofKind('Service'), related.ofKind('HorizontalPodAutoscaler'), related.ofKind('NetworkPolicy'), related.ofKind('')]).toEqual([[a, c], [b], [], [{}]]);
  expect(RelatedObjects.NONE.ofKind('Service')).toEqual([]);
});

test('only some kinds need to be kept', () => {
  expect([...RELATED_KINDS]).toEqual(['Service', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'MutatingWebhookConfiguration', 'CustomResourceDefinition']);
});

test.each<[string, unknown, boolean]>([
  ['some labels', { app: 'web' }, true],
  ['all labels', { app: 'web', tier: 'front' }, true],
  ['another value', { app: 'api' }, false],
  ['one label more', { app: 'web', x: 'y' }, false],
  ['nothing, which picks nothing', {}, false],
  ['no selector', undefined, false],
  ['a selector that is none', 'app=web', false],
])('a Service picks Pods by their labels: %s', (_, selector, picks) => {
  const service = object('Service', { selector });
  expect(new RelatedObjects([service]).servicesOf(WORKLOAD)).toEqual(picks ? [service] : []);
});

test('a Service picks Pods of its own namespace only, which is default where none is said', () => {
  const selector = { app: 'web' };
  const [shop, standard, said] = [object('Service', { selector }), inDefault('Service', { selector }), object('Service', { selector }, 'default')];
  const related = new RelatedObjects([shop, standard, said]);
  expect(related.servicesOf(WORKLOAD)).toEqual([shop]);
  expect(related.servicesOf(POD)).toEqual([standard, said]);
});

test('what picks the same Pods is found in its order, by whichever label it picks them', () => {
  const services = [{ tier: 'front' }, { app: 'web', tier: 'front' }, { app: 'api' }, { app: 'web' }].map(selector => object('Service', { selector }));
  expect(new RelatedObjects(services).servicesOf(WORKLOAD)).toEqual([services[0], services[1], services[3]]);
  const policies = [{ matchLabels: { tier: 'front' } }, {}, { matchLabels: { app: 'web' } }].map(podSelector => object('NetworkPolicy', { podSelector }));
  expect(new RelatedObjects(policies).networkPoliciesOf(WORKLOAD)).toEqual(policies);
});

test.each<[string, object, string, boolean]>([
  ['kind and name', { kind: 'Deployment', name: 'web' }, 'shop', true],
  ['another kind', { kind: 'StatefulSet', name: 'web' }, 'shop', false],
  ['another name', { kind: 'Deployment', name: 'api' }, 'shop', false],
  ['another namespace', { kind: 'Deployment', name: 'web' }, 'other', false],
])('an autoscaler names its workload: %s', (_, scaleTargetRef, namespace, scales) => {
  const autoscaler = object('HorizontalPodAutoscaler', { scaleTargetRef }, namespace);
  expect(new RelatedObjects([autoscaler]).autoscalersOf(WORKLOAD)).toEqual(scales ? [autoscaler] : []);
});

const terms = (...matchExpressions: object[]) => ({ matchExpressions });
test.each<[string, unknown, boolean]>([
  ['an empty selector, which picks everything', {}, true],
  ['no selector', undefined, false],
  ['labels', { matchLabels: { app: 'web' } }, true],
  ['other labels', { matchLabels: { app: 'api' } }, false],
  ['In', terms({ key: 'app', operator: 'In', values: ['api', 'web'] }), true],
  ['In others', terms({ key: 'app', operator: 'In', values: ['api'] }), false],
  ['NotIn', terms({ key: 'app', operator: 'NotIn', values: ['web'] }), false],
  ['NotIn others', terms({ key: 'app', operator: 'NotIn', values: ['api'] }), true],
  ['NotIn of a label that is not there', terms({ key: 'x', operator: 'NotIn', values: ['api'] }), true],
  ['Exists', terms({ key: 'tier', operator: 'Exists' }), true],
  ['Exists of a label that is not there', terms({ key: 'x', operator: 'Exists' }), false],
  ['DoesNotExist', terms({ key: 'tier', operator: 'DoesNotExist' }), false],
  ['DoesNotExist of a label that is not there', terms({ key: 'x', operator: 'DoesNotExist' }), true],
  ['an operator that is none', terms({ key: 'app', operator: 'Is', values: ['web'] }), false],
  ['both, of which one does not hold', { matchLabels: { app: 'web' }, ...terms({ key: 'x', operator: 'Exists' }) }, false],
])('a NetworkPolicy picks Pods by terms: %s', (_, podSelector, picks) => {
  const policy = object('NetworkPolicy', { podSelector });
  expect(new RelatedObjects([policy]).networkPoliciesOf(WORKLOAD)).toEqual(picks ? [policy] : []);
});

test('a NetworkPolicy of another namespace picks nothing', () => {
  expect(new RelatedObjects([object('NetworkPolicy', { podSelector: {} }, 'other')]).networkPoliciesOf(WORKLOAD)).toEqual([]);
});

test('Pods without labels are picked by what picks everything', () => {
  const [bare] = workloadsOf({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [] } });
  const policy = inDefault('NetworkPolicy', { podSelector: {} });
  const related = new RelatedObjects([policy, inDefault('Service', { selector: { app: 'web' } })]);
  expect([related.networkPoliciesOf(bare), related.servicesOf(bare)]).toEqual([[policy], []]);
});

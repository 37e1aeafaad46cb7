import { KubernetesObject } from '../../src/manifest/types';
import { workloadsByShape } from '../../src/manifest/workloads-by-shape';

const podSpec = { containers: [{ name: 'main', image: 'main:1' }] };
const inThing = (spec: object, rest: object = {}) => ({ apiVersion: 'example.org/v1', kind: 'Thing', spec, ...rest });
const paths = (object: KubernetesObject) => workloadsByShape(object).map(({ podSpecPath }) => podSpecPath);

test('what looks like the spec of a Pod is one, wherever it is', () => {
  expect(paths(inThing({ template: { spec: podSpec }, others: [{ pod: podSpec }] }))).toEqual(['spec.template.spec', 'spec.others[0].pod']);
  expect(paths(inThing({ pod: { ...podSpec, initContainers: [{ name: 'init', command: ['run'] }] } }))).toEqual(['spec.pod']);
});

test.each<[string, KubernetesObject]>([
  ['a list of other things', inThing({ containers: [{ name: 'main', size: 3 }] })],
  ['containers at the root of an object', inThing({}, { containers: podSpec.containers })],
  ['variables as a map', inThing({ containers: [{ name: 'main', image: 'main:1', env: { LEVEL: 'debug' } }] })],
  ['ports as texts', inThing({ containers: [{ name: 'main', image: 'main:1', ports: ['80:80'] }] })],
  ['names with spaces', inThing({ containers: [{ name: 'My App', image: 'main:1' }] })],
  ['the pattern of a policy', inThing({ validate: { pattern: { spec: podSpec } } })],
  ['names that stand for any', inThing({ mutate: { spec: { containers: [{ name: '*', image: 'main:1' }] } } })],
])('this is no spec of a Pod: %s', (_, object) => {
  expect(paths(object)).toEqual([]);
});

test.each<[string, object]>([
  ['what is to be filled in', { name: '{{ name }}', image: 'main:1', ports: [{ containerPort: '{{ port }}' }] }],
  ['what the kind may fill in', { name: 'main', image: 'main:1', livenessProbe: { httpGet: { path: '/' } } }],
])('it may leave out something: %s', (_, container) => {
  expect(paths(inThing({ containers: [container] }))).toEqual(['spec']);
});

import { workloadsByShape } from '../../src/manifest/workloads-by-shape';
import { deepFreeze } from '../deep-freeze';

const CONTAINER = { name: 'a', image: 'b' };
const podSpec = { containers: [CONTAINER] };
const object = (fields: object) => deepFreeze({ apiVersion: 'example.com/v1', kind: 'Fleet', ...fields });
const paths = (fields: object) => workloadsByShape(object(fields)).map(({ podSpecPath }) => podSpecPath);

test('a workload that is told by its shape is marked so, and is nothing but its Pod spec', () => {
  const fleet = object({ spec: podSpec });
  expect(workloadsByShape(fleet)).toEqual([{ object: fleet, kind: 'Fleet', podSpec, podSpecPath: 'spec', isGuess: true }]);
});

test.each<[string, object, string[]]>([
  ['in a template', { spec: { template: { spec: podSpec } } }, ['spec.template.spec']],
  ['in lists and maps, several of them', { spec: { a: [{ template: podSpec }, { x: podSpec }], b: podSpec } }, ['spec.a[0].template', 'spec.a[1].x', 'spec.b']],
  ['with init containers', { spec: { containers: [CONTAINER], initContainers: [{ name: 'i', command: ['x'] }] } }, ['spec']],
  ['with a command in place of an image', { spec: { containers: [{ name: 'a', command: ['x'] }] } }, ['spec']],
  ['within another one, which is not looked for', { spec: { ...podSpec, inner: podSpec } }, ['spec']],
  ['as deep as they come', [...'abcdefghijkl'].reduceRight<object>((inner, key) => ({ [key]: inner }), podSpec), ['a.b.c.d.e.f.g.h.i.j.k.l']],
])('what looks like a spec of Pods is found %s', (_, fields, expected) => {
  expect(paths(fields)).toEqual(expected);
});

test.each<[string, object]>([
  ['no containers', { spec: { containers: [] } }],
  ['containers that are no list', { spec: { containers: { a: CONTAINER } } }],
  ['containers that are texts', { spec: { containers: ['a'] } }],
  ['a container without a name', { spec: { containers: [CONTAINER, { image: 'b' }] } }],
  ['a container whose name is a number', { spec: { containers: [{ name: 1, image: 'b' }] } }],
  ['a container without image and command', { spec: { containers: [{ name: 'a' }] } }],
  ['init containers that look like something else', { spec: { containers: [CONTAINER], initContainers: 'x' } }],
  ['a container that is null', { spec: { containers: [null] } }],
  ['a place deeper than Pod templates are', [...'abcdefghijklm'].reduceRight<object>((inner, key) => ({ [key]: inner }), podSpec)],
  ['a key with a dot on its way', { spec: { 'a.b': podSpec } }],
  ['a list of other things', { spec: { containers: [{ name: 'main', size: 3 }] } }],
  ['containers at the root of an object', podSpec],
  ['variables as a map', { spec: { containers: [{ name: 'main', image: 'main:1', env: { LEVEL: 'debug' } }] } }],
  ['ports as texts', { spec: { containers: [{ name: 'main', image: 'main:1', ports: ['80:80'] }] } }],
  ['names with spaces', { spec: { containers: [{ name: 'My App', image: 'main:1' }] } }],
  ['the pattern of a policy', { spec: { validate: { pattern: { spec: podSpec } } } }],
  ['names that stand for any', { spec: { mutate: { spec: { containers: [{ name: '*', image: 'main:1' }] } } } }],
])('with %s, it is none', (_, fields) => {
  expect(paths(fields)).toEqual([]);
});

test.each<[string, object]>([
  ['what is to be filled in', { name: '{{ name }}', image: 'main:1', ports: [{ containerPort: '{{ port }}' }] }],
  ['what the kind may fill in', { name: 'main', image: 'main:1', livenessProbe: { httpGet: { path: '/' } } }],
])('it may leave out something: %s', (_, container) => {
  expect(paths({ spec: { containers: [container] } })).toEqual(['spec']);
});

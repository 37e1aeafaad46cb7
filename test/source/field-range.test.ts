import { fieldPlace } from '../../src/source/field-range';
import { readDocuments, treeOf } from '../../src/source/read-documents';

const POD = `apiVersion: v1
kind: Pod
metadata:
  annotations:
    example.com/owner: "me"   # with a comment
spec:
  restartPolicy:   Never
  containers:
  - name: web
    image: 'nginx:1'
    command:
      - sh
      - -c
      - |
        echo
    ports: [{containerPort: 80, name: http}]
  -
    image: other
    resources: {}
    stdin:
`;

function shown(field: string, text: string = POD): string {
  const [document] = readDocuments(text).documents;
  const { start, end } = fieldPlace(text, treeOf(document)!, field);
  return text.slice(start, end);
}

test.each<[string, string, string]>([
  ['a text', 'spec.restartPolicy', 'restartPolicy:   Never'],
  ['a quoted text', 'spec.containers[0].image', "image: 'nginx:1'"],
  ['an annotation', 'metadata.annotations[example.com/owner]', 'example.com/owner: "me"'],
  ['a map, by its key', 'spec', 'spec'],
  ['a list, by its key', 'spec.containers[0].command', 'command'],
  ['a text of a list', 'spec.containers[0].command[1]', '-c'],
  ['a text of several lines, by its first line', 'spec.containers[0].command[2]', '        echo'],
  ['a map of a list, by what it begins with', 'spec.containers[0]', 'name: web'],
  ['another map of a list', 'spec.containers[1]', 'image: other'],
  ['a field in braces', 'spec.containers[0].ports[0].containerPort', 'containerPort: 80'],
  ['an empty map', 'spec.containers[1].resources', 'resources'],
  ['an empty field', 'spec.containers[1].stdin', 'stdin'],
])('finds %s', (_, field, expected) => {
  expect(shown(field)).toBe(expected);
});

test.each<[string, string, string]>([
  ['the name of the container that it is missing in', 'spec.containers[0].startupProbe', 'name: web'],
  ['the name in braces', 'spec.containers[0].ports[0].protocol', 'name: http'],
  ['the container itself if it has no name', 'spec.containers[1].startupProbe', 'image: other'],
  ['the key of the map that it is missing in', 'spec.initContainers[0].image', 'spec'],
  ['the key of the annotations', 'metadata.annotations[example.com/other]', 'annotations'],
  ['the object', 'status.phase', 'apiVersion: v1'],
])('of a field that is missing, finds %s', (_, field, expected) => {
  expect(shown(field)).toBe(expected);
});

test('finds fields of JSON', () => {
  expect(shown('spec.containers[0].image', '{"spec": {"containers": [{"name": "a", "image": "b"}]}}')).toBe('"image": "b"');
});

test('finds fields behind anchors, and stops at aliases', () => {
  const text = 'base: &base\n  image: a\nspec:\n  one: *base\n  two: &two {image: b}\n';
  expect(shown('spec.one.image', text)).toBe('one');
  expect(shown('spec.two.image', text)).toBe('image: b');
});

test('tells everything that a field is in, from the outside in', () => {
  const [document] = readDocuments(POD).documents;
  const { around } = fieldPlace(POD, treeOf(document)!, 'spec.containers[0].image');
  expect(around.map(offset => POD.slice(offset).split('\n')[0])).toEqual([
    'apiVersion: v1', 'spec:', 'containers:', 'name: web', "image: 'nginx:1'",
  ]);
});

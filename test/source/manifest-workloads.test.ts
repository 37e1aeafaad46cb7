import { withPodSpec } from '../../src/manifest/workloads';
import { mapWorkloadText, workloadsIn } from '../../src/source/manifest-workloads';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: [{name: web}]\n';
const CONFIG = 'apiVersion: v1\nkind: ConfigMap # as it is\n';
const LIST = '{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "in a list"}]}}]}\n';

test('all workloads of a stream are read, also those in lists and those without sidecars', () => {
  expect(workloadsIn(`${POD}---\n${CONFIG}---\n---\n${LIST}---\nvalues: {spec: 5}\n`, 'a.yaml').map(({ podSpec }) => podSpec.containers[0].name))
    .toEqual(['web', 'in a list']);
});

test('kinds that are not known are read where they are said to be', () => {
  const fleet = 'apiVersion: example.com/v1\nkind: Fleet\nspec: {template: {spec: {containers: [{name: ship}]}}}\n';
  expect(workloadsIn(fleet, 'a.yaml')).toEqual([]);
  expect(workloadsIn(fleet, 'a.yaml', [{ apiGroup: 'example.com', kind: 'Fleet', podTemplate: 'spec.template' }])).toHaveLength(1);
});

test('each is called by its kind and name, and its fields have places in the file', () => {
  const seen: string[] = [];
  mapWorkloadText(`${CONFIG}---\n${POD}---\n${LIST}`, 'a.yaml', ({ workload, title, where }) => {
    seen.push(`${title}: ${where('spec.containers[0].name')}`);
    return workload;
  });
  expect(seen).toEqual(['Pod web: a.yaml:8:23', 'Pod: a.yaml:10:117']);
});

test('those that are changed are printed anew, and all else keeps its text', () => {
  const named = (name: string) => mapWorkloadText(`${CONFIG}---\n${POD}`, 'a.yaml', ({ workload }) => withPodSpec(workload, { containers: [{ name }] }));
  expect(named('app')).toBe(`${CONFIG}---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: app\n`);
  expect(mapWorkloadText(`${CONFIG}---\n${POD}`, 'a.yaml', ({ workload }) => workload)).toBe(`${CONFIG}---\n${POD}`);
});

test('a workload without its form is an error with its place', () => {
  expect(() => workloadsIn(POD.replace('{name: web}]', '{image: 5}]'), 'a.yaml'))
    .toThrow('a.yaml:5:16: Pod web: spec.containers[0] has no name.\na.yaml:5:24: Pod web: spec.containers[0].image must be a text, not 5.');
});

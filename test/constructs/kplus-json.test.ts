import { readFileSync } from 'node:fs';
import { FREE_FORM, JSON_NAMES } from '../../src/constructs/kplus-json';

/** The functions of cdk8s-plus that make JSON of its generated classes, and the text of each. */
const FUNCTIONS = new Map([...readFileSync(require.resolve('cdk8s-plus-27/lib/imports/k8s.js'), 'utf8')
  .matchAll(/^function (toJson_\w+)\(obj\) \{\n(.*?)^\}/gms)].map(([, name, body]) => [name, body]));

interface Field {
  readonly name: string;
  readonly json: string;
  readonly expression: string;
}

/** The fields of all that a function, or one that it calls, makes JSON of. */
function fieldsFrom(start: string, seen: Map<string, Field[]> = new Map()): Map<string, Field[]> {
  if (!seen.has(start)) {
    const lines = FUNCTIONS.get(start)!.matchAll(/^\s+'([^']+)': (.*),$/gm);
    const fields = [...lines].map(([, json, expression]) => ({ json, expression, name: /obj\.(\w+)/.exec(expression)![1] }));
    seen.set(start, fields);
    fields.flatMap(({ expression }) => expression.match(/toJson_\w+/) ?? []).forEach(next => fieldsFrom(next, seen));
  }
  return seen;
}

const STARTS = ['toJson_JobSpec', 'toJson_Container', 'toJson_Volume'];
const STRUCTURES = [...STARTS.reduce((seen, start) => fieldsFrom(start, seen), new Map<string, Field[]>()).values()];
const FIELDS = STRUCTURES.flat();
const unique = <T>(items: readonly T[]) => [...new Set(items)].sort();

test('all fields that the classes of cdk8s-plus spell in their own way are known, and no others', () => {
  const pairs = FIELDS.filter(({ name, json }) => name !== json).map(({ name, json }) => `${name}: ${json}`);
  expect(pairs.length).toBeGreaterThan(5);
  expect(unique(pairs)).toEqual([...JSON_NAMES].map(([name, json]) => `${name}: ${json}`).sort());
});

test('no field is spelt in two ways', () => {
  const names = new Set(FIELDS.filter(({ name }) => JSON_NAMES.has(name)).map(({ name, json }) => `${name}: ${json}`));
  expect(names.size).toBe(JSON_NAMES.size);
});

test('all fields with keys that somebody has given are known, and no others', () => {
  expect(unique(FIELDS.filter(({ expression }) => expression.includes('Object.entries')).map(({ name }) => name))).toEqual([...FREE_FORM].sort());
});

test('all other fields are passed on, or the value of a scalar is', () => {
  const passedOn = /^(obj\.\w+(\?\.(map\(y => y\)|value|toISOString\(\)))?|(obj\.\w+\?\.map\(y => )?toJson_\w+\((y|obj\.\w+)\)\)?)$/;
  expect(FIELDS.filter(({ expression }) => !expression.includes('Object.entries') && !passedOn.test(expression))).toEqual([]);
});

test('the fields are in alphabetical order, in either spelling', () => {
  const follows = (field: Field, before: Field | undefined) => !before || (field.name > before.name && field.json > before.json);
  expect(STRUCTURES.filter(fields => !fields.every((field, i) => follows(field, fields[i - 1])))).toEqual([]);
});

import fc from 'fast-check';
import { parseEvents } from 'js-yaml';
import { parse } from 'yaml';
import { applyPatch, PatchOperation, pointerSegments } from '../../src/manifest/json-patch';
import { documentTree } from '../../src/source/document-tree';
import { KUBECTL_YAML, yamlText } from '../../src/source/kubectl-yaml';
import { patchEdits } from '../../src/source/patch-edits';
import { withEdits } from '../../src/source/text-edit';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const read = (text: string): unknown => parse(text, KUBECTL_YAML);
const edits = (text: string, patch: readonly PatchOperation[]) => patchEdits(text, documentTree(text, parseEvents(text, {}))!, patch);

const KEY = fc.oneof(fc.constantFrom('a', 'b', 'c', 'name', 'x.y/z', 'on', '1', '- d', '~e', 'f: g'), fc.string({ minLength: 1 }));
const SCALAR = fc.oneof(
  fc.string(),
  fc.constantFrom('', 'yes', '0644', '# no comment', 'a # b', 'a: b', '- a', '- a: b', "it's", '"', 'a\nb\n', '  a\n b\n\n', '\n', 'a\n\n\n', '{a', '*a', '&a', 'é', '😀'),
  fc.integer(), fc.boolean(), fc.constant(null),
);
const { value: VALUE, object: OBJECT } = fc.letrec<{ value: Json; object: { [key: string]: Json } }>(tie => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, SCALAR, tie('object'), fc.array(tie('value'), { maxLength: 4 })),
  object: fc.dictionary(KEY.filter(key => key !== '__proto__'), tie('value'), { maxKeys: 5, noNullPrototype: true }),
}));
const ROOT = fc.tuple(OBJECT, VALUE).map(([object, value]) => ({ ...object, always: value }));

const LAYOUTS: { readonly [name: string]: (value: object) => string } = {
  'YAML': value => yamlText(value),
  'YAML with lists that are not indented': value => yamlText(value, { indentSeq: false }),
  'YAML with CRLF': value => yamlText(value).replace(/\n/g, '\r\n'),
  'YAML without a line break at the end': value => yamlText(value).replace(/\n$/, ''),
  'YAML after a separator': value => `# first\n---\n${yamlText(value)}`,
  'JSON': value => JSON.stringify(value),
  'JSON on several lines': value => JSON.stringify(value, null, 2),
  'JSON with tabs': value => JSON.stringify(value, null, '\t'),
};

const segment = (key: string | number) => String(key).replace(/~/g, '~0').replace(/\//g, '~1');

/** Pointers to all that is in a value. */
function pointersIn(value: unknown, pointer = ''): string[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => [`${pointer}/${segment(key)}`, ...pointersIn(item, `${pointer}/${segment(key)}`)]) : [];
}

/** Pointers to places where there may be something new. */
function placesIn(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const inside = Object.entries(value).flatMap(([key, item]) => placesIn(item, `${pointer}/${segment(key)}`));
  return Array.isArray(value) ? [...[...value.keys(), '-'].map(key => `${pointer}/${key}`), ...inside] : [`${pointer}/new`, ...inside];
}

function pick<T>(values: readonly T[], choice: number): T {
  return values[choice % values.length];
}

interface Choice {
  readonly op: PatchOperation['op'];
  readonly from: number;
  readonly to: number;
  readonly value: Json;
}

const CHOICE: fc.Arbitrary<Choice> = fc.record({
  op: fc.constantFrom('add', 'replace', 'remove', 'copy', 'move'), from: fc.nat(1000), to: fc.nat(1000), value: VALUE,
});

/** What is at a pointer. */
function valueAt(value: unknown, pointer: string): unknown {
  return pointerSegments(pointer).reduce<unknown>((at, key) => (at as { [key: string]: unknown })[key], value);
}

function operationOn(object: object, { op, from, to, value }: Choice): PatchOperation {
  const there = pointersIn(object);
  const path = pick(placesIn(object), to);
  switch (op) {
    case 'add': return { op, path, value };
    case 'replace': return { op, path: pick(there, from), value };
    case 'remove': return { op, path: pick(there, from) };
    default: return { op, from: pick(there, from), path };
  }
}

/** As many operations as fit. */
function patchOf(object: object, choices: readonly Choice[]): PatchOperation[] {
  const patch: PatchOperation[] = [];
  let value: object = object;
  for (const choice of choices) {
    try {
      const operation = operationOn(value, choice);
      value = applyPatch(value, [operation]);
      patch.push(operation);
    } catch {
      // Such as a move into itself.
    }
  }
  return patch;
}

describe.each(Object.keys(LAYOUTS))('%s', layout => {
  test('an operation can be written, and does what it says', () => {
    fc.assert(fc.property(ROOT, CHOICE, (object, choice) => {
      const text = LAYOUTS[layout](object);
      const patch = patchOf(object, [choice]);
      const changes = edits(text, patch);
      expect({ text, patch, changes }).toEqual({ text, patch, changes: expect.anything() });
      expect(read(withEdits(text, changes!))).toEqual(applyPatch(read(text), patch));
    }), { numRuns: 40 });
  });

  test('so do several', () => {
    fc.assert(fc.property(ROOT, fc.array(CHOICE, { minLength: 2, maxLength: 6 }), (object, choices) => {
      const text = LAYOUTS[layout](object);
      const patch = patchOf(object, choices);
      const changes = edits(text, patch);
      expect({ text, patch, changes }).toEqual({ text, patch, changes: expect.anything() });
      expect(read(withEdits(text, changes!))).toEqual(applyPatch(read(text), patch));
      expect(changes).toEqual([...changes!].sort((a, b) => a.start - b.start));
    }), { numRuns: 20 });
  });
});

/** What can be written with a comment above each line and at the end of each. */
const PLAIN = fc.letrec<{ value: Json; object: { [key: string]: Json } }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer(), fc.constantFrom('x', 'a: b', '# none', ''), tie('object'), fc.array(tie('value'), { maxLength: 4 }),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'name'), tie('value'), { maxKeys: 4, noNullPrototype: true }),
})).object.filter(object => Object.keys(object).length > 1);

let count = 0;
const withComments = (text: string) => text.replace(/^( *)(.*)\n/gm, (_, indent, line) => `${indent}# comment ${++count}\n${indent}${line} # comment ${++count}\n`);
const commentsIn = (text: string): string[] => text.match(/# comment \d+/g) ?? [];
const sorted = (comments: readonly string[]) => [...comments].sort();

describe.each([true, false])('a comment on every line, lists indented: %s', indentSeq => {
  const textOf = (object: object) => withComments(yamlText(object, { indentSeq }));

  test('stays where something is added or copied, and where a single value is replaced', () => {
    fc.assert(fc.property(PLAIN, CHOICE, fc.constantFrom('add', 'copy', 'replace'), (object, choice, op) => {
      const text = textOf(object);
      const patch = patchOf(object, [{ ...choice, op }]);
      fc.pre(patch.every(operation => operation.op !== 'replace' || typeof valueAt(object, operation.path) !== 'object'));
      const changes = edits(text, patch)!;
      expect(commentsIn(withEdits(text, changes))).toEqual(commentsIn(text));
      expect(changes.length).toBeLessThanOrEqual(2);
    }), { numRuns: 100 });
  });

  test('goes along where something is moved', () => {
    fc.assert(fc.property(PLAIN, CHOICE, (object, choice) => {
      const text = textOf(object);
      const changes = edits(text, patchOf(object, [{ ...choice, op: 'move' }]));
      fc.pre(changes !== undefined);
      expect(sorted(commentsIn(withEdits(text, changes!)))).toEqual(sorted(commentsIn(text)));
    }), { numRuns: 100 });
  });

  test('goes where its line goes, and stays above the first of those that go', () => {
    fc.assert(fc.property(PLAIN, CHOICE, (object, choice) => {
      const text = textOf(object);
      const [{ path }] = patchOf(object, [{ ...choice, op: 'remove' }]);
      const removed = valueAt(object, path);
      const isItem = Array.isArray(valueAt(object, path.slice(0, path.lastIndexOf('/'))));
      const gone = yamlText(isItem ? [removed] : { k: removed }).trim().split('\n').length;
      const after = withEdits(text, edits(text, [{ op: 'remove', path }])!);
      expect(commentsIn(after)).toHaveLength(commentsIn(text).length - 2 * gone + 1);
      expect(commentsIn(text).filter(comment => commentsIn(after).includes(comment))).toEqual(commentsIn(after));
    }), { numRuns: 100 });
  });
});

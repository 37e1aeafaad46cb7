import fc from 'fast-check';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { place, Placement } from '../../src/placement/place';
import { deepFreeze } from '../deep-freeze';

const container = (name: string) => ({ name });
const containers = (names: readonly string[]) => names.map(container);
const sidecar = (name: string, { startsBefore = [], startsAfter = [] }: Partial<Placement> = {}): Placement =>
  ({ container: { name, restartPolicy: 'Always' }, startsBefore, startsAfter });
const placed = (initContainers: string[], ...placements: Placement[]) => {
  const result = place(deepFreeze(containers(initContainers)), deepFreeze(placements), containers(['main']));
  return { ...result, initContainers: result.initContainers?.map(({ name }) => name) };
};

test.each<[string, string[], Placement[], string[]]>([
  ['a sidecar without an order comes before all init containers', ['init'], [sidecar('s')], ['s', 'init']],
  ['sidecars without an order keep the order in which they were added', ['init'], [sidecar('b'), sidecar('a')], ['b', 'a', 'init']],
  ['a sidecar comes right after the init container it starts after',
    ['i0', 'i1', 'i2'], [sidecar('s', { startsAfter: ['i1'] })], ['i0', 'i1', 's', 'i2']],
  ['a sidecar that starts before an init container comes as early as it can',
    ['i0', 'i1'], [sidecar('s', { startsBefore: ['i1'] })], ['s', 'i0', 'i1']],
  ['a sidecar may stand between two init containers',
    ['i0', 'i1', 'i2'], [sidecar('s', { startsAfter: ['i0'], startsBefore: ['i2'] })], ['i0', 's', 'i1', 'i2']],
  ['a sidecar may start after one that was added later', [], [sidecar('a', { startsAfter: ['b'] }), sidecar('b')], ['b', 'a']],
  ['a sidecar may start before one that was added earlier', [], [sidecar('a'), sidecar('b', { startsBefore: ['a'] })], ['b', 'a']],
  ['what starts after a late sidecar is late as well',
    ['init'], [sidecar('a', { startsAfter: ['b'] }), sidecar('b', { startsAfter: ['init'] })], ['init', 'b', 'a']],
  ['a late sidecar holds no other one back', ['init'], [sidecar('late', { startsAfter: ['init'] }), sidecar('early')], ['early', 'init', 'late']],
  ['a sidecar written by hand stays among the init containers',
    ['i0', 'by-hand', 'i1'], [sidecar('s', { startsAfter: ['by-hand'] })], ['i0', 'by-hand', 's', 'i1']],
  ['no sidecars leave the init containers as they are', ['i1', 'i0'], [], ['i1', 'i0']],
])('%s', (_, initContainers, placements, expected) => {
  expect(placed(initContainers, ...placements)).toEqual({ initContainers: expected, diagnostics: [] });
});

test('containers are placed as they are, not copied', () => {
  const init = container('init');
  const placement = sidecar('s');
  const { initContainers } = place([init], [placement], []);
  expect(initContainers![0]).toBe(placement.container);
  expect(initContainers![1]).toBe(init);
});

test.each<[string, string[], Placement[], object[]]>([
  ['a name that nothing has', ['init'], [sidecar('other'), sidecar('s', { startsAfter: ['initt'] })], [{
    container: 's',
    field: 'startsAfter',
    message: '\'initt\' is neither an init container nor a sidecar of this Pod.',
    fix: 'Use one of: other, init.',
  }]],
  ['a name that nothing has, with nothing else to name', [], [sidecar('s', { startsBefore: ['init'] })], [{
    container: 's',
    field: 'startsBefore',
    message: '\'init\' is neither an init container nor a sidecar of this Pod.',
    fix: 'Use one of: (there is no other).',
  }]],
  ['a main container', ['init'], [sidecar('s', { startsAfter: ['main'] })], [{
    container: 's',
    field: 'startsAfter',
    message: '\'main\' is one of the main containers, and those always start after all sidecars and init containers.',
    fix: 'Take \'main\' out of startsAfter.',
  }]],
  ['several such names', [], [sidecar('a', { startsAfter: ['x'], startsBefore: ['main'] }), sidecar('b', { startsAfter: ['y'] })], [{
    container: 'a',
    field: 'startsBefore',
    message: '\'main\' is one of the main containers, and those always start after all sidecars and init containers.',
    fix: 'Take \'main\' out of startsBefore.',
  }, {
    container: 'a',
    field: 'startsAfter',
    message: '\'x\' is neither an init container nor a sidecar of this Pod.',
    fix: 'Use one of: b.',
  }, {
    container: 'b',
    field: 'startsAfter',
    message: '\'y\' is neither an init container nor a sidecar of this Pod.',
    fix: 'Use one of: a.',
  }]],
])('an order that names %s is an error', (_, initContainers, placements, diagnostics) => {
  expect(placed(initContainers, ...placements)).toEqual({
    diagnostics: diagnostics.map(diagnostic => ({ id: 'SC113', slug: 'order-unknown-name', severity: DiagnosticSeverity.ERROR, ...diagnostic })),
  });
});

test.each<[string, string[], Placement[], string, string]>([
  ['itself', [], [sidecar('s', { startsAfter: ['s'] })], 's', '\'s\' waits for \'s\' (startsAfter)'],
  ['each other', [], [sidecar('a', { startsAfter: ['b'] }), sidecar('b', { startsAfter: ['a'] })], 'a',
    '\'a\' waits for \'b\' (startsAfter), \'b\' waits for \'a\' (startsAfter)'],
  ['each other, told from both sides', [], [sidecar('a', { startsAfter: ['b'], startsBefore: ['b'] }), sidecar('b')], 'a',
    '\'a\' waits for \'b\' (startsAfter), \'b\' waits for \'a\' (startsBefore of \'a\')'],
  ['init containers the other way round', ['i0', 'i1', 'i2'], [sidecar('s', { startsAfter: ['i2'], startsBefore: ['i1'] })], 's',
    '\'s\' waits for \'i2\' (startsAfter), \'i2\' waits for \'i1\' (order of initContainers), \'i1\' waits for \'s\' (startsBefore of \'s\')'],
  ['each other through init containers',
    ['i0', 'i1'], [sidecar('a', { startsAfter: ['i1'] }), sidecar('b', { startsAfter: ['a'], startsBefore: ['i0'] })], 'a',
    '\'a\' waits for \'i1\' (startsAfter), \'i1\' waits for \'i0\' (order of initContainers), '
    + '\'i0\' waits for \'b\' (startsBefore of \'b\'), \'b\' waits for \'a\' (startsAfter)'],
])('sidecars that wait for %s are an error', (_, initContainers, placements, first, chain) => {
  expect(placed(initContainers, ...placements)).toEqual({
    diagnostics: [{
      id: 'SC114',
      slug: 'order-cycle',
      severity: DiagnosticSeverity.ERROR,
      container: first,
      field: 'startsBefore/startsAfter',
      message: `there is no order in which these can start: ${chain}.`,
      fix: 'Take one link out of the chain.',
    }],
  });
});

const INITS = ['i0', 'i1', 'i2', 'i3'];
const SIDECARS = ['s0', 's1', 's2', 's3'];

/** Init containers and sidecars, with links among them and to themselves. */
const pods = fc.record({ inits: fc.shuffledSubarray(INITS), sidecars: fc.shuffledSubarray(SIDECARS) }).chain(({ inits, sidecars }) => {
  const names = [...inits, ...sidecars];
  const links = fc.oneof(fc.constant([]), fc.subarray(names, { maxLength: Math.min(2, names.length) }));
  return fc.record({
    inits: fc.constant(inits),
    placements: fc.tuple(...sidecars.map(name => fc.record({ startsBefore: links, startsAfter: links }).map(order => sidecar(name, order)))),
  });
});

/** Every [earlier, later] that must hold. */
function constraints(inits: string[], placements: Placement[]): [string, string][] {
  return [
    ...inits.slice(1).map((name, i): [string, string] => [inits[i], name]),
    ...placements.flatMap(({ container: { name }, startsBefore, startsAfter }) => [
      ...startsAfter.map((earlier): [string, string] => [earlier, name]),
      ...startsBefore.map((later): [string, string] => [name, later]),
    ]),
  ];
}

function hasCycle(edges: [string, string][]): boolean {
  const reaches = (from: string, to: string, seen: string[] = []): boolean => edges.some(([earlier, later]) =>
    earlier === from && (later === to || !seen.includes(later) && reaches(later, to, [...seen, later])));
  return edges.some(([name]) => reaches(name, name));
}

test('the result has every container once and keeps all orders, or it tells a circle that there is', () => {
  fc.assert(fc.property(pods, ({ inits, placements }) => {
    const { initContainers, diagnostics } = placed(inits, ...placements);
    const edges = constraints(inits, placements);
    if (initContainers === undefined) {
      expect(hasCycle(edges)).toBe(true);
      expect(diagnostics.map(({ id }) => id)).toEqual(['SC114']);
      const chain = [...diagnostics[0].message.matchAll(/'(\w+)' waits for '(\w+)'/g)].map(([, later, earlier]) => ({ later, earlier }));
      chain.forEach(({ later, earlier }, i) => {
        expect(edges).toContainEqual([earlier, later]);
        expect(earlier).toBe(chain[(i + 1) % chain.length].later);
      });
    } else {
      expect(diagnostics).toEqual([]);
      expect([...initContainers].sort()).toEqual([...inits, ...placements.map(each => each.container.name)].sort());
      expect(initContainers.filter(name => inits.includes(name))).toEqual(inits);
      expect(edges.filter(([earlier, later]) => initContainers.indexOf(earlier) >= initContainers.indexOf(later))).toEqual([]);
    }
  }));
});

test('at each place stands the first that can, of the sidecars as added and then the init containers', () => {
  fc.assert(fc.property(pods, ({ inits, placements }) => {
    const { initContainers } = placed(inits, ...placements);
    fc.pre(initContainers !== undefined);
    const edges = constraints(inits, placements);
    const rest = [...placements.map(each => each.container.name), ...inits];
    for (const name of initContainers) {
      expect(name).toBe(rest.find(candidate => !edges.some(([earlier, later]) => later === candidate && rest.includes(earlier))));
      rest.splice(rest.indexOf(name), 1);
    }
  }));
});

test('the same Pod gives the same result, in whatever order the fields of its containers are', () => {
  const reversed = <T extends object>(object: T) => Object.fromEntries(Object.entries(object).reverse()) as T;
  fc.assert(fc.property(pods, ({ inits, placements }) => {
    const result = placed(inits, ...placements);
    expect(placed(inits, ...placements)).toEqual(result);
    expect(placed(inits, ...placements.map(each => reversed({ ...each, container: reversed(each.container) })))).toEqual(result);
  }));
});

test('sidecars without an order all come first, as they were added', () => {
  fc.assert(fc.property(fc.shuffledSubarray(INITS), fc.shuffledSubarray(SIDECARS), (inits, sidecars) => {
    expect(placed(inits, ...sidecars.map(name => sidecar(name)))).toEqual({ initContainers: [...sidecars, ...inits], diagnostics: [] });
  }));
});

import { ClusterFeature } from '../../src/cluster/cluster-feature';
import { FEATURE_TABLE, FeatureRow, isEnabled } from '../../src/cluster/feature-table';

test.each(Object.values(ClusterFeature))('it is known when %s came', feature => {
  expect(FEATURE_TABLE.map(row => row.feature)).toContain(feature);
});

test.each(FEATURE_TABLE.map(row => [row.feature, row] as const))('%s has a source, and stages that follow each other', (_, row) => {
  expect(row.source).toMatch(/KEP-\d+|kubernetes\/kubernetes#\d+/);
  expect(row.needs).not.toEqual([]);
  const stages = [row.alpha, row.on, row.locked, row.gateRemoved].filter(stage => stage !== undefined);
  expect(stages).toEqual([...stages].sort((a, b) => a - b));
});

test.each(FEATURE_TABLE.filter(row => row.gate === undefined))('$feature has no gate, and so no stages of one', row => {
  expect([row.alpha, row.locked, row.gateRemoved]).toEqual([undefined, undefined, undefined]);
});

test('rows of one gate agree on when it was locked and removed', () => {
  const ends = new Map<string, Set<string>>();
  for (const { gate, locked, gateRemoved } of FEATURE_TABLE.filter(row => row.gate !== undefined)) {
    ends.set(gate!, (ends.get(gate!) ?? new Set()).add(`${locked} ${gateRemoved}`));
  }
  expect([...ends].filter(([, { size }]) => size > 1)).toEqual([]);
});

const row = (stages: Partial<FeatureRow>): FeatureRow => ({
  feature: ClusterFeature.NATIVE_SIDECARS, needs: ['node'], source: '', on: 29, ...stages,
});
const gated = row({ gate: 'Gate', alpha: 28, locked: 33 });

test.each([
  ['as an alpha', gated, 28, undefined, false],
  ['as an alpha, turned on', gated, 28, true, true],
  ['before its alpha, turned on', gated, 27, true, false],
  ['as a beta', gated, 29, undefined, true],
  ['as a beta, turned off', gated, 32, false, false],
  ['locked on, turned off elsewhere in the cluster', gated, 33, false, true],
  ['without an alpha, turned on too early', row({ gate: 'Gate' }), 28, true, false],
  ['without a gate, just before it came', row({}), 28, undefined, false],
  ['without a gate', row({}), 29, undefined, true],
])('a feature %s', (_, feature, minor, gate, expected) => {
  expect(isEnabled(feature, minor, gate)).toBe(expected);
});

import fc from 'fast-check';
import { formatVersion, isWithin, parseVersion } from '../../src/cluster/version';

test.each([
  ['1.29', '1.29'],
  ['v1.29', '1.29'],
  ['v1.29.3', '1.29.3'],
  ['1.29.0', '1.29.0'],
  ['1.29.3-gke.1093000', '1.29.3'],
  ['v1.29.3-eks-abc123', '1.29.3'],
  ['v1.29.3+k3s1', '1.29.3'],
  ['1.30.0-alpha.1', '1.30.0'],
  ['1.29+', '1.29'],
  ['29', '1.29'],
  ['29+', '1.29'],
  ['v29', '1.29'],
  [' v1.29 ', '1.29'],
  ['1.16', '1.16'],
])('%j is read as %s', (text, version) => {
  expect(formatVersion(parseVersion(text))).toBe(version);
});

test.each([
  '', ' ', 'v', 'latest', '2.0', '2.29', '29.3', '1.', '1.x', '1.29.', '1.29.foo', '1.29.3.4', '1.29.3_4', '1.29.1000', '1.290', '1.100.1',
  '-1.29', '1,29', '1.29 3', '1.29\n1.30',
])('%j is not a version', text => {
  expect(() => parseVersion(text)).toThrow(new Error(`'${text}' is not a Kubernetes version. Write it as 1.29, v1.29.3, 1.29.3-gke.1 or 29+.`));
});

test.each(['1.3', '1.2', '1.15.9', 'v1.0', '3', '1'])('%j is older than all that is known, or a number that lost its zero', text => {
  expect(() => parseVersion(text)).toThrow(new Error(`Kubernetes version '${text}' is older than 1.16, the oldest that is known here. `
    + 'If it comes from a YAML or JSON number (1.30 is read as 1.3), put it in quotes.'));
});

test('a version without a patch has none when read, not a patch of 0', () => {
  expect(parseVersion('1.29')).toStrictEqual({ minor: 29 });
  expect(parseVersion('1.29.0')).toStrictEqual({ minor: 29, patch: 0 });
});

test('whatever a provider puts around a version, it is read as the same', () => {
  const version = fc.record({ minor: fc.integer({ min: 16, max: 99 }), patch: fc.nat(999) }, { requiredKeys: ['minor'] });
  const suffix = fc.constantFrom('', '+', '-gke.1093000', '-eks-abc123', '+k3s1', '+rke2r1', '-rc.0', '-alpha.1.7+0a1b2c');
  fc.assert(fc.property(version, fc.constantFrom('', 'v', ' v'), suffix, (expected, before, after) => {
    expect(parseVersion(`${before}${formatVersion(expected)}${after}`)).toEqual(expected);
  }));
});

test.each([
  ['1.29.0', '1.29.0', '1.29.3', true],
  ['1.29.2', '1.29.0', '1.29.3', true],
  ['1.29.3', '1.29.0', '1.29.3', false],
  ['1.28.9', '1.29.0', '1.29.3', false],
  ['1.30.0', '1.29.0', '1.29.3', false],
  ['1.29.1', '1.29.2', '1.29.3', false],
  ['1.30.7', '1.28.0', '1.33.6', true],
  ['1.33.5', '1.28.0', '1.33.6', true],
  ['1.33.6', '1.28.0', '1.33.6', false],
  ['1.29.10', '1.29.9', '1.29.11', true],
  ['1.29', '1.29.0', '1.29.3', false],
  ['1.29', '1.29.3', '1.30.0', true],
  ['1.28', '1.28.0', '1.33.6', true],
  ['1.33', '1.28.0', '1.33.6', false],
  ['1.29.5', '1.29', '1.30', true],
  ['1.30.0', '1.29', '1.30', false],
])('%s in the range from %s up to %s: %s', (version, from, to, expected) => {
  expect(isWithin(parseVersion(version), from, to)).toBe(expected);
});

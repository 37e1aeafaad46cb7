import fc from 'fast-check';
import { addQuantities, formatQuantity, maxQuantity, parseQuantity, ZERO } from '../../src/manifest/quantity';

const rewrite = (text: string | number) => formatQuantity(parseQuantity(text));

test.each<[string | number, string]>([
  ['0', '0'],
  ['0Mi', '0'],
  ['0e3', '0'],
  ['-0', '0'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['1.5', '1500m'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['5.', '5'],
  ['+5', '5'],
  ['1080m', '1080m'],
  ['100n', '100n'],
  ['1000u', '1m'],
  ['1000', '1k'],
  ['1024', '1024'],
  ['1000000k', '1G'],
  ['10E', '10E'],
  ['1Ki', '1Ki'],
  ['1024Ki', '1Mi'],
  ['2048Mi', '2Gi'],
  ['1.5Gi', '1536Mi'],
  ['1001Gi', '1001Gi'],
  ['1024Pi', '1Ei'],
  ['0.5Ki', '512'],
  ['0.1Ki', '102400m'],
  ['0.9765625Ki', '1k'],
  ['1.0001Ki', '1024102400u'],
  ['1e3', '1e3'],
  ['1E3', '1e3'],
  ['12e6', '12e6'],
  ['1e4', '10e3'],
  ['0.5e3', '500'],
  ['10000e-4', '1'],
  ['100e-3', '100e-3'],
  ['1e-9', '1e-9'],
  ['-500m', '-500m'],
  ['-1000m', '-1'],
  ['-2048Ki', '-2Mi'],
  ['0.1n', '1n'],
  ['1.0000000001', '1000000001n'],
  ['-0.1n', '-1n'],
  [2, '2'],
  [0.25, '250m'],
])('Kubernetes writes %j as %s', (text, expected) => {
  expect(rewrite(text)).toBe(expected);
});

test.each([
  '', '.', '-', 'm', 'abc', '1K', '1ki', '10mi', '1 Mi', ' 1', '1e', '1e3Mi', '--1', '1.2.3', '0x10', '1Mi1', '1,5', 'NaN',
])('%j is no quantity', text => {
  expect(() => parseQuantity(text)).toThrow(new Error(`'${text}' is not a Kubernetes quantity. Write it as 100m, 0.5, 64Mi or 1e3.`));
});

const NANOS = new Map([
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((suffix, i) => [suffix, 1000n ** BigInt(i)] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, i) => [suffix, 1024n ** BigInt(i + 1) * 10n ** 9n] as const),
  ...['e-9', 'e-2', 'e0', 'E1', 'e+6', 'e18'].map(suffix => [suffix, 10n ** BigInt(9 + Number(suffix.slice(1)))] as const),
]);
const whole = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const suffix = fc.constantFrom(...NANOS.keys());
const quantity = fc.tuple(whole, fc.stringMatching(/^(\.\d{0,12})?$/), suffix).map(parts => parseQuantity(parts.join('')));

test('a suffix multiplies', () => {
  fc.assert(fc.property(whole, suffix, (number, by) => {
    expect(parseQuantity(`${number}${by}`).nano).toBe(number * NANOS.get(by)!);
  }));
});

test('writing a quantity keeps its value, and what is written is written again as it is', () => {
  fc.assert(fc.property(quantity, any => {
    const text = formatQuantity(any);
    expect(parseQuantity(text).nano).toBe(any.nano);
    expect(rewrite(text)).toBe(text);
  }));
});

test('adding has the same value in either order', () => {
  fc.assert(fc.property(quantity, quantity, (a, b) => {
    expect(addQuantities(a, b).nano).toBe(a.nano + b.nano);
    expect(addQuantities(b, a).nano).toBe(a.nano + b.nano);
  }));
});

test.each([
  ['1Gi', '512Mi', '1536Mi'],
  ['100m', '900m', '1'],
  ['1Gi', '1G', '2073741824'],
  ['1G', '1Gi', '2073741824'],
  ['1Mi', '1k', '1049576'],
  ['1Mi', '1048576', '2Mi'],
  ['1048576', '1Mi', '2097152'],
  ['0', '1Mi', '1Mi'],
  ['0', '1e6', '1e6'],
  ['1', '-1', '0'],
])('%s and %s make %s, written as the first that is not zero', (a, b, expected) => {
  expect(formatQuantity(addQuantities(parseQuantity(a), parseQuantity(b)))).toBe(expected);
});

test('zero changes nothing', () => {
  expect(addQuantities(ZERO, parseQuantity('64Mi'))).toEqual(parseQuantity('64Mi'));
});

test.each([
  ['1', '1001m', '1001m'],
  ['1Gi', '1G', '1Gi'],
  ['1M', '1Gi', '1Gi'],
  ['1', '1e0', '1'],
  ['-2', '-1', '-1'],
])('the greater of %s and %s is %s', (a, b, expected) => {
  expect(formatQuantity(maxQuantity(parseQuantity(a), parseQuantity(b)))).toBe(expected);
});

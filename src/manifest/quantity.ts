/**
 * A Kubernetes quantity, exact to the nano unit as Kubernetes keeps it.
 */
export interface Quantity {
  /** In units of 1e-9. */
  readonly nano: bigint;
  /** How it was written, and is to be written again. */
  readonly format: 'decimal' | 'binary' | 'exponent';
}

const NANO = 1_000_000_000n;
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const QUANTITY = /^(?<sign>[+-]?)(?=\.?\d)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?:(?<suffix>[numkMGTPE]|[KMGTPE]i)|[eE](?<exponent>[+-]?\d{1,3}))?$/;

export const ZERO: Quantity = { nano: 0n, format: 'decimal' };

/**
 * Whether something is a quantity.
 */
export function isQuantity(value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'number') && QUANTITY.test(String(value));
}

/**
 * Parses a quantity such as `100m`, `0.5`, `64Mi` or `1e3`. What is finer than a nano unit is rounded up.
 *
 * @throws if it is not one
 */
export function parseQuantity(text: string | number): Quantity {
  const groups = QUANTITY.exec(String(text))?.groups;
  if (!groups) {
    throw new Error(`'${text}' is not a Kubernetes quantity. Write it as 100m, 0.5, 64Mi or 1e3.`);
  }
  const { whole, fraction = '', suffix = '', exponent } = groups;
  const digits = BigInt(whole + fraction);
  const binary = BINARY_SUFFIXES.indexOf(suffix);
  const powerOfTen = exponent !== undefined ? Number(exponent) : binary < 0 ? (DECIMAL_SUFFIXES.indexOf(suffix) - 3) * 3 : 0;
  const shift = 9 + powerOfTen - fraction.length;
  const scaled = digits * (binary < 0 ? 1n : 1024n ** BigInt(binary + 1));
  const nano = shift >= 0 ? scaled * 10n ** BigInt(shift) : divideRoundingUp(scaled, 10n ** BigInt(-shift));
  return {
    nano: groups.sign === '-' ? -nano : nano,
    format: exponent !== undefined ? 'exponent' : binary >= 0 ? 'binary' : 'decimal',
  };
}

/**
 * The sum, in the format of the first that is not zero.
 */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

export function maxQuantity(a: Quantity, b: Quantity): Quantity {
  return b.nano > a.nano ? b : a;
}

/**
 * Writes a quantity as Kubernetes does: the largest suffix that leaves a whole number.
 */
export function formatQuantity({ nano, format }: Quantity): string {
  const magnitude = nano < 0n ? -nano : nano;
  if (format === 'binary' && magnitude % NANO === 0n && magnitude >= 1024n * NANO) {
    return withLargestSuffix(nano / NANO, 1024n, ['', ...BINARY_SUFFIXES]);
  }
  if (nano === 0n) {
    return '0';
  }
  return withLargestSuffix(nano, 1000n, format === 'exponent'
    ? DECIMAL_SUFFIXES.map((_, i) => i === 3 ? '' : `e${(i - 3) * 3}`)
    : DECIMAL_SUFFIXES);
}

function withLargestSuffix(value: bigint, base: bigint, suffixes: readonly string[]): string {
  let step = 0;
  let rest = value;
  while (rest % base === 0n && step < suffixes.length - 1) {
    rest /= base;
    step++;
  }
  return `${rest}${suffixes[step]}`;
}

function divideRoundingUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/**
 * An exact, non-negative rational number in lowest terms. Odds and money are kept in these and never in
 * floating point: 0.1 % of a million draws must be a thousand, not 999.9999.
 */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const ZERO: Fraction = { numerator: 0n, denominator: 1n };

/** @throws RangeError if the denominator is not positive or the numerator is negative */
export function fraction(numerator: bigint, denominator: bigint): Fraction {
  if (denominator <= 0n || numerator < 0n) throw new RangeError('not a non-negative fraction');
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Reads a plain decimal such as `12.50`; `null` for anything else (signs, exponents, blanks). */
export function parseDecimal(text: string): Fraction | null {
  const match = /^(\d{1,15})(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) return null;
  const decimals = match[2] ?? '';
  return fraction(BigInt(`${match[1]}${decimals}`), 10n ** BigInt(decimals.length));
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function sum(fractions: Iterable<Fraction>): Fraction {
  let total = ZERO;
  for (const each of fractions) total = add(total, each);
  return total;
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestCommonDivisor(a, b)) * b;
}

/**
 * The least common denominator of the fractions; `null` if it is over `most`. It is not looked at further then: with
 * some hundred prime denominators it would have thousands of digits.
 */
export function commonDenominator(fractions: Iterable<Fraction>, most: bigint): bigint | null {
  let common = 1n;
  for (const { denominator } of fractions) {
    common = leastCommonMultiple(common, denominator);
    if (common > most) return null;
  }
  return common;
}

import { type Fraction, fraction } from '../../../domain/shared/fraction.ts';

/** No amount or percentage in a file has more decimals than these. */
const MOST_DECIMALS = 14;

/**
 * The number in decimals: exact where that takes at most 14 of them, as all money does; else the first 14.
 * @param least how many decimals it has at the least
 */
export function decimalText({ numerator, denominator }: Fraction, least = 0): string {
  const scale = 10n ** BigInt(MOST_DECIMALS);
  const digits = String((numerator * scale) / denominator).padStart(MOST_DECIMALS + 1, '0');
  const whole = digits.slice(0, -MOST_DECIMALS);
  const decimals = digits.slice(-MOST_DECIMALS).replace(/0+$/, '').padEnd(least, '0');
  return decimals === '' ? whole : `${whole}.${decimals}`;
}

/** An amount with two decimals, or with more where it has them; nothing is rounded away. */
export function moneyText(amount: Fraction): string {
  return decimalText(amount, 2);
}

/** Odds in percent, such as `0.5`; without end in decimals, the first four that say something. */
export function percentText({ numerator, denominator }: Fraction): string {
  const text = decimalText(fraction(numerator * 100n, denominator));
  const exact = 10n ** BigInt(MOST_DECIMALS) % fraction(numerator * 100n, denominator).denominator === 0n;
  return exact ? text : (/^\d+\.0*\d{1,4}/.exec(text)?.[0] ?? text);
}

/** How many draws there are for one win, to a tenth; `null` where there is none to be had. */
export function oneInText({ numerator, denominator }: Fraction): string | null {
  if (numerator === 0n) return null;
  const tenths = (20n * denominator + numerator) / (2n * numerator);
  return decimalText(fraction(tenths, 10n));
}

/** What `b` leaves of `a`. @throws RangeError if that is less than nothing */
export function subtract(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

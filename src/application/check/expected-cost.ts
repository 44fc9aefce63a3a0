import type { DrawRules } from '../../domain/draw-rules.ts';
import { type Fraction, fraction, sum } from '../../domain/fraction.ts';

/** What it costs if all that is in stock goes. Prizes without a stock or a value are not in it. */
export function expectedCost({ prizes }: Pick<DrawRules, 'prizes'>): Fraction {
  return sum(
    Object.values(prizes).map(({ stock, value }) =>
      stock === null || !value
        ? fraction(0n, 1n)
        : fraction(value.numerator * BigInt(stock), value.denominator),
    ),
  );
}

/** An amount with two decimals, rounded up so that no cost is made to look smaller. */
export function moneyText({ numerator, denominator }: Fraction): string {
  const cents = (numerator * 100n + denominator - 1n) / denominator;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

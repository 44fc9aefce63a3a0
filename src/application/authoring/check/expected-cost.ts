import type { DrawRules } from '../../../domain/draws/draw-rules.ts';
import type { PrizeRule } from '../../../domain/draws/prize-rule.ts';
import { type Fraction, fraction, sum } from '../../../domain/shared/fraction.ts';

/** What it costs if all that is in stock goes. Prizes without a stock or a value are not in it. */
export function expectedCost({ prizes }: Pick<DrawRules, 'prizes'>): Fraction {
  return sum(Object.values(prizes).flatMap((rule) => costOfAll(rule) ?? []));
}

/** What it costs if all of one prize goes; `null` where that has no end or the value is not known. */
export function costOfAll(rule: Pick<PrizeRule, 'stock' | 'value' | 'release'>): Fraction | null {
  const { value } = rule;
  if (!value) return null;
  if (value.numerator === 0n) return value;
  const stock = stockInAll(rule);
  return stock === null ? null : fraction(value.numerator * BigInt(stock), value.denominator);
}

/** How many may be won when all is released; `null` where nothing limits. */
export function stockInAll({ stock, release }: Pick<PrizeRule, 'stock' | 'release'>): number | null {
  if (!Array.isArray(release)) return stock;
  const released = release.reduce((total, { count }) => total + count, 0);
  return stock === null ? released : Math.min(stock, released);
}

/** Prizes that can be won and whose value is not given, so that their cost is not known. */
export function withoutValue(rules: WinnableBy): string[] {
  return winnable(rules).filter((id) => !rules.prizes[id]?.value);
}

/** Prizes that can be won, cost something and have no stock, so that only a budget ends their cost. */
export function withoutStock(rules: WinnableBy): string[] {
  return winnable(rules).filter((id) => {
    const rule = rules.prizes[id];
    return rule?.value && rule.value.numerator > 0n && stockInAll(rule) === null;
  });
}

type WinnableBy = Pick<DrawRules, 'prizes' | 'fallback' | 'guarantee'>;

function winnable({ prizes, fallback, guarantee }: WinnableBy): string[] {
  const drawn = Object.keys(prizes).filter((id) => prizes[id] && prizes[id].odds.numerator > 0n);
  const others = [fallback, guarantee?.prize ?? null].filter((id) => id !== null);
  return [...new Set([...drawn, ...others])].filter((id) => !prizes[id] || stockInAll(prizes[id]) !== 0);
}

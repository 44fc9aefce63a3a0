import { leastCommonMultiple } from '../shared/fraction.ts';
import { centsDown, centsUp } from '../shared/money.ts';
import type { DrawRules } from './draw-rules.ts';

/**
 * The odds of an activity as whole numbers over one denominator: a ticket below the first prize's bound wins
 * it, one below the second's wins that, and so on in the order of the file's `prizes`; the rest wins nothing.
 */
export interface PrizeTable {
  readonly denominator: bigint;
  readonly bounds: readonly { readonly prizeId: string; readonly below: bigint }[];
  /** What one of each prize costs, in whole cents; prizes without a value are missing. */
  readonly costs: ReadonlyMap<string, number>;
  /** What all prizes together may cost, in whole cents; `null` without a limit. */
  readonly budget: number | null;
  /** The prizes that end a row of draws without one: those that cost something, and the guaranteed one. */
  readonly ofValue: ReadonlySet<string>;
}

export function prizeTable({
  prizes,
  rules,
}: {
  readonly prizes: readonly { readonly id: string }[];
  readonly rules: Pick<DrawRules, 'prizes'> & Partial<Pick<DrawRules, 'budget' | 'guarantee'>>;
}): PrizeTable {
  const odds = prizes.flatMap(({ id }) => {
    const rule = rules.prizes[id];
    return rule ? [{ prizeId: id, ...rule.odds }] : [];
  });
  const denominator = odds.reduce((common, each) => leastCommonMultiple(common, each.denominator), 1n);
  let below = 0n;
  const bounds = odds.map(({ prizeId, numerator, denominator: own }) => {
    below += numerator * (denominator / own);
    return { prizeId, below };
  });
  const costs = new Map(
    Object.entries(rules.prizes).flatMap(([id, { value }]) => (value ? [[id, centsUp(value)] as const] : [])),
  );
  const ofValue = new Set([...costs].flatMap(([id, cost]) => (cost > 0 ? [id] : [])));
  if (rules.guarantee) ofValue.add(rules.guarantee.prize);
  return { denominator, bounds, costs, budget: rules.budget ? centsDown(rules.budget) : null, ofValue };
}

/**
 * The first prize whose bound is above the ticket. By halves, as the bounds rise: most tickets win nothing, and would be
 * compared with every prize.
 * @param ticket from 0 up to, not including, the table's denominator
 */
export function prizeFor(ticket: bigint, { bounds }: PrizeTable): string | null {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ticket < (bounds[middle] as PrizeTable['bounds'][number]).below) high = middle;
    else low = middle + 1;
  }
  return bounds[low]?.prizeId ?? null;
}

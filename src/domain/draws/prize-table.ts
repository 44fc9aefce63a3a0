import { leastCommonMultiple } from '../shared/fraction.ts';
import type { DrawRules } from './draw-rules.ts';

/**
 * The odds of an activity as whole numbers over one denominator: a ticket below the first prize's bound wins
 * it, one below the second's wins that, and so on in the order of the file's `prizes`; the rest wins nothing.
 */
export interface PrizeTable {
  readonly denominator: bigint;
  readonly bounds: readonly { readonly prizeId: string; readonly below: bigint }[];
}

export function prizeTable({
  prizes,
  rules,
}: {
  readonly prizes: readonly { readonly id: string }[];
  readonly rules: Pick<DrawRules, 'prizes'>;
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
  return { denominator, bounds };
}

/** @param ticket from 0 up to, not including, the table's denominator */
export function prizeFor(ticket: bigint, { bounds }: PrizeTable): string | null {
  return bounds.find(({ below }) => ticket < below)?.prizeId ?? null;
}

import type { DrawDetails } from './draw-details.ts';
import type { PrizeRule } from './prize-rule.ts';
import type { PoolSizes } from './unit-pools.ts';

/** The prizes that are delivered by code, in the order of the rules. */
export function codePrizes({ rules }: Pick<DrawDetails, 'rules'>): readonly string[] {
  return Object.entries(rules.prizes).flatMap(([id, { delivery }]) => (delivery.by === 'code' ? [id] : []));
}

/** Of the sizes, those of the prizes that are delivered by code; 0 where nothing is loaded. */
export function codesOf(prizeIds: readonly string[], sizes: PoolSizes): PoolSizes {
  return Object.fromEntries(prizeIds.map((id) => [id, sizes[id] ?? 0]));
}

/**
 * The same, with the codes of prizes that are delivered by code: no more of each can be won.
 * @param prizeIds of which prizes
 */
export function withCodes<Details extends Pick<DrawDetails, 'rules'>>(
  details: Details,
  sizes: PoolSizes,
  prizeIds = codePrizes(details),
): Details {
  const bound = prizeIds.map((id): [string, PrizeRule] => [
    id,
    { ...(details.rules.prizes[id] as PrizeRule), codes: sizes[id] ?? 0 },
  ]);
  const prizes = { ...details.rules.prizes, ...Object.fromEntries(bound) };
  return { ...details, rules: { ...details.rules, prizes } };
}

/** How many of a prize can be won in all, whatever is released when; `null` without a limit. */
export function mostOf({ stock, codes }: Pick<PrizeRule, 'stock' | 'codes'>): number | null {
  return codes === undefined ? stock : Math.min(stock ?? codes, codes);
}

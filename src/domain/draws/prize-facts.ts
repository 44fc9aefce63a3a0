import type { Activity } from '../activities/activity.ts';
import type { Tier } from '../activities/page-choices.ts';
import { isTier, type PrizeFact, type PrizeFacts } from '../activities/prize-facts.ts';
import { compare, type Fraction, fraction } from '../shared/fraction.ts';
import type { DrawDetails, Prize } from './draw-details.ts';

/* By what one costs, the greatest first; below the last are those that cost nothing. */
const TIERS_BY_VALUE: readonly { readonly from: Fraction; readonly tier: Tier }[] = [
  { from: fraction(500n, 1n), tier: 'grand' },
  { from: fraction(50n, 1n), tier: 'fine' },
];
const ZERO = fraction(0n, 1n);

/**
 * What anyone may know of the prizes. Of the rules it has the odds and the stock alone, and those only where the page
 * asks for them: nothing of values, of the budget, or of users who win nothing.
 */
export function prizeFacts(
  { prizes, rules }: DrawDetails,
  { page, rulesAsWritten }: Pick<Activity, 'page' | 'rulesAsWritten'>,
): PrizeFacts {
  const written = (rulesAsWritten ?? {}) as {
    readonly prizes?: Readonly<Record<string, { readonly odds?: string }>>;
  };
  return Object.fromEntries(
    prizes.map((prize): [string, PrizeFact] => {
      const rule = rules.prizes[prize.id];
      const odds = page.show_odds === true ? written.prizes?.[prize.id]?.odds : undefined;
      const quantity = page.show_quantities === true ? rule?.stock : undefined;
      const tier = tierOf(prize, rules.fallback === prize.id, rule?.value);
      return [
        prize.id,
        {
          tier,
          ...(odds !== undefined && { odds }),
          ...(typeof quantity === 'number' && { quantity }),
        },
      ];
    }),
  );
}

function tierOf({ tier }: Prize, isFallback: boolean, value: Fraction | undefined): Tier {
  if (isTier(tier)) return tier;
  if (isFallback) return 'consolation';
  if (value === undefined) return 'fine';
  const reached = TIERS_BY_VALUE.find(({ from }) => compare(value, from) >= 0);
  return reached?.tier ?? (compare(value, ZERO) > 0 ? 'small' : 'consolation');
}

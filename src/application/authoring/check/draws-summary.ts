import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { Chances, DrawRules } from '../../../domain/draws/draw-rules.ts';
import type { PrizeDelivery } from '../../../domain/draws/prize-delivery.ts';
import { compare, type Fraction, fraction, sum } from '../../../domain/shared/fraction.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import { moneyText, oneInText, percentText, subtract } from './exact-text.ts';
import { costOfAll, expectedCost, stockInAll, withoutStock, withoutValue } from './expected-cost.ts';

export interface DrawsSummary {
  readonly chances: Chances;
  /** The prize at the latest after so many draws in a row without one of value. */
  readonly guarantee: DrawRules['guarantee'];
  /** Prizes that can be won only after so many draws of the user. */
  readonly locked: readonly { readonly id: string; readonly unlockAfter: number }[];
  readonly segments: number;
  readonly prizes: readonly PrizeSummary[];
  /** The prize for users who would win nothing. */
  readonly fallback: string | null;
  /** By the odds of all prizes, while there is stock of each; the fallback is not in it. */
  readonly chanceToWin: OddsSummary;
  /** If all that is in stock goes. */
  readonly cost: string;
  /** Prizes that cost something and have no stock, so that only a budget ends the cost. */
  readonly withoutEnd: readonly string[];
  /** Prizes whose value is not given, so that they are not in the cost. */
  readonly withoutValue: readonly string[];
  readonly budget: string | null;
  /**
   * What the cost leaves of the budget; with a minus sign where it is over, however much more the prizes may cost that
   * are not in it. `null` where there is no budget, or it may not be enough for these.
   */
  readonly left: string | null;
}

export interface PrizeSummary {
  readonly id: string;
  readonly name: string;
  readonly odds: OddsSummary;
  /** How many there are when all is released; `null`: as many as are won. */
  readonly stock: number | null;
  readonly perUser: number | null;
  readonly value: string | null;
  /** If all of it goes; `null` where that has no end, or the value is not given. */
  readonly cost: string | null;
  readonly delivery: DeliverySummary;
}

/** How a prize reaches its winner. */
export interface DeliverySummary {
  readonly by: PrizeDelivery['by'];
  /** The name of the webhook endpoint. */
  readonly to: string | null;
  /** What the winner fills in; empty without a form. */
  readonly fields: readonly string[];
  /** Until when; ISO 8601 in the time zone of the activity. */
  readonly until: string | null;
}

export interface OddsSummary {
  /** In lowest terms, such as `1/200`. */
  readonly exact: string;
  /** Such as `0.5`. */
  readonly percent: string;
  /** Draws for one win; `null` where there is none to be had. */
  readonly oneIn: string | null;
}

export function drawsSummary({ prizes, rules }: DrawDetails): DrawsSummary {
  const { chances, guarantee, segments, fallback, budget } = rules;
  const cost = expectedCost(rules);
  const [endless, unknown] = [withoutStock(rules), withoutValue(rules)];
  const isKnown = endless.length === 0 && unknown.length === 0;
  return {
    chances,
    guarantee,
    locked: prizes.flatMap(({ id }) => {
      const unlockAfter = rules.prizes[id]?.unlock_after ?? 0;
      return unlockAfter > 0 ? [{ id, unlockAfter }] : [];
    }),
    segments,
    prizes: prizes.map(({ id, name }) => {
      const rule = rules.prizes[id];
      const spent = rule ? costOfAll(rule) : null;
      return {
        id,
        name,
        odds: oddsSummary(rule?.odds ?? fraction(0n, 1n)),
        stock: rule ? stockInAll(rule) : null,
        perUser: rule?.per_user ?? null,
        value: rule?.value ? moneyText(rule.value) : null,
        cost: spent && moneyText(spent),
        delivery: deliverySummary(rule?.delivery ?? { by: 'hand' }, rules.timezone),
      };
    }),
    fallback,
    chanceToWin: oddsSummary(sum(Object.values(rules.prizes).map(({ odds }) => odds))),
    cost: moneyText(cost),
    withoutEnd: endless,
    withoutValue: unknown,
    budget: budget ? moneyText(budget) : null,
    left: budget && (isKnown || compare(budget, cost) < 0) ? difference(budget, cost) : null,
  };
}

function deliverySummary({ by, to, fields, until }: PrizeDelivery, timezone: string): DeliverySummary {
  return {
    by,
    to: to ?? null,
    fields: fields ?? [],
    until: until === undefined ? null : isoInTimezone(until, timezone),
  };
}

function oddsSummary(odds: Fraction): OddsSummary {
  return {
    exact: `${odds.numerator}/${odds.denominator}`,
    percent: percentText(odds),
    oneIn: oneInText(odds),
  };
}

function difference(a: Fraction, b: Fraction): string {
  return compare(a, b) < 0 ? `-${moneyText(subtract(b, a))}` : moneyText(subtract(a, b));
}

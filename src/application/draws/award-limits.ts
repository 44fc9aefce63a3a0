import type { Activity } from '../../domain/activities/activity.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import { prizeTable } from '../../domain/draws/prize-table.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';
import type { DrawsCapability } from './draws-capability.ts';

/** What limits the awards of an activity, as the file has it. */
export interface AwardLimits {
  readonly prizes: readonly {
    readonly prizeId: string;
    /** `null` without a limit. */
    readonly stock: number | null;
    /** What one costs, in whole cents. */
    readonly cost: number;
  }[];
  /** What all awards together may cost, in whole cents; `null` without a limit. */
  readonly budget: number | null;
}

const NONE: AwardLimits = { prizes: [], budget: null };

/** None where there is no such activity, or its kind has no draws. */
export function awardLimits(
  activity: Activity | undefined,
  capabilities: ReadonlyMap<string, DrawsCapability>,
): AwardLimits {
  const details = activity && capabilities.get(activity.dispatch)?.detailsOf(activity);
  return details ? limitsOf(details) : NONE;
}

/* Each scrape asks for them; of 1,000 prizes they take 1 ms. */
const limitsOf = memoizeByRef((details: DrawDetails): AwardLimits => {
  const { costs, budget } = prizeTable(details);
  const prizes = Object.entries(details.rules.prizes).map(([prizeId, { stock }]) => ({
    prizeId,
    stock,
    cost: costs.get(prizeId) ?? 0,
  }));
  return { prizes, budget };
});

import type { Activity } from '../../../domain/activities/activity.ts';
import { parseDecimal } from '../../../domain/shared/fraction.ts';
import { centsDown, centsText } from '../../../domain/shared/money.ts';
import type { AuthoringKinds } from '../authoring-kind.ts';
import { type LaunchSummary, launchSummary } from '../check/launch-summary.ts';
import type { Change } from './change.ts';
import { changesBetween } from './changes-between.ts';
import { type LimitWarning, limitWarnings, mayHaveDraws } from './limit-warnings.ts';
import { type StockOfPrize, stockOfPrizes } from './stock-of-prizes.ts';

export interface ActivityDiff {
  readonly activityId: string;
  readonly changes: readonly Change[];
  readonly before: LaunchSummary;
  readonly after: LaunchSummary;
  /** Of each prize that either version has. */
  readonly prizes: readonly StockOfPrize[];
  readonly warnings: readonly DiffWarning[];
}

export type DiffWarning =
  /** The number of segments is fixed at the first draw: a later one has no effect. */
  | { readonly code: 'segments-fixed'; readonly before: number; readonly after: number }
  /** Prizes of a higher value have been awarded already, so none with a value is awarded any more. */
  | { readonly code: 'budget-below-spent'; readonly budget: string; readonly spent: string }
  | LimitWarning;

/**
 * What the activity would be with another file.
 * @param won how many of each prize have been won; `null` where that is not known
 * @param now milliseconds since the epoch
 * @param spentCents what the awarded prizes cost; `null` where that is not known
 */
export function diffActivities(
  before: Activity,
  after: Activity,
  kinds: AuthoringKinds,
  won: ReadonlyMap<string, number> | null,
  now: number,
  spentCents: number | null = null,
): ActivityDiff {
  const [from, to] = [summaryOf(before, kinds, now), summaryOf(after, kinds, now)];
  return {
    activityId: before.id,
    changes: [
      ...changesBetween('visitors', '', before.publicData, seenAfter(before, after)),
      ...changesBetween('draws', 'rules', before.rulesAsWritten, after.rulesAsWritten).filter(
        ({ field }) => !isSameOdds(field, from, to),
      ),
    ],
    before: from,
    after: to,
    prizes: stockOfPrizes(from, to, won, now),
    warnings: [
      ...segmentWarnings(from, to, won),
      ...budgetWarnings(to, spentCents),
      ...limitWarnings(from, to, won),
    ],
  };
}

function segmentWarnings(
  from: LaunchSummary,
  to: LaunchSummary,
  won: ReadonlyMap<string, number> | null,
): DiffWarning[] {
  if (!from.draws || !to.draws || from.draws.segments === to.draws.segments) return [];
  const [before, after] = [from.draws.segments, to.draws.segments];
  return mayHaveDraws(from, won) ? [{ code: 'segments-fixed', before, after }] : [];
}

function budgetWarnings({ draws }: LaunchSummary, spentCents: number | null): DiffWarning[] {
  const budget = draws?.budget ? parseDecimal(draws.budget) : null;
  if (!draws?.budget || !budget || spentCents === null || centsDown(budget) >= spentCents) return [];
  return [{ code: 'budget-below-spent', budget: draws.budget, spent: centsText(spentCents) }];
}

/* The same moment with another offset is no change. */
function seenAfter(before: Activity, after: Activity): Activity['publicData'] {
  const { starts_at, ends_at } = before.publicData;
  return {
    ...after.publicData,
    ...(before.startsAt === after.startsAt && { starts_at }),
    ...(before.endsAt === after.endsAt && { ends_at }),
  };
}

/* "0.5%" is "1/200". */
function isSameOdds(field: string, before: LaunchSummary, after: LaunchSummary): boolean {
  const id = /^rules\.prizes\.(.+)\.odds$/.exec(field)?.[1];
  if (id === undefined) return false;
  const oddsIn = ({ draws }: LaunchSummary) => draws?.prizes.find((prize) => prize.id === id)?.odds.exact;
  return oddsIn(before) !== undefined && oddsIn(before) === oddsIn(after);
}

function summaryOf(activity: Activity, kinds: AuthoringKinds, now: number): LaunchSummary {
  const kind = kinds.get(activity.dispatch);
  if (!kind) throw new Error(`no kind "${activity.dispatch}"`);
  return launchSummary(activity, kind, now);
}

import type { DrawsSummary } from '../check/draws-summary.ts';
import type { LaunchSummary } from '../check/launch-summary.ts';

/** A limit that would be lower than before, where somebody may have used more. `before` is `null` where there was none. */
export type LimitWarning =
  /** Users may have won more of a prize than one may win from then on; they keep them. */
  | {
      readonly code: 'per-user-lowered';
      readonly prize: string;
      readonly before: number | null;
      readonly after: number;
    }
  /** Users may have drawn more often than one may draw in all from then on. */
  | { readonly code: 'chances-lowered'; readonly before: number | null; readonly after: number }
  /** It would end at once. ISO 8601 in the time zone of the activity. */
  | { readonly code: 'ends-at-once'; readonly endsAt: string };

/**
 * The ledger counts awards by prize and not by user. So it is warned where some user may be over a limit, and not where none can
 * be: where all together have not won as many.
 * @param won how many of each prize have been won; `null` where that is not known
 */
export function limitWarnings(
  from: LaunchSummary,
  to: LaunchSummary,
  won: ReadonlyMap<string, number> | null,
): readonly LimitWarning[] {
  const hasDraws = mayHaveDraws(from, won);
  return [
    ...(from.draws && to.draws && hasDraws ? userWarnings(from.draws, to.draws, won) : []),
    ...endWarnings(from, to),
  ];
}

/** Where nothing was won, draws may still have been made. */
export function mayHaveDraws({ window }: LaunchSummary, won: ReadonlyMap<string, number> | null): boolean {
  return window.phase !== 'not_started' || (won !== null && won.size > 0);
}

function userWarnings(
  from: DrawsSummary,
  to: DrawsSummary,
  won: ReadonlyMap<string, number> | null,
): LimitWarning[] {
  const [before, after] = [from.chances.total, to.chances.total];
  const prizes = to.prizes.flatMap(({ id, perUser }): LimitWarning[] => {
    const old = from.prizes.find((prize) => prize.id === id);
    if (perUser === null || !isLower(perUser, old?.perUser ?? null)) return [];
    const most = won ? (won.get(id) ?? 0) : old ? Number.POSITIVE_INFINITY : 0;
    if (most <= perUser) return [];
    return [{ code: 'per-user-lowered', prize: id, before: old?.perUser ?? null, after: perUser }];
  });
  const isTotalLower = after !== null && isLower(after, before);
  return [...prizes, ...(isTotalLower ? [{ code: 'chances-lowered', before, after } as const] : [])];
}

function endWarnings({ window: from }: LaunchSummary, { window: to }: LaunchSummary): LimitWarning[] {
  const isCut = to.phase === 'ended' && from.phase !== 'ended';
  return isCut && to.endsAt !== null ? [{ code: 'ends-at-once', endsAt: to.endsAt }] : [];
}

function isLower(after: number, before: number | null): boolean {
  return before === null || after < before;
}

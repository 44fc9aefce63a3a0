import type { LogEntry } from './draw-log.ts';

/** A win, as the list of the latest has it. */
export interface LatestWin {
  readonly drawId: string;
  readonly uid: string;
  readonly prizeId: string;
  /** Milliseconds since the epoch. */
  readonly wonAt: number;
}

/** How many entries at the end of a store are read. A list costs the same for a short log and for a long one. */
export const LATEST_ENTRIES = 1000;

/** The latest wins of an activity, of all users. */
export interface LatestWins {
  /**
   * Returns at most `limit` wins of these prizes, the newest first. Only about the last 1,000 entries are read: older wins are
   * missing, and so are wins that the store has removed.
   * @throws DependencyError if the store does not answer
   */
  latestWins(activityId: string, prizeIds: readonly string[], limit: number): Promise<readonly LatestWin[]>;
}

/** How many entries are read of each of several logs. */
export function latestEntriesOfEach(logs: number): number {
  return Math.max(LEAST_ENTRIES, Math.ceil(LATEST_ENTRIES / logs));
}

/* The logs do not get the same number of draws. With fewer entries of each, recent wins would be missing. */
const LEAST_ENTRIES = 50;

/** The wins of these prizes among these entries, the newest first. */
export function winsIn(
  entries: Iterable<LogEntry>,
  prizeIds: readonly string[],
  limit: number,
): readonly LatestWin[] {
  const wins: LatestWin[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'draw' || entry.prizeId === null) continue;
    wins.push({ drawId: entry.drawId, uid: entry.uid, prizeId: entry.prizeId, wonAt: entry.at });
  }
  return newestOf([wins], prizeIds, limit);
}

/** Makes one list of several, with the wins of these prizes. A win that is in two lists is in it once. */
export function newestOf(
  lists: readonly (readonly LatestWin[])[],
  prizeIds: readonly string[],
  limit: number,
): readonly LatestWin[] {
  const wanted = new Set(prizeIds);
  const byDraw = new Map(lists.flat().map((win) => [win.drawId, win]));
  return [...byDraw.values()]
    .filter(({ prizeId }) => wanted.has(prizeId))
    .sort((a, b) => b.wonAt - a.wonAt)
    .slice(0, limit);
}

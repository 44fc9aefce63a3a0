import type { LogEntry } from './draw-log.ts';

/** A win, as the list of the latest has it. */
export interface LatestWin {
  readonly drawId: string;
  readonly uid: string;
  readonly prizeId: string;
  /** Milliseconds since the epoch. */
  readonly wonAt: number;
}

/** So much of the end of a store is looked at, so that the list costs the same however long the store is. */
export const LATEST_ENTRIES = 1000;

/** The latest wins of an activity, whoever won. */
export interface LatestWins {
  /**
   * Wins of these prizes, newest first, at most `limit`. Only the last entries are looked at, about 1,000: wins before them
   * are missing, as are those that the store does not have any more.
   * @throws DependencyError if the store does not answer
   */
  latestWins(activityId: string, prizeIds: readonly string[], limit: number): Promise<readonly LatestWin[]>;
}

/** How many entries to look at in each of several logs. */
export function latestEntriesOfEach(logs: number): number {
  return Math.max(LEAST_ENTRIES, Math.ceil(LATEST_ENTRIES / logs));
}

/* Users are spread over the logs by chance: a few entries of each would miss wins. */
const LEAST_ENTRIES = 50;

/** Of these entries, the wins of these prizes. */
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

/** One list of several, of these prizes; a win that is in several comes once. */
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

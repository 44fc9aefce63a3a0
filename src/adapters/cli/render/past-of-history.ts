import type { HistoryRow } from '../../../domain/releases/release-store.ts';
import type { CancelledRelease } from '../../../domain/releases/scheduled-releases.ts';

/** A change of what is served, or that a scheduled release is not published. */
export type PastEvent =
  | {
      readonly kind: 'changed';
      readonly at: number;
      readonly row: HistoryRow;
      /** The changes before it, latest first. */
      readonly earlier: readonly HistoryRow[];
    }
  | { readonly kind: 'cancelled'; readonly at: number; readonly scheduled: CancelledRelease };

/** Both in one list, latest first; each kind stays in the order in which it is given. */
export function pastOf(
  rows: readonly HistoryRow[],
  cancelled: readonly CancelledRelease[],
): readonly PastEvent[] {
  const events: PastEvent[] = [];
  for (let index = 0, next = 0; ; ) {
    const row = rows[index];
    const scheduled = cancelled[next];
    if (scheduled && (!row || scheduled.at >= row.at)) {
      events.push({ kind: 'cancelled', at: scheduled.at, scheduled });
      next += 1;
    } else if (row) {
      index += 1;
      events.push({ kind: 'changed', at: row.at, row, earlier: rows.slice(index) });
    } else return events;
  }
}

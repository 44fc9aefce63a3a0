import type { HistoryRow } from '../../../domain/releases/release-store.ts';
import type { CancelledRelease } from '../../../domain/releases/scheduled-releases.ts';
import type { HistoryAction } from '../i18n/history-messages.ts';

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

/* A release that everyone had already, taken from a file that is the same by now, is no new one. */
export function actionOf({ action, serving }: HistoryRow, [before]: readonly HistoryRow[]): HistoryAction {
  const isSame = before && !before.serving.isRemoved && before.serving.no === serving.no;
  return action === 'publish' && isSame ? 'draft' : action;
}

/** Only records that the folder has the text that is served, as after a rollback: nobody was served anything else by it. */
export function isOnlyDraft(event: PastEvent): boolean {
  return event.kind === 'changed' && event.row.note === '' && actionOf(event.row, event.earlier) === 'draft';
}

/** The release that the change is about. */
export function releaseOf(row: HistoryRow): {
  readonly no: number;
  readonly hash: string;
  readonly content: string;
} {
  const { action, serving, hash, content } = row;
  const { candidate } = serving;
  const isOfCandidate = action === 'roll_out' || action === 'widen';
  return isOfCandidate && candidate
    ? { no: candidate.no, hash: row.candidateHash ?? '', content: row.candidateContent ?? '' }
    : { no: serving.no, hash, content };
}

import type { HistoryRow } from '../../domain/releases/release-store.ts';
import type { ReleaseAction } from '../../domain/releases/serving.ts';

/**
 * What the change was; `draft`: a release that everyone had already was taken from a file that is the same by now, which is no
 * new one.
 * @param earlier the changes before it, latest first
 */
export function actionOf(
  { action, serving }: HistoryRow,
  [before]: readonly HistoryRow[],
): ReleaseAction | 'draft' {
  const isSame = before && !before.serving.isRemoved && before.serving.no === serving.no;
  return action === 'publish' && isSame ? 'draft' : action;
}

/** Only records that the folder has the text that is served, as after a rollback: nobody was served anything else by it. */
export function isOnlyDraft(row: HistoryRow, earlier: readonly HistoryRow[]): boolean {
  return row.note === '' && actionOf(row, earlier) === 'draft';
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

import type { AccountEntry, DrawLog } from '../../../domain/draws/draw-log.ts';
import type { Finding } from './finding.ts';
import { Replay } from './replay.ts';

export interface AuditReport {
  readonly activityId: string;
  readonly draws: number;
  readonly wins: number;
  readonly users: number;
  readonly findings: readonly Finding[];
}

/**
 * Replays an activity's log with the rules, seeds and tickets of each draw, and compares the counters and accounts with
 * the result. Draws may go on during the audit: later entries are read only as far as the accounts need them.
 * @param onProgress called after each batch with the number of entries replayed, and of all entries
 */
export async function audit(
  drawLog: DrawLog,
  activityId: string,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<AuditReport> {
  const book = await drawLog.book(activityId);
  const replay = new Replay(activityId, book);
  for await (const batch of drawLog.entries(activityId, 0, book.seq)) {
    for (const entry of batch) replay.next(entry);
    onProgress(replay.seq, book.seq);
  }
  replay.endOfLog(book);
  const { wins } = replay;
  const before = replay.drawNumbers();

  const accounts: AccountEntry[] = [];
  for await (const batch of drawLog.accounts(activityId)) accounts.push(...batch);
  const later = await drawLog.book(activityId);
  for await (const batch of drawLog.entries(activityId, book.seq, later.seq)) {
    replay.learn(later);
    for (const entry of batch) replay.next(entry);
  }
  replay.checkAccounts(accounts, before);
  return { activityId, draws: book.seq, wins, users: before.size, findings: replay.findings };
}

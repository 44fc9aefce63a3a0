import { LATEST_WINS, NO_DRAWS, type UserDraws, type Win, winCount } from '../../../domain/draws/account.ts';
import type { Account, BookedDraw } from '../../../domain/draws/draw-ledger.ts';
import type { DrawDatabase } from '../draw-database.ts';
import {
  ACCOUNT_COLUMNS,
  type AccountValues,
  accountOf,
  accountValues,
  type DrawRow,
  drawOf,
  type WinRow,
  winOf,
} from './sqlite-rows.ts';

/**
 * The accounts of users. An account's row has the counts alone; its wins are those entries of the log that the partial
 * index `log_wins` has, the latest `winCount` of them: accounts that were removed leave older ones behind.
 */
export class SqliteAccounts {
  readonly #account;
  readonly #putAccount;
  readonly #latestWins;
  readonly #winsKept;
  readonly #recordedDraw;

  constructor(db: DrawDatabase) {
    this.#account = db
      .prepare(`SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE activity_id = ? AND uid = ?`)
      .raw(true);
    this.#putAccount = db.prepare(
      `INSERT OR REPLACE INTO accounts (activity_id, uid, ${ACCOUNT_COLUMNS})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#latestWins = db.prepare(
      `SELECT draw_id, prize_id, unit, at FROM log INDEXED BY log_wins
       WHERE activity_id = ? AND uid = ? AND prize_id IS NOT NULL ORDER BY seq DESC LIMIT ? OFFSET ?`,
    );
    this.#winsKept = db.prepare(
      `SELECT count(*) AS count FROM log INDEXED BY log_wins
       WHERE activity_id = ? AND uid = ? AND prize_id IS NOT NULL`,
    );
    this.#recordedDraw = db.prepare(
      'SELECT draw_id, draw_no, prize_id, unit FROM log WHERE activity_id = ? AND uid = ? AND request_id = ?',
    );
  }

  /** With the draw of the request id. */
  read(activityId: string, uid: string, requestId?: string): Account {
    return {
      draws: this.draws(activityId, uid),
      booked: requestId === undefined ? null : this.recordedDraw(activityId, uid, requestId),
    };
  }

  draws(activityId: string, uid: string): UserDraws {
    const counts = this.counts(activityId, uid);
    const total = winCount(counts);
    if (total === 0) return counts;
    return { ...counts, wins: this.#winsOf(activityId, uid, Math.min(total, LATEST_WINS), 0) };
  }

  /** The account without its wins. */
  counts(activityId: string, uid: string): UserDraws {
    const values = this.#account.get(activityId, uid) as AccountValues | undefined;
    return values ? accountOf(values) : NO_DRAWS;
  }

  put(activityId: string, uid: string, draws: UserDraws): void {
    this.#putAccount.run(activityId, uid, ...accountValues(draws));
  }

  recordedDraw(activityId: string, uid: string, requestId: string): BookedDraw | null {
    const row = this.#recordedDraw.get(activityId, uid, requestId) as DrawRow | undefined;
    return row ? drawOf(row) : null;
  }

  wins(activityId: string, uid: string, before: number | null, limit: number): Win[] {
    const total = winCount(this.counts(activityId, uid));
    const end = Math.min(before ?? total, total);
    return this.#winsOf(activityId, uid, Math.min(limit, end), total - end);
  }

  winsKept(activityId: string, uid: string): number {
    return (this.#winsKept.get(activityId, uid) as { count: number }).count;
  }

  /** Oldest first. @param skipped how many of the latest are left out */
  #winsOf(activityId: string, uid: string, limit: number, skipped: number): Win[] {
    if (limit <= 0) return [];
    const rows = this.#latestWins.all(activityId, uid, limit, skipped) as WinRow[];
    return rows.map(winOf).reverse();
  }
}

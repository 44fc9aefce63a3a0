import type { AccountEntry, DrawLog, LedgerBook, LogEntry } from '../../../domain/draws/draw-log.ts';
import type { DrawDatabase } from '../draw-database.ts';
import { readWins, type SeedRow, seedOf } from './sqlite-rows.ts';

const ROWS_PER_BATCH = 1000;

/** Reads the file of draws. Another process may be writing it. */
export class SqliteDrawLog implements DrawLog {
  readonly #db: DrawDatabase;

  constructor(db: DrawDatabase) {
    this.#db = db;
  }

  async activityIds(): Promise<string[]> {
    return this.#all<{ activity_id: string }>('SELECT DISTINCT activity_id FROM seeds').map(
      (row) => row.activity_id,
    );
  }

  async book(activityId: string): Promise<LedgerBook> {
    // One transaction, so that the counts and the number are of one moment while draws are recorded.
    return this.#db.transaction(() => ({
      seq: this.#all<{ seq: number }>('SELECT seq FROM books WHERE activity_id = ?', activityId)[0]?.seq ?? 0,
      awarded: new Map(
        this.#all<{ prize_id: string; count: number }>(
          'SELECT prize_id, count FROM awarded WHERE activity_id = ?',
          activityId,
        ).map(({ prize_id, count }) => [prize_id, count]),
      ),
      seeds: this.#all<SeedRow>(
        'SELECT no, secret, revealed_at FROM seeds WHERE activity_id = ? ORDER BY no',
        activityId,
      ).map(seedOf),
      rules: new Map(
        this.#all<{ hash: string; text: string }>(
          'SELECT hash, text FROM rules WHERE activity_id = ?',
          activityId,
        ).map(({ hash, text }) => [hash, text]),
      ),
    }))();
  }

  async *entries(activityId: string, afterSeq: number, upToSeq: number): AsyncIterable<readonly LogEntry[]> {
    for (let after = afterSeq; ; ) {
      const batch = this.#all<LogEntry>(
        `SELECT seq, uid, request_id AS requestId, draw_id AS drawId, draw_no AS drawNo, day, at, seed_no AS seedNo,
                rules_hash AS rulesHash, prize_id AS prizeId
         FROM log WHERE activity_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ${ROWS_PER_BATCH}`,
        activityId,
        after,
        upToSeq,
      );
      const last = batch.at(-1);
      if (!last) return;
      yield batch;
      after = last.seq;
    }
  }

  async *accounts(activityId: string): AsyncIterable<readonly AccountEntry[]> {
    for (let after = ''; ; ) {
      const batch = this.#all<{ uid: string; draw_no: number; wins: string }>(
        `SELECT uid, draw_no, wins FROM accounts WHERE activity_id = ? AND uid > ? ORDER BY uid LIMIT ${ROWS_PER_BATCH}`,
        activityId,
        after,
      );
      const last = batch.at(-1);
      if (!last) return;
      yield batch.map(({ uid, draw_no, wins }) => ({ uid, drawNo: draw_no, wins: readWins(wins) }));
      after = last.uid;
    }
  }

  #all<Row>(sql: string, ...values: unknown[]): Row[] {
    return this.#db.prepare(sql).all(...values) as Row[];
  }
}

import type { RulesText } from '../../../domain/draws/binding-book.ts';
import type { AccountEntry, DrawLog, LedgerBook, LogEntry } from '../../../domain/draws/draw-log.ts';
import type { DrawTail } from '../../../domain/draws/draw-tail.ts';
import type { DrawDatabase } from '../draw-database.ts';
import { attempt } from './attempt.ts';
import { SqliteAccounts } from './sqlite-accounts.ts';
import { SqliteBooks } from './sqlite-books.ts';
import { ENTRY_COLUMNS, type EntryValues, entryOf } from './sqlite-entries.ts';
import type { AwardRow } from './sqlite-rows.ts';
import { SqliteRulesBook } from './sqlite-rules-book.ts';
import { SqliteSeeds } from './sqlite-seeds.ts';

/* The one log of an activity: SQLite knows no segments. */
const ROOT = 'root';

const ROWS_PER_BATCH = 1000;

interface BookRow {
  readonly seq: number;
  readonly spent: number;
  readonly swept_at: number | null;
}

/** Reads the file of draws. Another process may be writing it. */
export class SqliteDrawLog implements DrawLog, DrawTail {
  readonly #db: DrawDatabase;
  readonly #accounts: SqliteAccounts;
  readonly #seeds: SqliteSeeds;
  readonly #rules: SqliteRulesBook;
  readonly #entries;

  constructor(db: DrawDatabase) {
    this.#db = db;
    this.#accounts = new SqliteAccounts(db);
    this.#seeds = new SqliteSeeds(db);
    this.#rules = new SqliteRulesBook(db, new SqliteBooks(db));
    this.#entries = db
      .prepare(
        `SELECT ${ENTRY_COLUMNS} FROM log WHERE activity_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
      )
      .raw(true);
  }

  async activityIds(): Promise<string[]> {
    return this.#all<{ activity_id: string }>(
      'SELECT activity_id FROM seeds UNION SELECT activity_id FROM books',
    ).map((row) => row.activity_id);
  }

  async book(activityId: string): Promise<LedgerBook> {
    return attempt(() => this.#book(activityId));
  }

  #book(activityId: string): LedgerBook {
    // One transaction, so that the counts and the number are of one moment while draws are recorded.
    return this.#db.transaction(() => {
      const [book] = this.#all<BookRow>(
        'SELECT seq, spent, swept_at FROM books WHERE activity_id = ?',
        activityId,
      );
      return {
        logs: [{ log: ROOT, seq: book?.seq ?? 0 }],
        awarded: this.#awarded(activityId),
        spent: book?.spent ?? 0,
        seeds: this.#seeds.all(activityId),
        rules: this.#rules.links(activityId),
        sweptAt: book?.swept_at ?? null,
      };
    })();
  }

  async rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]> {
    return attempt(() => this.#rules.texts(activityId, numbers));
  }

  async *entries(
    activityId: string,
    log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]> {
    if (log !== ROOT) return;
    for (let after = afterSeq; ; ) {
      const entries = attempt(() => this.#batch(activityId, after, upToSeq, ROWS_PER_BATCH));
      const last = entries.at(-1);
      if (!last) return;
      yield entries;
      after = last.seq;
    }
  }

  async logNames(): Promise<readonly string[]> {
    return [ROOT];
  }

  async slice(activityId: string, log: string, fromSeq: number, limit: number): Promise<readonly LogEntry[]> {
    return log === ROOT ? this.#batch(activityId, fromSeq - 1, Number.MAX_SAFE_INTEGER, limit) : [];
  }

  async accounts(activityId: string, uids: readonly string[]): Promise<readonly AccountEntry[]> {
    // One transaction, so that counts and wins are of one moment.
    return this.#db.transaction(() =>
      uids.map((uid) => ({
        uid,
        draws: this.#accounts.draws(activityId, uid),
        winsKept: this.#accounts.winsKept(activityId, uid),
      })),
    )();
  }

  #batch(activityId: string, afterSeq: number, upToSeq: number, limit: number): LogEntry[] {
    const rows = this.#entries.all(activityId, afterSeq, upToSeq, limit) as EntryValues[];
    return rows.map((values) => entryOf(values, (no) => this.#rules.link(activityId, no)));
  }

  #awarded(activityId: string): Map<string, number> {
    const rows = this.#all<AwardRow>('SELECT prize_id, count FROM awarded WHERE activity_id = ?', activityId);
    return new Map(rows.map(({ prize_id, count }) => [prize_id, count]));
  }

  #all<Row>(sql: string, ...values: unknown[]): Row[] {
    return this.#db.prepare(sql).all(...values) as Row[];
  }
}

import type { AwardCounts } from '../../../domain/draws/award-counts.ts';
import { firstAvailable } from '../../../domain/draws/decide-draw.ts';
import type {
  Account,
  BookedDraw,
  CommitResult,
  DrawCommit,
  DrawLedger,
  Seed,
} from '../../../domain/draws/draw-ledger.ts';
import { afterDraw, NO_DRAWS, type UserDraws, type Win } from '../../../domain/draws/user-draw-info.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { DrawDatabase } from '../draw-database.ts';
import { inTransaction } from '../in-transaction.ts';

interface Waiting {
  readonly order: DrawCommit;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: Error) => void;
}

interface AccountRow {
  draw_no: number;
  day: string;
  drawn_on_day: number;
  wins: string;
}

interface LogRow {
  draw_id: string;
  draw_no: number;
  prize_id: string | null;
}

interface SeedRow {
  no: number;
  secret: string;
  revealed_at: number | null;
}

/** So many draws share one transaction at most, so that none waits long for its own. */
const BATCH = 256;

/**
 * Draws in a SQLite file. Draws that arrive together share one transaction and its one write to the disk;
 * each is acknowledged after it.
 */
export class SqliteDrawLedger implements DrawLedger, AwardCounts {
  readonly #db: DrawDatabase;
  readonly #sql: ReturnType<typeof statements>;
  readonly #waiting: Waiting[] = [];
  #flushScheduled = false;

  constructor(db: DrawDatabase) {
    this.#db = db;
    this.#sql = statements(db);
  }

  async read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return attempt(() => ({
      draws: this.#draws(activityId, uid),
      booked: requestId === undefined ? null : this.#booked(activityId, uid, requestId),
    }));
  }

  commit(order: DrawCommit): Promise<CommitResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ order, resolve, reject });
      if (this.#flushScheduled) return;
      this.#flushScheduled = true;
      // What arrives in this turn of the event loop goes along.
      setImmediate(() => this.#flush());
    });
  }

  async seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<Seed> {
    return attempt(() =>
      inTransaction(this.#db, (): Seed => {
        const current = this.#currentSeed(activityId);
        if (current && (wanted === 'any' || current.revealedAt === null)) return current;
        const no = (current?.no ?? 0) + 1;
        this.#sql.addSeed.run(activityId, no, fresh);
        return { no, secret: fresh, revealedAt: null };
      }),
    );
  }

  async reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return attempt(() => {
      this.#sql.reveal.run(at, activityId, seedNo);
      const row = this.#sql.seed.get(activityId, seedNo) as SeedRow | undefined;
      if (!row) throw new RangeError(`activity ${activityId} has no seed ${seedNo}`);
      return seedOfRow(row);
    });
  }

  async awarded(activityId: string): Promise<Readonly<Record<string, number>>> {
    return attempt(() => {
      const rows = this.#sql.awards.all(activityId) as { prize_id: string; count: number }[];
      return Object.fromEntries(rows.map(({ prize_id, count }) => [prize_id, count]));
    });
  }

  #flush(): void {
    this.#flushScheduled = false;
    const batch = this.#waiting.splice(0, BATCH);
    if (this.#waiting.length > 0) {
      this.#flushScheduled = true;
      setImmediate(() => this.#flush());
    }
    try {
      const results = inTransaction(this.#db, () => batch.map(({ order }) => this.#book(order)));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as CommitResult);
    } catch (cause) {
      const fault = new DependencyError('draw ledger', 'SQLite did not book', { cause });
      for (const { reject } of batch) reject(fault);
    }
  }

  #book(order: DrawCommit): CommitResult {
    const { activityId, uid, requestId, drawId, seedNo, rules, day, at } = order;
    const draws = this.#draws(activityId, uid);
    const seed = this.#currentSeed(activityId);
    const stale =
      draws.drawNo !== order.draws.drawNo ||
      seed?.no !== seedNo ||
      seed.revealedAt !== null ||
      this.#booked(activityId, uid, requestId) !== null;
    if (stale) return { kind: 'conflict' };

    const prizeId = firstAvailable(order.candidates, (id) => this.#awarded(activityId, id));
    const after = afterDraw(draws, { drawId, prizeId, day, at });
    const { seq } = this.#sql.nextSeq.get(activityId) as { seq: number };
    if (prizeId !== null) this.#sql.award.run(activityId, prizeId);
    this.#sql.putAccount.run(
      activityId,
      uid,
      after.drawNo,
      after.lastDay,
      after.drawnOnLastDay,
      writeWins(after),
    );
    this.#sql.addRules.run(activityId, rules.hash, rules.text);
    this.#sql.addLog.run(
      activityId,
      seq,
      uid,
      requestId,
      drawId,
      after.drawNo,
      day,
      at,
      seedNo,
      rules.hash,
      prizeId,
    );
    return { kind: 'committed', prizeId };
  }

  #draws(activityId: string, uid: string): UserDraws {
    const row = this.#sql.account.get(activityId, uid) as AccountRow | undefined;
    if (!row) return NO_DRAWS;
    return {
      drawNo: row.draw_no,
      lastDay: row.day,
      drawnOnLastDay: row.drawn_on_day,
      wins: readWins(row.wins),
    };
  }

  #booked(activityId: string, uid: string, requestId: string): BookedDraw | null {
    const row = this.#sql.booked.get(activityId, uid, requestId) as LogRow | undefined;
    return row ? { drawId: row.draw_id, drawNo: row.draw_no, prizeId: row.prize_id } : null;
  }

  #awarded(activityId: string, prizeId: string): number {
    return (this.#sql.awarded.get(activityId, prizeId) as { count: number } | undefined)?.count ?? 0;
  }

  #currentSeed(activityId: string): Seed | null {
    const row = this.#sql.lastSeed.get(activityId) as SeedRow | undefined;
    return row ? seedOfRow(row) : null;
  }
}

function statements(db: DrawDatabase) {
  return {
    account: db.prepare(
      'SELECT draw_no, day, drawn_on_day, wins FROM accounts WHERE activity_id = ? AND uid = ?',
    ),
    booked: db.prepare(
      'SELECT draw_id, draw_no, prize_id FROM log WHERE activity_id = ? AND uid = ? AND request_id = ?',
    ),
    awarded: db.prepare('SELECT count FROM awarded WHERE activity_id = ? AND prize_id = ?'),
    awards: db.prepare('SELECT prize_id, count FROM awarded WHERE activity_id = ?'),
    lastSeed: db.prepare(
      'SELECT no, secret, revealed_at FROM seeds WHERE activity_id = ? ORDER BY no DESC LIMIT 1',
    ),
    seed: db.prepare('SELECT no, secret, revealed_at FROM seeds WHERE activity_id = ? AND no = ?'),
    addSeed: db.prepare('INSERT INTO seeds (activity_id, no, secret) VALUES (?, ?, ?)'),
    reveal: db.prepare(
      'UPDATE seeds SET revealed_at = coalesce(revealed_at, ?) WHERE activity_id = ? AND no = ?',
    ),
    nextSeq: db.prepare(
      'INSERT INTO books (activity_id, seq) VALUES (?, 1) ON CONFLICT DO UPDATE SET seq = seq + 1 RETURNING seq',
    ),
    award: db.prepare(
      'INSERT INTO awarded (activity_id, prize_id, count) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1',
    ),
    putAccount: db.prepare(
      'INSERT OR REPLACE INTO accounts (activity_id, uid, draw_no, day, drawn_on_day, wins) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    addRules: db.prepare('INSERT OR IGNORE INTO rules (activity_id, hash, text) VALUES (?, ?, ?)'),
    addLog: db.prepare(
      `INSERT INTO log (activity_id, seq, uid, request_id, draw_id, draw_no, day, at, seed_no, rules_hash, prize_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  };
}

function seedOfRow({ no, secret, revealed_at }: SeedRow): Seed {
  return { no, secret, revealedAt: revealed_at };
}

export function readWins(text: string): Win[] {
  return (JSON.parse(text) as [string, string, number][]).map(([drawId, prizeId, wonAt]) => ({
    drawId,
    prizeId,
    wonAt,
  }));
}

function writeWins({ wins }: UserDraws): string {
  return JSON.stringify(wins.map(({ drawId, prizeId, wonAt }) => [drawId, prizeId, wonAt]));
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new DependencyError('draw ledger', 'SQLite did not do its part', { cause });
  }
}

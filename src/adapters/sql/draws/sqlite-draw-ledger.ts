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
import { afterDraw, NO_DRAWS, type UserDraws } from '../../../domain/draws/user-draw-info.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { DrawDatabase } from '../draw-database.ts';
import { inTransaction } from '../in-transaction.ts';
import {
  type AccountRow,
  type DrawRow,
  drawOf,
  type SeedRow,
  seedOf,
  userDrawsOf,
  writeWins,
} from './sqlite-rows.ts';
import { ledgerStatements } from './sqlite-statements.ts';

interface PendingCommit {
  readonly commit: DrawCommit;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: Error) => void;
}

/* Limits the time that a draw waits for the others of its transaction. */
const MAX_COMMITS_PER_TRANSACTION = 256;

/**
 * Draws in a SQLite file. Draws that arrive in the same turn of the event loop share one transaction, and with it one
 * sync of the disk. Each is acknowledged after that.
 */
export class SqliteDrawLedger implements DrawLedger, AwardCounts {
  readonly #db: DrawDatabase;
  readonly #sql: ReturnType<typeof ledgerStatements>;
  readonly #pending: PendingCommit[] = [];
  #isFlushScheduled = false;

  constructor(db: DrawDatabase) {
    this.#db = db;
    this.#sql = ledgerStatements(db);
  }

  async read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return attempt(() => ({
      draws: this.#draws(activityId, uid),
      booked: requestId === undefined ? null : this.#recordedDraw(activityId, uid, requestId),
    }));
  }

  commit(commit: DrawCommit): Promise<CommitResult> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ commit, resolve, reject });
      this.#scheduleFlush();
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
      return seedOf(row);
    });
  }

  async awarded(activityId: string): Promise<Readonly<Record<string, number>>> {
    return attempt(() => {
      const rows = this.#sql.awards.all(activityId) as { prize_id: string; count: number }[];
      return Object.fromEntries(rows.map(({ prize_id, count }) => [prize_id, count]));
    });
  }

  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushScheduled = false;
    const batch = this.#pending.splice(0, MAX_COMMITS_PER_TRANSACTION);
    if (this.#pending.length > 0) this.#scheduleFlush();
    try {
      const results = inTransaction(this.#db, () => batch.map(({ commit }) => this.#record(commit)));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as CommitResult);
    } catch (cause) {
      const fault = new DependencyError('draw ledger', 'SQLite did not book', { cause });
      for (const { reject } of batch) reject(fault);
    }
  }

  #record(commit: DrawCommit): CommitResult {
    const { activityId, uid, requestId, drawId, seedNo, rules, day, at } = commit;
    const draws = this.#draws(activityId, uid);
    const seed = this.#currentSeed(activityId);
    const hasConflict =
      draws.drawNo !== commit.draws.drawNo ||
      seed?.no !== seedNo ||
      seed.revealedAt !== null ||
      this.#recordedDraw(activityId, uid, requestId) !== null;
    if (hasConflict) return { kind: 'conflict' };

    const sql = this.#sql;
    const prizeId = firstAvailable(commit.candidates, (id) => this.#awardCount(activityId, id));
    const { drawNo, lastDay, drawnOnLastDay, wins } = afterDraw(draws, { drawId, prizeId, day, at });
    const { seq } = sql.nextSeq.get(activityId) as { seq: number };
    if (prizeId !== null) sql.award.run(activityId, prizeId);
    sql.putAccount.run(activityId, uid, drawNo, lastDay, drawnOnLastDay, writeWins(wins));
    sql.addRules.run(activityId, rules.hash, rules.text);
    const entry = [drawId, drawNo, day, at, seedNo, rules.hash, prizeId];
    sql.addLog.run(activityId, seq, uid, requestId, ...entry);
    return { kind: 'committed', prizeId };
  }

  #draws(activityId: string, uid: string): UserDraws {
    const row = this.#sql.account.get(activityId, uid) as AccountRow | undefined;
    return row ? userDrawsOf(row) : NO_DRAWS;
  }

  #recordedDraw(activityId: string, uid: string, requestId: string): BookedDraw | null {
    const row = this.#sql.recordedDraw.get(activityId, uid, requestId) as DrawRow | undefined;
    return row ? drawOf(row) : null;
  }

  #awardCount(activityId: string, prizeId: string): number {
    return (this.#sql.awardCount.get(activityId, prizeId) as { count: number } | undefined)?.count ?? 0;
  }

  #currentSeed(activityId: string): Seed | null {
    const row = this.#sql.lastSeed.get(activityId) as SeedRow | undefined;
    return row ? seedOf(row) : null;
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new DependencyError('draw ledger', 'SQLite did not do its part', { cause });
  }
}

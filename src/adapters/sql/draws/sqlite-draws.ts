import { afterDraw, withCount } from '../../../domain/draws/account.ts';
import type { AwardTotals } from '../../../domain/draws/award-counts.ts';
import { firstAvailable } from '../../../domain/draws/decide-draw.ts';
import type { CommitResult, DrawCommit } from '../../../domain/draws/draw-ledger.ts';
import { LATEST_ENTRIES, type LatestWin } from '../../../domain/draws/latest-wins.ts';
import { DENIED_UNIT } from '../denied-unit.ts';
import type { DrawDatabase } from '../draw-database.ts';
import type { SqliteAccounts } from './sqlite-accounts.ts';
import type { SqliteBooks } from './sqlite-books.ts';
import type { AwardRow } from './sqlite-rows.ts';
import type { SqliteSeeds } from './sqlite-seeds.ts';

/** Records draws and what they award. */
export class SqliteDraws {
  readonly #accounts: SqliteAccounts;
  readonly #books: SqliteBooks;
  readonly #seeds: SqliteSeeds;
  readonly #awardCount;
  readonly #awards;
  readonly #putAwards;
  readonly #addEntry;
  readonly #latestWins;

  constructor(db: DrawDatabase, accounts: SqliteAccounts, books: SqliteBooks, seeds: SqliteSeeds) {
    this.#accounts = accounts;
    this.#books = books;
    this.#seeds = seeds;
    this.#awardCount = db.prepare('SELECT count FROM awarded WHERE activity_id = ? AND prize_id = ?');
    this.#awards = db.prepare('SELECT prize_id, count FROM awarded WHERE activity_id = ?');
    this.#putAwards = db.prepare(
      'INSERT OR REPLACE INTO awarded (activity_id, prize_id, count) VALUES (?, ?, ?)',
    );
    this.#latestWins = db.prepare(
      `SELECT draw_id AS drawId, uid, prize_id AS prizeId, at AS wonAt
       FROM (SELECT seq, draw_id, uid, prize_id, at FROM log WHERE activity_id = ?
             ORDER BY seq DESC LIMIT ${LATEST_ENTRIES})
       WHERE prize_id IN (SELECT value FROM json_each(?)) ORDER BY at DESC, seq DESC LIMIT ?`,
    );
    // A request id that is recorded changes nothing.
    this.#addEntry = db.prepare(
      `INSERT INTO log (activity_id, seq, kind, at, uid, day, request_id, draw_id, draw_no, seed_no, rules_no,
                        prize_id, unit, cost)
       VALUES (?, ?, 'draw', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (activity_id, uid, request_id) WHERE request_id IS NOT NULL DO NOTHING`,
    );
  }

  /** Within a transaction. */
  record(commit: DrawCommit): CommitResult {
    const { activityId, uid, requestId, drawId, seedNo, rulesNo, at, candidates, budget } = commit;
    const draws = this.#accounts.counts(activityId, uid);
    if (draws.version !== commit.draws.version) return this.#conflict(commit);
    if (!this.#seeds.isCurrentSecret(activityId, seedNo)) {
      const isRecorded = this.#accounts.recordedDraw(activityId, uid, requestId) !== null;
      return isRecorded ? this.#conflict(commit) : { kind: 'stale_seed' };
    }
    const { seq, spent } = this.#books.of(activityId);
    const count = (prizeId: string) => this.#count(activityId, prizeId);
    const won = firstAvailable(candidates, { count, spent, budget });
    const prizeId = won?.prizeId ?? null;
    const unit = won ? count(won.prizeId) + 1 : null;
    const cost = won?.cost ?? 0;
    const after = afterDraw(draws, commit);

    const marked = commit.denied ? DENIED_UNIT : unit;
    const entry = [
      uid,
      after.lastDay,
      requestId,
      drawId,
      after.drawNo,
      seedNo,
      rulesNo,
      prizeId,
      marked,
      cost,
    ];
    if (this.#addEntry.run(activityId, seq + 1, at, ...entry).changes === 0) return this.#conflict(commit);
    this.#books.put(activityId, { seq: seq + 1, spent: spent + cost });
    if (won) this.#putAwards.run(activityId, won.prizeId, unit);
    this.#accounts.put(activityId, uid, won ? withCount(after, won.prizeId, won.endsStreak) : after);
    return { kind: 'committed', prizeId, unit };
  }

  awarded(activityId: string): AwardTotals {
    const rows = this.#awards.all(activityId) as AwardRow[];
    const counts = Object.fromEntries(rows.map(({ prize_id, count }) => [prize_id, count]));
    return { counts, spent: this.#books.of(activityId).spent };
  }

  latestWins(activityId: string, prizeIds: readonly string[], limit: number): readonly LatestWin[] {
    return this.#latestWins.all(activityId, JSON.stringify(prizeIds), limit) as LatestWin[];
  }

  #conflict({ activityId, uid, requestId }: DrawCommit): CommitResult {
    return { kind: 'conflict', account: this.#accounts.read(activityId, uid, requestId) };
  }

  #count(activityId: string, prizeId: string): number {
    return (this.#awardCount.get(activityId, prizeId) as { count: number } | undefined)?.count ?? 0;
  }
}

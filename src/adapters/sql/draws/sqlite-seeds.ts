import type { Seed } from '../../../domain/draws/draw-ledger.ts';
import type { DrawDatabase } from '../draw-database.ts';
import { type SeedRow, seedOf } from './sqlite-rows.ts';

/** The seeds of activities, and their keys of invitations. */
export class SqliteSeeds {
  readonly #all;
  readonly #last;
  readonly #lastNo;
  readonly #seed;
  readonly #add;
  readonly #reveal;
  readonly #inviteKey;
  readonly #addInviteKey;

  constructor(db: DrawDatabase) {
    this.#all = db.prepare('SELECT no, secret, revealed_at FROM seeds WHERE activity_id = ? ORDER BY no');
    this.#last = db.prepare(
      'SELECT no, secret, revealed_at FROM seeds WHERE activity_id = ? ORDER BY no DESC LIMIT 1',
    );
    this.#lastNo = db
      .prepare('SELECT no, revealed_at FROM seeds WHERE activity_id = ? ORDER BY no DESC LIMIT 1')
      .raw(true);
    this.#seed = db.prepare('SELECT no, secret, revealed_at FROM seeds WHERE activity_id = ? AND no = ?');
    this.#add = db.prepare('INSERT INTO seeds (activity_id, no, secret) VALUES (?, ?, ?)');
    this.#reveal = db.prepare(
      'UPDATE seeds SET revealed_at = coalesce(revealed_at, ?) WHERE activity_id = ? AND no = ?',
    );
    this.#inviteKey = db.prepare('SELECT secret FROM invite_keys WHERE activity_id = ?');
    this.#addInviteKey = db.prepare('INSERT OR IGNORE INTO invite_keys (activity_id, secret) VALUES (?, ?)');
  }

  inviteKey(activityId: string): string | null {
    return (this.#inviteKey.get(activityId) as { secret: string } | undefined)?.secret ?? null;
  }

  /** Within a transaction. */
  inviteKeyOr(activityId: string, fresh: string): string {
    this.#addInviteKey.run(activityId, fresh);
    return this.inviteKey(activityId) ?? fresh;
  }

  all(activityId: string): Seed[] {
    return (this.#all.all(activityId) as SeedRow[]).map(seedOf);
  }

  /** Whether this is the current seed, and still secret. */
  isCurrentSecret(activityId: string, seedNo: number): boolean {
    const [no, revealedAt] = (this.#lastNo.get(activityId) as [number, number | null] | undefined) ?? [];
    return no === seedNo && revealedAt === null;
  }

  current(activityId: string): Seed | null {
    const row = this.#last.get(activityId) as SeedRow | undefined;
    return row ? seedOf(row) : null;
  }

  /** The current seed if it is what is wanted; else `null`. */
  currentIf(activityId: string, wanted: 'secret' | 'any'): Seed | null {
    const current = this.current(activityId);
    return current && (wanted === 'any' || current.revealedAt === null) ? current : null;
  }

  /** The same, or `fresh` as the next one. Within a transaction. */
  currentOrNext(activityId: string, fresh: string, wanted: 'secret' | 'any'): Seed {
    const current = this.currentIf(activityId, wanted);
    if (current) return current;
    const no = (this.current(activityId)?.no ?? 0) + 1;
    this.#add.run(activityId, no, fresh);
    return { no, secret: fresh, revealedAt: null };
  }

  /** Within a transaction. @returns `null` if there is no such seed */
  reveal(activityId: string, seedNo: number, at: number): Seed | null {
    this.#reveal.run(at, activityId, seedNo);
    const row = this.#seed.get(activityId, seedNo) as SeedRow | undefined;
    return row ? seedOf(row) : null;
  }
}

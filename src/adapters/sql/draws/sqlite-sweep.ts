import type { DrawDatabase } from '../draw-database.ts';

/* One slice is a transaction of some milliseconds, and draws of other activities come between two. */
const ROWS_PER_SLICE = 1000;

/* What is kept for each user, beside the log. */
const TABLES = ['accounts', 'earned_keys', 'open_helps'] as const;

/** Removes the accounts of an activity. */
export class SqliteSweep {
  readonly #note;
  readonly #removals;

  constructor(db: DrawDatabase) {
    this.#note = db.prepare('UPDATE books SET swept_at = ? WHERE activity_id = ?');
    this.#removals = TABLES.map((table) =>
      db.prepare(
        `DELETE FROM ${table} WHERE activity_id = ?1
         AND uid IN (SELECT uid FROM ${table} WHERE activity_id = ?1 LIMIT ${ROWS_PER_SLICE})`,
      ),
    );
  }

  /** Notes the sweep. It comes first, so that an audit never misses an account that was removed. */
  note(activityId: string, at: number): void {
    this.#note.run(at, activityId);
  }

  /** Within a transaction. @returns whether something was left to remove */
  removeSlice(activityId: string): boolean {
    return this.#removals.some((removal) => removal.run(activityId).changes > 0);
  }
}

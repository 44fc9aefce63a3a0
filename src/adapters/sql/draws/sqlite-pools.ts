import type { PoolSizes } from '../../../domain/draws/unit-pools.ts';
import type { DrawDatabase } from '../draw-database.ts';

interface PoolRow {
  readonly prize_id: string;
  readonly size: number;
}

/** The sizes of pools. */
export class SqlitePools {
  readonly #all;
  readonly #grow;

  constructor(db: DrawDatabase) {
    this.#all = db.prepare('SELECT prize_id, size FROM pools WHERE activity_id = ?');
    this.#grow = db.prepare(
      `INSERT INTO pools (activity_id, prize_id, size) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET size = max(size, excluded.size)`,
    );
  }

  sizes(activityId: string): PoolSizes {
    const rows = this.#all.all(activityId) as PoolRow[];
    return Object.fromEntries(rows.map(({ prize_id, size }) => [prize_id, size]));
  }

  /** Within a transaction. */
  grow(activityId: string, prizeId: string, size: number): void {
    this.#grow.run(activityId, prizeId, size);
  }
}

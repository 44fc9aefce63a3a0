import type { CommitResult, DrawCommit } from '../../../domain/draws/draw-ledger.ts';
import { type DrawTraces, TRACE_OF_WIN_SECONDS, TRACE_SECONDS } from '../../../domain/draws/draw-traces.ts';
import type { DrawDatabase } from '../draw-database.ts';
import { attempt } from './attempt.ts';

/* More than are added, so that those that have expired become fewer. */
const REMOVED_AT_ONCE = 10;

/** The traces of draws, in the file of draws. */
export class SqliteTraces implements DrawTraces {
  readonly #add;
  readonly #remove;
  readonly #find;

  constructor(db: DrawDatabase) {
    this.#add = db.prepare(
      'INSERT OR IGNORE INTO traces (draw_id, traceparent, expires_at) VALUES (?, ?, ?)',
    );
    this.#remove = db.prepare(
      `DELETE FROM traces WHERE draw_id IN (
         SELECT draw_id FROM traces WHERE expires_at < ? ORDER BY expires_at LIMIT ${REMOVED_AT_ONCE})`,
    );
    this.#find = db.prepare(
      `SELECT traces.draw_id AS drawId, traceparent FROM json_each(?) AS wanted
       JOIN traces ON traces.draw_id = wanted.value`,
    );
  }

  /** Within the transaction of the commit. */
  note({ drawId, traceparent, at }: DrawCommit, result: CommitResult): void {
    if (traceparent === undefined || result.kind !== 'committed') return;
    const seconds = result.prizeId === null ? TRACE_SECONDS : TRACE_OF_WIN_SECONDS;
    this.#remove.run(at);
    this.#add.run(drawId, traceparent, at + seconds * 1000);
  }

  async of(_activityId: string, drawIds: readonly string[]): Promise<readonly (string | null)[]> {
    const found = attempt(
      () => this.#find.all(JSON.stringify(drawIds)) as { drawId: string; traceparent: string }[],
    );
    const traces = new Map(found.map(({ drawId, traceparent }) => [drawId, traceparent]));
    return drawIds.map((drawId) => traces.get(drawId) ?? null);
  }
}

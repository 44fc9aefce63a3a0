import { sql } from 'kysely';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { AccessKept, AccessSweep } from '../../../domain/visitors/access-sweep.ts';
import { storeNow } from './access-number.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import { removeInParts } from './remove-in-parts.ts';

/** Keeps `session_ends` and `blocked_users` small. */
export class SqlAccessSweep implements AccessSweep {
  readonly #records: RecordSource;
  readonly #clock: Clock;

  constructor(records: RecordSource, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  removeOld({ youngMs, maxEnds, longestMs }: AccessKept): Promise<void> {
    return inRecords(async () => {
      const now = await this.#now();
      await removeInParts(this.#records, 'blocked_users', sql`is_blocked = 0 and no < ${now - youngMs}`);
      const beyond = (await this.#newestBeyond(maxEnds)) ?? 0;
      await this.#removeEnds(Math.max(now - longestMs, Math.min(now - youngMs, beyond)));
    });
  }

  async #removeEnds(upTo: number): Promise<void> {
    const { db, kind } = this.#records;
    const greater = sql.raw(kind === 'postgres' ? 'greatest' : 'max');
    // Before they are removed: a process must not come to accept what they have ended.
    await sql`
      update access_counter set swept_up_to = ${greater}(swept_up_to,
        coalesce((select max(issued_up_to) from session_ends where no <= ${upTo}), 0))
      where one = 1 and exists (select 1 from session_ends where no <= ${upTo})`.execute(db);
    await removeInParts(this.#records, 'session_ends', sql`no <= ${upTo}`);
  }

  /* The number of the newest end that is one too many. */
  async #newestBeyond(count: number): Promise<number | undefined> {
    const row = await this.#records.db
      .selectFrom('session_ends')
      .select('no')
      .orderBy('no', 'desc')
      .offset(count)
      .limit(1)
      .executeTakeFirst();
    return row?.no;
  }

  async #now(): Promise<number> {
    const { db, kind } = this.#records;
    const { rows } = await sql<{ now: number }>`select ${storeNow(kind, this.#clock)} as now`.execute(db);
    return rows[0]?.now ?? this.#clock.now();
  }
}

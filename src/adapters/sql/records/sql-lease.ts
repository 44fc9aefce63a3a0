import { type Lease, latestExpiry } from '../../../domain/shared/lease.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/** A lease by a row of the record store. Its fence grows with each new holder. */
export class SqlLease implements Lease {
  readonly #records: RecordSource;
  readonly #name: string;

  constructor(records: RecordSource, name: string) {
    this.#records = records;
    this.#name = name;
  }

  take(holder: string, ttlMs: number, now: number): Promise<number | null> {
    const name = this.#name;
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const expires_at = now + ttlMs;
        const kept = await transaction
          .updateTable('leases')
          .set({ expires_at })
          .where('name', '=', name)
          .where('holder', '=', holder)
          .returning('fence')
          .executeTakeFirst();
        if (kept) return kept.fence;
        const taken = await transaction
          .insertInto('leases')
          .values({ name, holder, fence: 1, expires_at })
          .onConflict((conflict) =>
            conflict
              .column('name')
              .doUpdateSet((eb) => ({ holder, expires_at, fence: eb('leases.fence', '+', 1) }))
              .where(({ eb, or }) =>
                or([
                  eb('leases.expires_at', '<', now),
                  eb('leases.expires_at', '>', latestExpiry(ttlMs, now)),
                ]),
              ),
          )
          .returning('fence')
          .executeTakeFirst();
        return taken?.fence ?? null;
      }),
    );
  }

  async release(holder: string, now: number): Promise<void> {
    await inRecords(() =>
      this.#records.db.transaction().execute((transaction) =>
        transaction
          .updateTable('leases')
          .set({ holder: '', expires_at: now - 1 })
          .where('name', '=', this.#name)
          .where('holder', '=', holder)
          .execute(),
      ),
    );
  }
}

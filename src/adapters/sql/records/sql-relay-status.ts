import type { RelayNotes, RelayState, RelayStatus } from '../../../domain/deliveries/relay-status.ts';
import type { HaltReason } from '../../../domain/deliveries/relay-store.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/** The lease of the relay. */
export const RELAY_LEASE = 'relay';

/** The relay's state in the record store. */
export class SqlRelayStatus implements RelayStatus, RelayNotes {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  state(now: number): Promise<RelayState> {
    return inRecords(async () => {
      const { db } = this.#records;
      const lease = await db
        .selectFrom('leases')
        .select('expires_at')
        .where('name', '=', RELAY_LEASE)
        .executeTakeFirst();
      const noted = await db.selectFrom('relay_status').select('behind_since').executeTakeFirst();
      const halted = await db
        .selectFrom('archive_cursors')
        .select(['activity_id', 'log', 'halted_at', 'halt_reason'])
        .where('halted_at', 'is not', null)
        .orderBy('activity_id')
        .orderBy('log')
        .execute();
      const since = Math.min(noted?.behind_since ?? now, lease?.expires_at ?? now, now);
      return {
        lagSeconds: (now - since) / 1000,
        halted: halted.map(({ activity_id, log, halted_at, halt_reason }) => ({
          activityId: activity_id,
          log,
          at: halted_at ?? 0,
          reason: (halt_reason ?? 'entry_missing') as HaltReason,
        })),
      };
    });
  }

  async note(behindSince: number | null): Promise<void> {
    await inRecords(() =>
      this.#records.db.transaction().execute((transaction) =>
        transaction
          .insertInto('relay_status')
          .values({ one: 1, behind_since: behindSince })
          .onConflict((conflict) => conflict.column('one').doUpdateSet({ behind_since: behindSince }))
          .execute(),
      ),
    );
  }
}

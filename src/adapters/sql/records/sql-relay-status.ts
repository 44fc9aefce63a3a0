import {
  RELAY_LEASE_MS,
  type RelayNotes,
  type RelayState,
  type RelayStatus,
} from '../../../domain/deliveries/relay-status.ts';
import type { HaltReason } from '../../../domain/deliveries/relay-store.ts';
import { latestExpiry } from '../../../domain/shared/lease.ts';
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
      const waitsMs = now - (noted?.behind_since ?? now);
      return {
        lagSeconds: Math.max(waitsMs, missedMs(lease?.expires_at ?? now, now), 0) / 1000,
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

/* For how long a relay is missed whose lease ends at that time; 0 or less: it is at work. */
function missedMs(expiresAt: number, now: number): number {
  if (expiresAt > latestExpiry(RELAY_LEASE_MS, now)) return expiresAt - RELAY_LEASE_MS - now;
  return now - expiresAt;
}

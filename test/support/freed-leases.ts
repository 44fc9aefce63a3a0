import type { RecordTarget } from '../../src/adapters/sql/records/record-target.ts';
import { withRecords } from './relayed-draws.ts';

/**
 * Ends all leases. That of a killed process stands for 10 s in the relay, and for 30 s on a webhook; tests of other things
 * do not wait for it.
 */
export async function freeLeases(target: RecordTarget): Promise<void> {
  await withRecords(target, ({ db }) =>
    db.transaction().execute(async (transaction) => {
      await transaction.updateTable('leases').set({ expires_at: 1 }).execute();
      await transaction
        .updateTable('deliveries')
        .set({ lease_until: null })
        .where('lease_until', 'is not', null)
        .execute();
    }),
  );
}

import type { Clock } from '../../../domain/shared/clock.ts';
import type { ActivityNamespaces } from '../../../domain/visitors/activity-namespaces.ts';
import { nextAccessNumber } from './access-number.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/** In the table `activity_namespaces`, where the first one stays. */
export class SqlActivityNamespaces implements ActivityNamespaces {
  readonly #records: RecordSource;
  readonly #clock: Clock;

  constructor(records: RecordSource, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  async fix(activityIds: readonly string[], namespace: string): Promise<void> {
    await inRecords(async () => {
      const { db, kind } = this.#records;
      for (const activityId of activityIds) {
        // Each has a number of its own.
        await db.transaction().execute(async (transaction) => {
          const { no, at } = await nextAccessNumber(transaction, kind, this.#clock);
          await transaction
            .insertInto('activity_namespaces')
            .values({ activity_id: activityId, namespace, at, no })
            .onConflict((conflict) => conflict.column('activity_id').doNothing())
            .execute();
        });
      }
    });
  }

  find(activityId: string): Promise<string | null> {
    return inRecords(async () => {
      const row = await this.#records.db
        .selectFrom('activity_namespaces')
        .select('namespace')
        .where('activity_id', '=', activityId)
        .executeTakeFirst();
      return row?.namespace ?? null;
    });
  }
}

import type { AuditTrail, TrailEntry, TrailQuery } from '../../../domain/operators/audit-trail.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import { entryOfRow, rowOfEntry } from './trail-rows.ts';

/** The trail, in the table `trail`, which the store itself lets nobody change. */
export class SqlAuditTrail implements AuditTrail {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  async append(entry: TrailEntry, begunId?: string): Promise<void> {
    if (begunId === undefined) {
      await inRecords(() => this.#records.db.insertInto('trail').values(rowOfEntry(entry)).execute());
      return;
    }
    await inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        await transaction.insertInto('trail').values(rowOfEntry(entry)).execute();
        await transaction.deleteFrom('begun_actions').where('id', '=', begunId).execute();
      }),
    );
  }

  page({ before, operator, activityId, action, limit }: TrailQuery): Promise<readonly TrailEntry[]> {
    return inRecords(async () => {
      const { db } = this.#records;
      const rows = await db
        .selectFrom('trail')
        .selectAll()
        .$if(before !== undefined, (query) =>
          query.where('seq', '<', (inner) =>
            inner
              .selectFrom('trail')
              .select('seq')
              .where('id', '=', before ?? ''),
          ),
        )
        .$if(operator !== undefined, (query) => query.where('operator_id', '=', operator ?? ''))
        .$if(activityId !== undefined, (query) => query.where('activity_id', '=', activityId ?? ''))
        .$if(action !== undefined, (query) => query.where('action', '=', action ?? ''))
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return rows.map(entryOfRow);
    });
  }
}

import type { CodeCount, CodeCounts } from '../../../domain/deliveries/code-store.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/** What the record store has of redeem codes. It needs no key. */
export class SqlCodeCounts implements CodeCounts {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  sizes(activityId?: string): Promise<readonly CodeCount[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('code_pools')
        .selectAll()
        .$if(activityId !== undefined, (query) => query.where('activity_id', '=', activityId as string))
        .orderBy('activity_id')
        .orderBy('prize_id')
        .execute();
      return rows.map(({ activity_id, prize_id, size }) => ({
        activityId: activity_id,
        prizeId: prize_id,
        size,
      }));
    });
  }

  given(activityId: string): Promise<ReadonlyMap<string, number>> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('codes')
        .select(({ fn }) => ['prize_id', fn.countAll<number>().as('count')])
        .where('activity_id', '=', activityId)
        .where('draw_id', 'is not', null)
        .groupBy('prize_id')
        .execute();
      return new Map(rows.map(({ prize_id, count }) => [prize_id, Number(count)]));
    });
  }
}

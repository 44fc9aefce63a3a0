import type { CodeCount, CodeCounts } from '../../../domain/deliveries/code-store.ts';
import { asked, type RecordStore } from './code-place.ts';

/** What the record store has of redeem codes. It needs no key. */
export class SqlCodeCounts implements CodeCounts {
  readonly #records: RecordStore;

  constructor(records: RecordStore) {
    this.#records = records;
  }

  sizes(activityId?: string): Promise<readonly CodeCount[]> {
    return asked(async () => {
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
    return asked(async () => {
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

import { sql } from 'kysely';
import {
  type DeliveryProgress,
  isClaimed,
  type ProgressCount,
} from '../../../domain/deliveries/delivery-progress.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import { HOUR_MS } from './sql-visit-store.ts';

type HourRow = Pick<ProgressCount, 'method' | 'state' | 'count'> & { readonly at: number };

/* More would be no news. */
const MOST_FAILED = 10_000;

/** Counts by the index `deliveries_progress` alone. */
export class SqlDeliveryProgress implements DeliveryProgress {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  of(activityId: string): Promise<readonly ProgressCount[]> {
    return inRecords(async () => {
      const { rows } = await sql<ProgressCount>`
        select prize_id as "prizeId", method, state, count(*) as count from deliveries
        where activity_id = ${activityId} group by prize_id, method, state`.execute(this.#records.db);
      return rows;
    });
  }

  failed(): Promise<ReadonlyMap<string, number>> {
    return inRecords(async () => {
      const { rows } = await sql<{ activity_id: string; count: number }>`
        select activity_id, count(*) as count
        from (select activity_id from deliveries where state = 'failed' limit ${MOST_FAILED}) failed
        group by activity_id order by count(*) desc`.execute(this.#records.db);
      return new Map(rows.map(({ activity_id, count }) => [activity_id, count]));
    });
  }

  async claimedByHour(activityId: string): ReturnType<DeliveryProgress['claimedByHour']> {
    const hours = new Map<number, number>();
    // One after another: on SQLite nothing else happens during a query.
    const prizes = new Set((await this.of(activityId)).filter(isClaimed).map(({ prizeId }) => prizeId));
    for (const prizeId of prizes) {
      for (const { at, count } of (await this.#hoursOf(activityId, prizeId)).filter(isClaimed)) {
        hours.set(at, (hours.get(at) ?? 0) + count);
      }
    }
    return [...hours].sort(([one], [other]) => one - other).map(([at, count]) => ({ at, count }));
  }

  #hoursOf(activityId: string, prizeId: string): Promise<readonly HourRow[]> {
    return inRecords(async () => {
      const { rows } = await sql<HourRow>`
        select method, state, won_at - won_at % ${sql.lit(HOUR_MS)} as at, count(*) as count from deliveries
        where activity_id = ${activityId} and prize_id = ${prizeId}
        group by method, state, won_at - won_at % ${sql.lit(HOUR_MS)}`.execute(this.#records.db);
      return rows;
    });
  }
}

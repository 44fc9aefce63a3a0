import { LATEST_ENTRIES, type LatestWin, type LatestWins } from '../../../domain/draws/latest-wins.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/** The latest wins that were moved to the record store, where none expires. */
export class SqlLatestWins implements LatestWins {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  latestWins(activityId: string, prizeIds: readonly string[], limit: number): Promise<readonly LatestWin[]> {
    // PostgreSQL knows no empty list.
    if (prizeIds.length === 0) return Promise.resolve([]);
    return inRecords(() =>
      this.#records.db
        .selectFrom(({ selectFrom }) =>
          selectFrom('deliveries')
            .select(['draw_id', 'uid', 'prize_id', 'won_at'])
            .where('activity_id', '=', activityId)
            // By the index `deliveries_won`.
            .orderBy('won_at', 'desc')
            .orderBy('draw_id', 'desc')
            .limit(LATEST_ENTRIES)
            .as('latest'),
        )
        .select(['draw_id as drawId', 'uid', 'prize_id as prizeId', 'won_at as wonAt'])
        .where('prize_id', 'in', prizeIds)
        .orderBy('won_at', 'desc')
        .limit(limit)
        .execute(),
    );
  }
}

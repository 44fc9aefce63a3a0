import type { EarningEntry } from '../../../domain/draws/draw-log.ts';
import type { EarningHistory, EarningPosition } from '../../../domain/draws/earning-history.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/** The earnings of users in the archive. */
export class SqlEarningHistory implements EarningHistory {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  earningsOf(
    activityId: string,
    uid: string,
    before: EarningPosition | null,
    limit: number,
  ): Promise<readonly EarningEntry[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('archive_entries')
        .select(['seq', 'at', 'day', 'key', 'chances'])
        .where('activity_id', '=', activityId)
        .where('uid', '=', uid)
        // Without it the index `archive_earnings` is not used.
        .where('key', 'is not', null)
        // What was set aside after a loss is under another name; see SqlArchiveRecovery.
        .where('log', 'not like', '%~%')
        .$if(before !== null, (query) =>
          query.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('at', 'seq'), '<', tuple(before?.at ?? 0, before?.seq ?? 0)),
          ),
        )
        .orderBy('at', 'desc')
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ seq, at, day, key, chances }) => ({
        kind: 'earning',
        ...{ seq, at, uid, key: key ?? '', chances: chances ?? 0, day: day ?? '' },
      }));
    });
  }
}

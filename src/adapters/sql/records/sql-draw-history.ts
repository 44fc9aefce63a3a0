import type { ArchivedDraw, DrawHistory } from '../../../domain/draws/draw-history.ts';
import { isDenied } from '../denied-unit.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/** The draws of users in the archive. */
export class SqlDrawHistory implements DrawHistory {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  drawsOf(activityId: string, uid: string, upTo: number, limit: number): Promise<readonly ArchivedDraw[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('archive_entries')
        .select(['draw_no', 'draw_id', 'at', 'seed_no', 'rules_no', 'prize_id', 'unit'])
        .where('activity_id', '=', activityId)
        .where('uid', '=', uid)
        // It also says that there is a number, without which the index `archive_draws` is not used.
        .where('draw_no', '<=', upTo)
        // What was set aside after a loss is under another name; see SqlArchiveRecovery.
        .where('log', 'not like', '%~%')
        .orderBy('draw_no', 'desc')
        .limit(limit)
        .execute();
      return rows.reverse().map(
        ({ draw_no, draw_id, at, seed_no, rules_no, prize_id, unit }): ArchivedDraw => ({
          drawNo: draw_no ?? 0,
          drawId: draw_id ?? '',
          at,
          seedNo: seed_no ?? 0,
          rulesNo: rules_no ?? 0,
          prizeId: prize_id,
          ...(isDenied(prize_id, unit) && { denied: true }),
        }),
      );
    });
  }
}

import type { CancelledSchedule, CancelledSchedules } from '../../../domain/releases/cancelled-schedules.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import { CANCELLED } from './sql-scheduled-releases.ts';

const MOST = 100;

/** The table `release_schedule`, by the index of those that are closed. */
export class SqlCancelledSchedules implements CancelledSchedules {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  since(at: number): Promise<readonly CancelledSchedule[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('release_schedule')
        .select(['activity_id', 'due_at', 'closed_at', 'outcome'])
        .where('closed_at', '>=', at)
        .where('outcome', 'like', `${CANCELLED}%`)
        .where('outcome', 'not like', `${CANCELLED}by %`)
        .orderBy('closed_at', 'desc')
        .limit(MOST)
        .execute();
      const seen = new Set<string>();
      return rows.flatMap(({ activity_id, due_at, closed_at, outcome }): CancelledSchedule[] => {
        if (seen.has(activity_id)) return [];
        seen.add(activity_id);
        const reason = (outcome ?? '').slice(CANCELLED.length);
        return [{ activityId: activity_id, dueAt: due_at, closedAt: closed_at ?? 0, reason }];
      });
    });
  }
}

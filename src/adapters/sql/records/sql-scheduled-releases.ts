import { sql } from 'kysely';
import type {
  CancelledRelease,
  OpenSchedule,
  ScheduledRelease,
  ScheduledReleases,
  ScheduleOutcome,
} from '../../../domain/releases/scheduled-releases.ts';
import { insertRows } from './insert-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import { columnsOfContent, valuesOf } from './release-rows.ts';

const COLUMNS = {
  id: 'text',
  activity_id: 'text',
  due_at: 'int8',
  beside_no: 'int8',
  hash: 'text',
  content: 'text',
  text: 'text',
  pictures: 'text',
  author: 'text',
  note: 'text',
} as const;

/* Before the reason, in the column `outcome`. */
export const CANCELLED = 'cancelled: ';

/** Scheduled releases, in the table `release_schedule`. */
export class SqlScheduledReleases implements ScheduledReleases {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  async add(scheduled: ScheduledRelease): Promise<void> {
    const { id, activityId, dueAt, besideNo, author, note } = scheduled;
    const row = {
      ...{ id, activity_id: activityId, due_at: dueAt, beside_no: besideNo, author, note },
      ...columnsOfContent(scheduled),
    };
    await inRecords(() =>
      this.#records.db
        .transaction()
        .execute((transaction) =>
          insertRows(this.#records.kind, 'release_schedule', COLUMNS, [row]).execute(transaction),
        ),
    );
  }

  open({ by, activityId }: OpenSchedule = {}): Promise<readonly ScheduledRelease[]> {
    return inRecords(async () => {
      let query = this.#records.db
        .selectFrom('release_schedule')
        .selectAll()
        .where('outcome', 'is', null)
        .orderBy('due_at')
        .orderBy('id');
      if (by !== undefined) query = query.where('due_at', '<=', by);
      if (activityId !== undefined) query = query.where('activity_id', '=', activityId);
      const rows = await query.execute();
      return rows.map(({ activity_id, due_at, beside_no, pictures, ...row }) => ({
        id: row.id,
        activityId: activity_id,
        dueAt: due_at,
        besideNo: beside_no,
        text: row.text,
        hash: row.hash,
        content: row.content,
        pictures: JSON.parse(pictures) as ScheduledRelease['pictures'],
        author: row.author,
        note: row.note,
      }));
    });
  }

  cancelled(activityId: string, limit: number): Promise<readonly CancelledRelease[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('release_schedule')
        .select([
          'id',
          'activity_id',
          'due_at',
          'beside_no',
          'hash',
          'author',
          'note',
          'outcome',
          'closed_at',
        ])
        .where('activity_id', '=', activityId)
        .where('outcome', 'like', `${CANCELLED}%`)
        .orderBy('closed_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ id, activity_id, due_at, beside_no, hash, author, note, outcome, closed_at }) => ({
        ...{ id, activityId: activity_id, dueAt: due_at, besideNo: beside_no, hash, author, note },
        reason: outcome?.slice(CANCELLED.length) ?? '',
        at: closed_at ?? due_at,
      }));
    });
  }

  close(id: string, { kind, reason }: ScheduleOutcome, at: number): Promise<boolean> {
    const outcome = kind === 'cancelled' ? `${CANCELLED}${reason}` : kind;
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('release_schedule')
          // As a value of JSON: a name in a reason may have what no text of PostgreSQL can hold.
          .set({
            outcome: sql<string>`(select key.value from ${valuesOf(this.#records.kind, [outcome])})`,
            closed_at: at,
          })
          .where('id', '=', id)
          .where('outcome', 'is', null)
          .executeTakeFirstOrThrow();
        return numUpdatedRows === 1n;
      }),
    );
  }
}

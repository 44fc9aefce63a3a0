import { type Selectable, sql } from 'kysely';
import type { Approval, ReleaseApprovals } from '../../../domain/releases/release-approvals.ts';
import { insertRows } from './insert-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';
import { slashIn, valuesOf } from './release-rows.ts';

const COLUMNS = { activity_id: 'text', content: 'text', approver: 'text', at: 'int8' } as const;

/** Approvals, in the table `release_approvals`. */
export class SqlReleaseApprovals implements ReleaseApprovals {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  async approve({ activityId, content, by, at }: Approval): Promise<void> {
    await inRecords(() =>
      this.#records.db
        .transaction()
        .execute((transaction) =>
          insertRows(
            this.#records.kind,
            'release_approvals',
            COLUMNS,
            [{ activity_id: activityId, content, approver: by, at }],
            sql`on conflict do nothing`,
          ).execute(transaction),
        ),
    );
  }

  of(contents: readonly Pick<Approval, 'activityId' | 'content'>[]): Promise<readonly Approval[]> {
    if (contents.length === 0) return Promise.resolve([]);
    return inRecords(async () => {
      const { db, kind } = this.#records;
      const keys = new Set(contents.map(({ activityId, content }) => `${activityId}/${content}`));
      const at = slashIn(kind);
      const { rows } = await sql<Selectable<RecordsSchema['release_approvals']>>`
        select a.activity_id, a.content, a.approver, a.at
        from ${valuesOf(kind, [...keys])} join release_approvals a
        on a.activity_id = substr(key.value, 1, ${at} - 1) and a.content = substr(key.value, ${at} + 1)`.execute(
        db,
      );
      return rows.map(({ activity_id, content, approver, at: approvedAt }) => ({
        activityId: activity_id,
        content,
        by: approver,
        at: approvedAt,
      }));
    });
  }
}

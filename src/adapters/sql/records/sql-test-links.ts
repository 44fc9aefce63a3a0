import { type Selectable, sql } from 'kysely';
import type { TestLink, TestLinkRow, TestLinkStore } from '../../../domain/releases/test-link-store.ts';
import { insertRows } from './insert-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

const COLUMNS = {
  id: 'text',
  digest: 'text',
  activity_id: 'text',
  text: 'text',
  pictures: 'text',
  author: 'text',
  at: 'int8',
  expires_at: 'int8',
} as const;

/* The texts of others are not read for a list. */
const ROW = ['id', 'activity_id', 'author', 'at', 'expires_at'] as const;

type Row = Pick<Selectable<RecordsSchema['test_links']>, (typeof ROW)[number]>;

/** Test links, in the table `test_links`. */
export class SqlTestLinks implements TestLinkStore {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  add(link: TestLink, digest: string, most: number): Promise<'added' | 'too_many'> {
    const { kind, db } = this.#records;
    const { id, activityId, text, pictures, by, at, expiresAt } = link;
    const row = {
      ...{ id, digest, activity_id: activityId, text, pictures: JSON.stringify(pictures) },
      ...{ author: by, at, expires_at: expiresAt },
    };
    return inRecords(() =>
      db.transaction().execute(async (transaction) => {
        // Of two at the same instant, the second one counts the first.
        if (kind === 'postgres') {
          await sql`select pg_advisory_xact_lock(hashtext(${`test_links ${activityId}`}))`.execute(
            transaction,
          );
        }
        await transaction
          .deleteFrom('test_links')
          .where((where) => where.or([where('expires_at', '<=', at), where('revoked_at', 'is not', null)]))
          .execute();
        const { working } = await transaction
          .selectFrom('test_links')
          .select(({ fn }) => fn.countAll<number>().as('working'))
          .where('activity_id', '=', activityId)
          .executeTakeFirstOrThrow();
        if (Number(working) >= most) return 'too_many';
        await insertRows(kind, 'test_links', COLUMNS, [row]).execute(transaction);
        return 'added';
      }),
    );
  }

  find(digest: string, now: number): Promise<TestLink | undefined> {
    return inRecords(async () => {
      const row = await this.#records.db
        .selectFrom('test_links')
        .select([...ROW, 'text', 'pictures'])
        .where('digest', '=', digest)
        .where('expires_at', '>', now)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (!row) return undefined;
      return { ...linkOf(row), text: row.text, pictures: JSON.parse(row.pictures) as TestLink['pictures'] };
    });
  }

  ofActivity(activityId: string, now: number): Promise<readonly TestLinkRow[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('test_links')
        .select(ROW)
        .where('activity_id', '=', activityId)
        .where('expires_at', '>', now)
        .where('revoked_at', 'is', null)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(linkOf);
    });
  }

  revoke(activityId: string, id: string | null, now: number): Promise<number> {
    return inRecords(async () => {
      let update = this.#records.db
        .updateTable('test_links')
        .set({ revoked_at: now })
        .where('activity_id', '=', activityId)
        .where('expires_at', '>', now)
        .where('revoked_at', 'is', null);
      if (id !== null) update = update.where('id', '=', id);
      const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
      return Number(numUpdatedRows);
    });
  }
}

function linkOf({ id, activity_id, author, at, expires_at }: Row): TestLinkRow {
  return { id, activityId: activity_id, by: author, at, expiresAt: expires_at };
}

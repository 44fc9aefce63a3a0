import type { Selectable, Transaction } from 'kysely';
import {
  type ConsoleDraft,
  type ConsoleDrafts,
  type DraftBase,
  KEPT_VERSIONS,
  type SavedDraft,
} from '../../../domain/releases/console-drafts.ts';
import type { Pictures } from '../../../domain/releases/release.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

type Row = Selectable<RecordsSchema['console_drafts']>;
type Columns = Omit<Row, 'activity_id' | 'version'>;

/** The drafts of the console, in the tables `console_drafts` and `console_draft_versions`. */
export class SqlConsoleDrafts implements ConsoleDrafts {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  find(activityIds?: readonly string[]): Promise<readonly ConsoleDraft[]> {
    if (activityIds?.length === 0) return Promise.resolve([]);
    return inRecords(async () => {
      let query = this.#records.db
        .selectFrom('console_drafts')
        .selectAll()
        .where('text', 'is not', null)
        .orderBy('activity_id');
      if (activityIds) query = query.where('activity_id', 'in', activityIds);
      return (await query.execute()).map(draftOf);
    });
  }

  earlier(activityId: string, version: number): Promise<Pick<ConsoleDraft, 'text' | 'pictures'> | undefined> {
    return inRecords(async () => {
      const row = await this.#records.db
        .selectFrom('console_draft_versions')
        .select(['text', 'pictures'])
        .where('activity_id', '=', activityId)
        .where('version', '=', version)
        .executeTakeFirst();
      return row && { text: row.text, pictures: JSON.parse(row.pictures) as Pictures };
    });
  }

  save(draft: Omit<ConsoleDraft, 'version'>, after: number): Promise<SavedDraft> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction): Promise<SavedDraft> => {
        const version = await write(transaction, draft, after);
        if (version === undefined) {
          const row = await transaction
            .selectFrom('console_drafts')
            .selectAll()
            .where('activity_id', '=', draft.activityId)
            .where('text', 'is not', null)
            .executeTakeFirst();
          return { kind: 'clash', current: row ? draftOf(row) : null };
        }
        await keepVersion(transaction, draft, version);
        return { kind: 'saved', version };
      }),
    );
  }

  discard(activityId: string, version: number): Promise<boolean> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('console_drafts')
          .set({ text: null, pictures: '{}' })
          .where('activity_id', '=', activityId)
          .where('version', '=', version)
          .where('text', 'is not', null)
          .executeTakeFirstOrThrow();
        return numUpdatedRows === 1n;
      }),
    );
  }
}

/* In one statement, so that of two at once one finds what the other has written. `undefined`: another one was saved. */
async function write(
  transaction: Transaction<RecordsSchema>,
  draft: Omit<ConsoleDraft, 'version'>,
  after: number,
): Promise<number | undefined> {
  const columns = columnsOf(draft);
  const { activityId } = draft;
  if (after === 0) {
    const row = await transaction
      .insertInto('console_drafts')
      .values({ activity_id: activityId, version: 1, ...columns })
      .onConflict((conflict) =>
        conflict
          .column('activity_id')
          .doUpdateSet((eb) => ({ ...columns, version: eb('console_drafts.version', '+', 1) }))
          .where('console_drafts.text', 'is', null),
      )
      .returning('version')
      .executeTakeFirst();
    return row?.version;
  }
  const row = await transaction
    .updateTable('console_drafts')
    .set({ ...columns, version: after + 1 })
    .where('activity_id', '=', activityId)
    .where('version', '=', after)
    .where('text', 'is not', null)
    .returning('version')
    .executeTakeFirst();
  return row?.version;
}

async function keepVersion(
  transaction: Transaction<RecordsSchema>,
  { activityId, text, pictures }: Omit<ConsoleDraft, 'version'>,
  version: number,
): Promise<void> {
  await transaction
    .insertInto('console_draft_versions')
    .values({ activity_id: activityId, version, text, pictures: JSON.stringify(pictures) })
    .execute();
  await transaction
    .deleteFrom('console_draft_versions')
    .where('activity_id', '=', activityId)
    .where('version', '<=', version - KEPT_VERSIONS)
    .execute();
}

function columnsOf({ text, pictures, base, startsPaused, by, at }: Omit<ConsoleDraft, 'version'>): Columns {
  return {
    text,
    pictures: JSON.stringify(pictures),
    base: JSON.stringify(base),
    starts_paused: Number(startsPaused),
    author: by,
    at,
  };
}

function draftOf({ activity_id, text, pictures, base, starts_paused, author, ...row }: Row): ConsoleDraft {
  return {
    activityId: activity_id,
    version: row.version,
    text: text ?? '',
    pictures: JSON.parse(pictures) as Pictures,
    base: JSON.parse(base) as DraftBase,
    startsPaused: starts_paused === 1,
    by: author,
    at: row.at,
  };
}

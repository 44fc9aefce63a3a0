import type { InvalidActivity } from '../../../domain/activities/config-repository.ts';
import type { DraftFindings } from '../../../domain/releases/draft-findings.ts';
import { insertRows } from './insert-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';

const COLUMNS = { activity_id: 'text', path: 'text', problems: 'text' } as const;

/** The files that are invalid, in the table `release_findings`. */
export class SqlDraftFindings implements DraftFindings {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  replace(findings: readonly InvalidActivity[]): Promise<void> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('release_counter')
          .set((eb) => ({ findings: eb('findings', '+', 1) }))
          .execute();
        await transaction.deleteFrom('release_findings').execute();
        if (findings.length === 0) return;
        const rows = findings.map(({ activityId, path, problems }) => ({
          activity_id: activityId,
          path,
          problems: JSON.stringify(problems),
        }));
        await insertRows(this.#records.kind, 'release_findings', COLUMNS, rows).execute(transaction);
      }),
    );
  }
}

import { setImmediate as turnOfLoop } from 'node:timers/promises';
import type { Selectable } from 'kysely';
import type { ListedWin, MovedTo, WonFilter, WonList } from '../../../domain/deliveries/won-list.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';
import { wonOf } from './won-of-row.ts';

const PAGE_ROWS = 1000;

type Row = Selectable<RecordsSchema['deliveries']> & {
  readonly form: string | null;
  readonly form_changed_at: number | null;
};

/** The wins of the record store, by when they were won. */
export class SqlWonList implements WonList {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  movedTo(activityId: string): Promise<readonly MovedTo[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('archive_cursors')
        .select(['log', 'seq', 'halted_at'])
        .where('activity_id', '=', activityId)
        .execute();
      return rows.map(({ log, seq, halted_at }) => ({ log, seq, isHalted: halted_at !== null }));
    });
  }

  async *wins(activityId: string, filter: WonFilter): AsyncIterable<readonly ListedWin[]> {
    for (let after: Row | undefined; ; ) {
      const rows = await inRecords(() => this.#page(activityId, filter, after));
      if (rows.length > 0) yield rows.map(listedOf);
      // See the dialect: SQLite would never give others their turn.
      await turnOfLoop();
      if (rows.length < PAGE_ROWS) return;
      after = rows.at(-1);
    }
  }

  #page(activityId: string, { states, methods, since }: WonFilter, after: Row | undefined): Promise<Row[]> {
    return this.#records.db
      .selectFrom('deliveries')
      .leftJoin('forms', (join) =>
        join
          .onRef('forms.activity_id', '=', 'deliveries.activity_id')
          .onRef('forms.draw_id', '=', 'deliveries.draw_id'),
      )
      .selectAll('deliveries')
      .select(['forms.form', 'forms.changed_at as form_changed_at'])
      .where('deliveries.activity_id', '=', activityId)
      .$if(states !== null, (query) => query.where('state', 'in', states ?? []))
      .$if(methods !== null, (query) => query.where('method', 'in', methods ?? []))
      .$if(since !== null, (query) => query.where('won_at', '>=', since ?? 0))
      .$if(after !== undefined, (query) =>
        query.where(({ eb, refTuple, tuple }) =>
          eb(
            refTuple('deliveries.won_at', 'deliveries.draw_id'),
            '>',
            tuple(after?.won_at ?? 0, after?.draw_id ?? ''),
          ),
        ),
      )
      .orderBy('won_at')
      .orderBy('deliveries.draw_id')
      .limit(PAGE_ROWS)
      .execute();
  }
}

function listedOf(row: Row): ListedWin {
  return {
    ...wonOf(row),
    isUnmoved: false,
    form: row.form === null ? null : { sealed: row.form, changedAt: row.form_changed_at ?? 0 },
  };
}

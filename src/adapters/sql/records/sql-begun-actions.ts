import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import type { TrailSource } from '../../../domain/operators/audit-trail.ts';
import {
  type BegunAction,
  type BegunActions,
  unfinishedEntry,
} from '../../../domain/operators/begun-actions.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { BegunActionTable, RecordsSchema } from './records-schema.ts';
import { STORE_NOW } from './release-rows.ts';
import { storable } from './storable.ts';
import { rowOfEntry } from './trail-rows.ts';

/* Of one transaction. */
const PORTION = 100;

/**
 * In the table `begun_actions`. The age is by the clock of PostgreSQL: one process whose clock is behind must not have its notes
 * taken for old ones by another. A SQLite file has processes of one machine, and so of one clock.
 */
export class SqlBegunActions implements BegunActions {
  readonly #records: RecordSource;
  readonly #clock: Clock;

  constructor(records: RecordSource, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  async note(action: BegunAction): Promise<void> {
    await inRecords(() =>
      this.#records.db
        .insertInto('begun_actions')
        .values({
          id: action.id,
          at: action.at,
          noted_at: this.#now(),
          operator_id: action.operatorId,
          operator_name: storable(action.operator),
          via: action.via,
          address: action.address,
          activity_id: action.activityId === null ? null : storable(action.activityId),
          route: storable(action.route),
        })
        .execute(),
    );
  }

  async drop(id: string): Promise<void> {
    await inRecords(() => this.#records.db.deleteFrom('begun_actions').where('id', '=', id).execute());
  }

  async conclude(ageMs: number): Promise<void> {
    await inRecords(async () => {
      const { db } = this.#records;
      // Most of the time there is none, and to find that out takes no lock.
      while (await this.#old(db, ageMs).limit(1).executeTakeFirst()) {
        const count = await db.transaction().execute((transaction) => this.#concludeSome(transaction, ageMs));
        if (count < PORTION) return;
      }
    });
  }

  async #concludeSome(transaction: Transaction<RecordsSchema>, ageMs: number): Promise<number> {
    const rows = await this.#old(transaction, ageMs)
      .limit(PORTION)
      // What another process has locked becomes an entry, or is gone, there.
      .$if(this.#records.kind === 'postgres', (query) => query.forUpdate().skipLocked())
      .execute();
    if (rows.length === 0) return 0;
    const entries = rows.map((row) => rowOfEntry(unfinishedEntry(actionOf(row))));
    await transaction.insertInto('trail').values(entries).execute();
    const ids = rows.map(({ id }) => id);
    await transaction.deleteFrom('begun_actions').where('id', 'in', ids).execute();
    return rows.length;
  }

  #old(db: Kysely<RecordsSchema>, ageMs: number) {
    return db
      .selectFrom('begun_actions')
      .selectAll()
      .where(({ eb, or }) =>
        or([
          eb('noted_at', '<', sql<number>`${this.#now()} - ${ageMs}`),
          // The clock was set back since.
          eb('noted_at', '>', sql<number>`${this.#now()} + ${ageMs}`),
        ]),
      )
      .orderBy('at')
      .orderBy('id');
  }

  #now(): RawBuilder<number> {
    return this.#records.kind === 'postgres' ? STORE_NOW : sql<number>`${this.#clock.now()}`;
  }
}

function actionOf(row: Selectable<BegunActionTable>): BegunAction {
  return {
    id: row.id,
    at: row.at,
    operatorId: row.operator_id,
    operator: row.operator_name,
    via: row.via as TrailSource,
    address: row.address,
    activityId: row.activity_id,
    route: row.route,
  };
}

import type { Selectable } from 'kysely';
import {
  KEPT_SIMULATIONS,
  type SimulationRecord,
  type Simulations,
} from '../../../domain/releases/simulations.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

type Row = Selectable<RecordsSchema['simulations']>;

const OPEN = ['waiting', 'running'];

const WHOLE = 1000;

/** Simulations, in the table `simulations`. */
export class SqlSimulations implements Simulations {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  find(activityId: string, content?: string): Promise<readonly SimulationRecord[]> {
    return inRecords(async () => {
      let query = this.#records.db
        .selectFrom('simulations')
        .selectAll()
        .where('activity_id', '=', activityId)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc');
      if (content !== undefined) query = query.where('content', '=', content);
      return (await query.execute()).map(simulationOf);
    });
  }

  async put(simulation: SimulationRecord): Promise<void> {
    const { id, ...columns } = rowOf(simulation);
    await inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('simulations')
          .values({ id, ...columns })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
          .execute();
        await transaction
          .deleteFrom('simulations')
          .where('activity_id', '=', simulation.activityId)
          .where('id', 'not in', (eb) =>
            eb
              .selectFrom('simulations')
              .select('id')
              .where('activity_id', '=', simulation.activityId)
              .orderBy('at', 'desc')
              .orderBy('id', 'desc')
              .limit(KEPT_SIMULATIONS),
          )
          .execute();
      }),
    );
  }

  beat({ id, progress, seenAt }: Pick<SimulationRecord, 'id' | 'progress' | 'seenAt'>): Promise<boolean> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('simulations')
          .set({ progress: Math.floor(progress * WHOLE), seen_at: seenAt })
          .where('id', '=', id)
          .where('state', 'in', OPEN)
          .executeTakeFirstOrThrow();
        return numUpdatedRows === 1n;
      }),
    );
  }

  async interrupt(seenBefore: number): Promise<void> {
    await inRecords(async () => {
      const { db } = this.#records;
      const isOutdated = await db
        .selectFrom('simulations')
        .select('id')
        .where('state', 'in', OPEN)
        .where('seen_at', '<', seenBefore)
        .limit(1)
        .executeTakeFirst();
      // Mostly there is none, and a look takes no turn from those that write.
      if (!isOutdated) return;
      await db
        .transaction()
        .execute((transaction) =>
          transaction
            .updateTable('simulations')
            .set({ state: 'failed', failure: 'interrupted' })
            .where('state', 'in', OPEN)
            .where('seen_at', '<', seenBefore)
            .execute(),
        );
    });
  }
}

function rowOf({ activityId, order, by, progress, seenAt, ...rest }: SimulationRecord): Row {
  const { id, content, state, failure, report, at } = rest;
  return {
    ...{ id, activity_id: activityId, content, order_json: order, state, failure, report },
    ...{ author: by, at, progress: Math.floor(progress * WHOLE), seen_at: seenAt },
  };
}

function simulationOf({ activity_id, order_json, author, seen_at, ...row }: Row): SimulationRecord {
  const { id, content, failure, report, at, progress } = row;
  return {
    ...{ id, activityId: activity_id, content, order: order_json },
    state: row.state as SimulationRecord['state'],
    ...{ failure, report, by: author, at, progress: progress / WHOLE, seenAt: seen_at },
  };
}

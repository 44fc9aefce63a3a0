import type { EndpointStates, StoppedEndpoint } from '../../../domain/deliveries/endpoint-states.ts';
import { inRecords, type RecordSource } from './record-source.ts';

export class SqlEndpointStates implements EndpointStates {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  stop({ name, stoppedAt, reason }: StoppedEndpoint): Promise<boolean> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const { numInsertedOrUpdatedRows = 0n } = await transaction
          .insertInto('endpoints')
          .values({ name, stopped_at: stoppedAt, reason })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows === 1n;
      }),
    );
  }

  start(name: string): Promise<boolean> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('endpoints')
          .where('name', '=', name)
          .executeTakeFirstOrThrow();
        return numDeletedRows === 1n;
      }),
    );
  }

  stopped(): Promise<readonly StoppedEndpoint[]> {
    return inRecords(async () => {
      const rows = await this.#records.db.selectFrom('endpoints').selectAll().orderBy('name').execute();
      return rows.map(({ name, stopped_at, reason }) => ({ name, stoppedAt: stopped_at, reason }));
    });
  }
}

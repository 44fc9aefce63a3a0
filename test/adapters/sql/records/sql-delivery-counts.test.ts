import { expect } from 'chai';
import { sql } from 'kysely';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlDeliveryCounts } from '../../../../src/adapters/sql/records/sql-delivery-counts.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { type CountedDelivery, describeDeliveryCounts } from '../../../contracts/delivery-counts.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';

let unit = 0;

async function add({ db }: RecordDatabase, deliveries: readonly CountedDelivery[]): Promise<void> {
  const rows = deliveries.map(({ endpoint, state, wonAt, dueAt }) => ({
    ...{ activity_id: '1055', draw_id: `draw-${++unit}`, uid: 'u1', prize_id: 'car', unit },
    ...{ method: endpoint ? 'webhook' : 'hand', endpoint, state, name: '汽车' },
    ...{ won_at: wonAt, changed_at: wonAt, due_at: dueAt, attempts: 0, fence: 0 },
  }));
  await db
    .transaction()
    .execute((transaction) => transaction.insertInto('deliveries').values(rows).execute());
}

for (const name of recordStoreNames) {
  describeDeliveryCounts({
    name,
    create: async (maxCount) => {
      const records = await newRecords(name);
      return {
        counts: new SqlDeliveryCounts(records, maxCount),
        add: (deliveries) => add(records, deliveries),
        close: () => records.close(),
      };
    },
  });

  describe(`SqlDeliveryCounts: ${name}`, () => {
    it('reads the partial indexes alone', async () => {
      const records = await newRecords(name);
      const plan = await planOf(records);
      await records.close();
      expect(plan)
        .to.match(/deliveries_waiting/)
        .and.to.match(/deliveries_failed/);
      expect(plan).not.to.match(/seq scan on deliveries|SCAN deliveries\b(?!.*USING)/i);
    });

    it('fails as the record store', async () => {
      const records = await newRecords(name);
      const counts = new SqlDeliveryCounts(records);
      await records.close();
      const error = await counts.byEndpoint().catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(DependencyError).with.property('dependency', 'record store');
    });
  });
}

/* The planner of PostgreSQL reads a small table whole; where that is dear it shows what it can do. */
async function planOf(records: RecordDatabase): Promise<string> {
  return records.db.connection().execute(async (connection) => {
    const postgres = records.kind === 'postgres';
    if (postgres) await sql`SET enable_seqscan = off`.execute(connection);
    const explain = postgres ? 'EXPLAIN ' : 'EXPLAIN QUERY PLAN ';
    const { rows } = await sql<Record<string, unknown>>`${sql.raw(explain)}${new SqlDeliveryCounts({
      kind: records.kind,
      db: connection,
    }).query()}`.execute(connection);
    return rows.map((row) => JSON.stringify(row)).join('\n');
  });
}

import { expect } from 'chai';
import { sql } from 'kysely';
import { migrateRecords } from '../../../../src/adapters/sql/records/migrate-records.ts';
import {
  openMigratedRecords,
  openRecordDatabase,
  type RecordDatabase,
} from '../../../../src/adapters/sql/records/record-database.ts';
import { recordStoreNames, recordTargets } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describe(`the migrations of the record store in ${name}`, () => {
    const opened: RecordDatabase[] = [];
    afterEach(async () => {
      for (const records of opened.splice(0)) await records.close();
    });

    it('are applied once where four programs start at the same time', async () => {
      const target = await recordTargets[name]();
      opened.push(
        ...(await Promise.all(Array.from({ length: 4 }, () => openMigratedRecords(target, 'operations')))),
      );
      const ids = await Promise.all(opened.map(({ db }) => db.selectFrom('store').selectAll().execute()));
      expect(new Set(ids.flat().map(({ id }) => id)).size).to.equal(1);
      expect(ids.every((rows) => rows.length === 1)).to.equal(true);
    });

    it('leave nothing behind where one of them fails', async () => {
      const target = await recordTargets[name]();
      const records = await openRecordDatabase(target, 'operations');
      opened.push(records);
      const steps = ['create table first_one (a integer)', 'create table (not sql'];
      const error = await migrateRecords(records, steps).then(() => null, String);
      expect(error).to.match(/syntax/);
      const left = await sql`select * from first_one`.execute(records.db).then(() => 'there', String);
      expect(left).to.match(/no such table|does not exist/);
      await migrateRecords(records);
    });

    it('refuse a store that a newer program has written', async () => {
      const records = await openMigratedRecords(await recordTargets[name](), 'operations');
      opened.push(records);
      await sql`update schema_number set no = 99`.execute(records.db);
      const error = await migrateRecords(records).then(() => null, String);
      expect(error).to.match(/schema 99, and this program knows schemas up to \d+: a newer program/);
    });

    it('let transactions of several programs write the same row, with none lost', async () => {
      const target = await recordTargets[name]();
      for (let each = 0; each < 3; each++) opened.push(await openMigratedRecords(target, 'operations'));
      const [first] = opened as [RecordDatabase];
      await first.db
        .insertInto('leases')
        .values({ name: 'n', holder: 'h', fence: 0, expires_at: 0 })
        .execute();
      const increment = ({ db, kind }: RecordDatabase) =>
        db.transaction().execute(async (transaction) => {
          const { fence } = await transaction
            .selectFrom('leases')
            .select('fence')
            .$if(kind === 'postgres', (query) => query.forUpdate())
            .executeTakeFirstOrThrow();
          await transaction
            .updateTable('leases')
            .set({ fence: fence + 1 })
            .execute();
        });
      await Promise.all(
        opened.map(async (records) => {
          for (let each = 0; each < 50; each++) await increment(records);
        }),
      );
      const { fence } = await first.db.selectFrom('leases').select('fence').executeTakeFirstOrThrow();
      expect(fence).to.equal(150);
    });
  });
}

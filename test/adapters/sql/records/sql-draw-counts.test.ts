import { expect } from 'chai';
import { archiveRowOf } from '../../../../src/adapters/sql/records/archive-rows.ts';
import { migrateRecords } from '../../../../src/adapters/sql/records/migrate-records.ts';
import { visits } from '../../../../src/adapters/sql/records/migrations/0006-visits.ts';
import { recordMigrations } from '../../../../src/adapters/sql/records/migrations/migrations.ts';
import { openRecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlArchiveRecovery } from '../../../../src/adapters/sql/records/sql-archive-recovery.ts';
import { SqlDrawCounts } from '../../../../src/adapters/sql/records/sql-draw-counts.ts';
import { SqlRelayStore } from '../../../../src/adapters/sql/records/sql-relay-store.ts';
import { describeDrawCounts } from '../../../contracts/draw-counts.ts';
import { newRecords, recordStoreNames, recordTargets } from '../../../support/record-stores.ts';
import { AT, drawEntry, eachKind, wonEntry } from '../../../support/sample-entries.ts';

const HOUR_MS = 3_600_000;

for (const name of recordStoreNames) {
  describeDrawCounts({
    name,
    create: async () => {
      const records = await newRecords(name);
      return {
        store: new SqlRelayStore(records),
        recovery: new SqlArchiveRecovery(records),
        counts: new SqlDrawCounts(records),
        close: () => records.close(),
      };
    },
  });

  describe(`the sums of draws: ${name}`, () => {
    it('are made of what was archived before there were any, but not of what was set aside', async () => {
      const records = await openRecordDatabase(await recordTargets[name](), 'operations');
      await migrateRecords(records, recordMigrations.slice(0, recordMigrations.indexOf(visits)));
      const late = { at: AT + HOUR_MS };
      const entries = [...eachKind, wonEntry(11, 2, { ...late, uid: 'u4', drawNo: 2 }), drawEntry(12, late)];
      const rows = entries.map((entry) => ({ activity_id: 'a1', log: 'root', ...archiveRowOf(entry) }));
      const aside = { activity_id: 'a1', log: 'root~5', ...archiveRowOf(drawEntry(13)) };
      await records.db.transaction().execute((transaction) =>
        transaction
          .insertInto('archive_entries')
          .values([...rows, aside])
          .execute(),
      );
      await migrateRecords(records);
      const counts = new SqlDrawCounts(records);
      const { prizes, ...totals } = await counts.totals('a1');
      expect(totals).to.deep.equal({ draws: 5, drawers: 4, wins: 2, spent: 1000, earned: 3 });
      expect(prizes.get('car')).to.deep.equal({ awards: 2, spent: 1000 });
      const hours = await counts.times('a1', HOUR_MS, { from: 0, to: 9e15 });
      expect(hours.map(({ at, draws, wins, earned }) => [at - AT, draws, wins, earned])).to.deep.equal([
        [0, 3, 1, 3],
        [HOUR_MS, 2, 1, 0],
      ]);
      await records.close();
    });
  });
}

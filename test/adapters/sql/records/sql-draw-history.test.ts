import { expect } from 'chai';
import { sql } from 'kysely';
import { archiveRowOf } from '../../../../src/adapters/sql/records/archive-rows.ts';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlDrawHistory } from '../../../../src/adapters/sql/records/sql-draw-history.ts';
import type { LogEntry } from '../../../../src/domain/draws/draw-log.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';
import { AT, drawEntry, eachKind, wonEntry } from '../../../support/sample-entries.ts';

for (const name of recordStoreNames) {
  describe(`DrawHistory: ${name}`, () => {
    let records: RecordDatabase;
    let history: SqlDrawHistory;
    const LAST = Number.MAX_SAFE_INTEGER;

    before(async () => {
      records = await newRecords(name);
      history = new SqlDrawHistory(records);
      await archive('a1', 'root', [
        ...eachKind,
        wonEntry(101, 1, { uid: 'ann', drawNo: 1, seedNo: 1, rulesNo: 2 }),
        drawEntry(102, { uid: 'ann', drawNo: 2 }),
        drawEntry(103, { uid: 'bob', drawNo: 1 }),
        drawEntry(104, { uid: 'ann', drawNo: 4 }),
      ]);
      // In the archive, segments need not come in the order of the draws.
      await archive('a1', '3', [drawEntry(7, { uid: 'ann', drawNo: 3, drawId: 'of-a-segment' })]);
      await archive('a1', 'root~1700000000000', [drawEntry(105, { uid: 'ann', drawNo: 4, drawId: 'lost' })]);
      await archive('a2', 'root', [drawEntry(1, { uid: 'ann', drawNo: 1 })]);
    });
    after(() => records.close());

    async function archive(activity_id: string, log: string, entries: readonly LogEntry[]): Promise<void> {
      const rows = entries.map((entry) => ({ activity_id, log, ...archiveRowOf(entry) }));
      await records.db.insertInto('archive_entries').values(rows).execute();
    }
    const numbers = async (upTo: number, limit: number) =>
      (await history.drawsOf('a1', 'ann', upTo, limit)).map(({ drawNo }) => drawNo);

    it('has a draw as it was recorded', async () => {
      expect(await history.drawsOf('a1', 'ann', 1, 9)).to.deep.equal([
        { drawNo: 1, drawId: 'draw-101', at: AT + 101, seedNo: 1, rulesNo: 2, prizeId: 'car' },
      ]);
      expect((await history.drawsOf('a1', 'bob', LAST, 9))[0]).to.include({
        drawId: 'draw-103',
        prizeId: null,
      });
    });

    it('has the draws of one user in one activity in their order, without those that were set aside', async () => {
      expect((await history.drawsOf('a1', 'ann', LAST, 9)).map(({ drawId }) => drawId)).to.deep.equal([
        'draw-101',
        'draw-102',
        'of-a-segment',
        'draw-104',
      ]);
      expect(await history.drawsOf('a1', 'nobody', LAST, 9)).to.deep.equal([]);
      expect(await history.drawsOf('none', 'ann', LAST, 9)).to.deep.equal([]);
    });

    it('has the last of those up to a number', async () => {
      expect(await numbers(LAST, 2)).to.deep.equal([3, 4]);
      expect(await numbers(3, 2)).to.deep.equal([2, 3]);
      expect(await numbers(2, 5)).to.deep.equal([1, 2]);
      expect(await numbers(0, 5)).to.deep.equal([]);
    });

    if (name === 'SQLite') {
      it('is read by its index', async () => {
        const { rows } = await sql<{ detail: string }>`explain query plan
          select draw_no from archive_entries
          where activity_id = ${'a1'} and uid = ${'ann'} and draw_no <= ${LAST} and log not like ${'%~%'}
          order by draw_no desc limit 5`.execute(records.db);
        expect(rows.map(({ detail }) => detail).join())
          .to.match(/USING INDEX archive_draws/)
          .and.not.match(/TEMP B-TREE/);
      });
    }

    it('throws DependencyError where the store does not answer', async () => {
      const away = new SqlDrawHistory({
        kind: records.kind,
        get db(): never {
          throw new Error('away');
        },
      });
      const error = await away.drawsOf('a1', 'ann', LAST, 1).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(DependencyError);
    });
  });
}

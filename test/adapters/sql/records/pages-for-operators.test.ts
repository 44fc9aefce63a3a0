import { expect } from 'chai';
import type { CompiledQuery } from 'kysely';
import { archiveRowOf } from '../../../../src/adapters/sql/records/archive-rows.ts';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlCounterPlaces } from '../../../../src/adapters/sql/records/sql-counter-places.ts';
import { SqlDeliveryDesk } from '../../../../src/adapters/sql/records/sql-delivery-desk.ts';
import { SqlDeliveryPages } from '../../../../src/adapters/sql/records/sql-delivery-pages.ts';
import { SqlEarningHistory } from '../../../../src/adapters/sql/records/sql-earning-history.ts';
import { SqlWinnerForms } from '../../../../src/adapters/sql/records/sql-winner-forms.ts';
import type { DeliveryPage, DeliveryPosition } from '../../../../src/domain/deliveries/delivery-pages.ts';
import type { LogEntry } from '../../../../src/domain/draws/draw-log.ts';
import { addCounterWin, addForm, addWins } from '../../../support/delivery-rows.ts';
import { queriesOf } from '../../../support/queries-of.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';

const EACH = { activityId: 'lucky', state: null, method: null, before: null, limit: 50 } as const;

for (const name of recordStoreNames) {
  describe(`pages for operators: ${name}`, () => {
    let records: RecordDatabase;
    let pages: SqlDeliveryPages;
    beforeEach(async () => {
      records = await newRecords(name);
      pages = new SqlDeliveryPages(records);
    });
    afterEach(() => records.close());

    const ids = ({ deliveries }: DeliveryPage) => deliveries.map(({ drawId }) => drawId);

    async function all(read: (before: DeliveryPosition | null) => Promise<DeliveryPage>): Promise<string[]> {
      const found: string[] = [];
      for (let before: DeliveryPosition | null = null; ; ) {
        const page = await read(before);
        found.push(...ids(page));
        if (page.next === null) return found;
        before = page.next;
      }
    }

    it('has the latest win first, each once, also of the same millisecond', async () => {
      await addWins(
        records,
        Array.from({ length: 25 }, (_, no) => ({
          ...{ draw_id: `d${String(no).padStart(2, '0')}`, unit: no + 1, won_at: Math.floor(no / 10) },
        })),
      );
      await addWins(records, [{ draw_id: 'other', activity_id: 'other' }]);
      const found = await all((before) => pages.page({ ...EACH, before, limit: 7 }));
      expect(found).to.deep.equal(
        Array.from({ length: 25 }, (_, no) => `d${String(24 - no).padStart(2, '0')}`),
      );
    });

    it('has those of a state, of a method, or of both', async () => {
      await addWins(records, [
        { draw_id: 'hand', won_at: 1 },
        { draw_id: 'done', won_at: 2, state: 'delivered', place: 'eva' },
        { draw_id: 'code', won_at: 3, method: 'code' },
        { draw_id: 'hook', won_at: 4, method: 'webhook', endpoint: 'crm', state: 'failed' },
      ]);
      const of = async (filter: object) => ids(await pages.page({ ...EACH, ...filter }));
      expect(await of({ state: 'ready' })).to.deep.equal(['code', 'hand']);
      expect(await of({ method: 'hand' })).to.deep.equal(['done', 'hand']);
      expect(await of({ method: 'hand', state: 'delivered' })).to.deep.equal(['done']);
      expect(await of({ method: 'hand', state: 'failed' })).to.deep.equal([]);
      const [done] = (await pages.page({ ...EACH, state: 'delivered' })).deliveries;
      expect(done).to.include({ by: 'eva', method: 'hand', attempts: 0, formChangedAt: null });
    });

    it('looks at a bounded number of wins for a method that is rare, and can be asked on', async () => {
      await addWins(
        records,
        Array.from({ length: 5100 }, (_, no) => ({ draw_id: `d${no}`, unit: no + 1, won_at: no })),
      );
      await addWins(records, [{ draw_id: 'rare', unit: 9000, won_at: 0, method: 'code', prize_id: 'c' }]);
      const first = await pages.page({ ...EACH, method: 'code' });
      expect(first.deliveries).to.deep.equal([]);
      expect(first.next).to.deep.equal({ wonAt: 100, drawId: 'd100' });
      const second = await pages.page({ ...EACH, method: 'code', before: first.next });
      expect(ids(second)).to.deep.equal(['rare']);
      expect(second.next).to.equal(null);
      const short = await all((before) => pages.page({ ...EACH, method: 'hand', before, limit: 200 }));
      expect(new Set(short).size).to.equal(5100);
    });

    it('has the wins of one user in one activity, with when their forms were changed', async () => {
      await addWins(records, [
        { draw_id: 'a', won_at: 1, method: 'form', state: 'form_received', fields: '["phone"]' },
        { draw_id: 'b', won_at: 2 },
        { draw_id: 'c', won_at: 3, uid: 'bob' },
        { draw_id: 'd', won_at: 4, activity_id: 'other' },
      ]);
      await addForm(records, 'a', 'k1.secret', 77);
      const found = await all((before) => pages.ofUser('lucky', 'ann', before, 1));
      expect(found).to.deep.equal(['b', 'a']);
      const byId = await pages.ofDraws('lucky', ['a', 'c', 'none']);
      expect([...byId.keys()].sort()).to.deep.equal(['a', 'c']);
      expect(byId.get('a')).to.deep.include({ formChangedAt: 77, fields: ['phone'] });
      expect(JSON.stringify(byId.get('a'))).not.to.include('secret');
      expect((await pages.ofDraws('lucky', [])).size).to.equal(0);
    });

    it('counts states up to a limit, and of the failed ones as many as a retry sends', async () => {
      await addWins(records, [
        ...[1, 2, 3].map((unit) => ({ draw_id: `r${unit}`, unit })),
        { draw_id: 'f1', method: 'webhook', endpoint: 'crm', state: 'failed' },
        { draw_id: 'f2', method: 'form', endpoint: 'crm', state: 'failed' },
        { draw_id: 'f3', method: 'form', endpoint: 'crm', state: 'failed' },
        { draw_id: 'f4', method: 'webhook', endpoint: 'crm', state: 'failed', unit: -1 },
        { draw_id: 'f5', state: 'failed' },
      ]);
      await addForm(records, 'f2', 'k1.x', 1);
      const { byState, resendable } = await pages.totals('lucky', 1000);
      expect(byState).to.include({ ready: 3, failed: 5, sent: 0, delivered: 0 });
      expect(resendable).to.equal(2);
      expect((await pages.totals('lucky', 2)).byState).to.include({ ready: 2, failed: 2 });
      const retried = await new SqlDeliveryDesk(records).retry(
        { activityId: 'lucky', endpoint: null, drawIds: null },
        1,
      );
      expect(retried).to.equal(resendable);
    });

    it('says whether there is a win and a form', async () => {
      await addWins(records, [{ draw_id: 'a', uid: 'ann' }, { draw_id: 'b' }]);
      await addForm(records, 'a', 'k1.x', 5);
      const forms = new SqlWinnerForms(records);
      expect(await forms.formOf('lucky', 'a')).to.deep.equal({
        ...{ uid: 'ann', sealed: 'k1.x', receivedAt: 5, changedAt: 5 },
      });
      expect(await forms.formOf('lucky', 'b')).to.equal('no_form');
      expect(await forms.formOf('lucky', 'none')).to.equal('no_win');
      expect(await forms.formOf('other', 'a')).to.equal('no_win');
    });

    it('has the earnings of one user, the latest first, without those that were set aside', async () => {
      const earning = (seq: number, at: number, uid = 'ann'): LogEntry => ({
        ...{ kind: 'earning', seq, at, uid, key: `grant:k${seq}`, chances: seq, day: '2026-11-11' },
      });
      await archive('root', [
        earning(1, 10),
        earning(2, 20),
        earning(3, 20),
        earning(4, 30, 'bob'),
        earning(5, 40),
        { kind: 'help', seq: 6, at: 50, uid: 'ann', inviter: 'bob', day: '2026-11-11' },
      ]);
      await archive('root~9', [earning(7, 60)]);
      const history = new SqlEarningHistory(records);
      const seqs = async (before: { at: number; seq: number } | null, limit = 9) =>
        (await history.earningsOf('lucky', 'ann', before, limit)).map(({ seq }) => seq);
      expect(await seqs(null)).to.deep.equal([5, 3, 2, 1]);
      expect(await seqs(null, 2)).to.deep.equal([5, 3]);
      expect(await seqs({ at: 20, seq: 3 })).to.deep.equal([2, 1]);
      expect((await history.earningsOf('lucky', 'bob', null, 9))[0]).to.deep.equal(earning(4, 30, 'bob'));
    });

    it('has the activities with wins for a counter, each with what is open', async () => {
      await addCounterWin(records);
      await addCounterWin(records);
      await addCounterWin(records, { state: 'redeemed', changed_at: 99, place: '一号店' });
      await addCounterWin(records, { activity_id: 'zoo', state: 'redeemed', changed_at: 5, place: 'x' });
      await addWins(records, [{ draw_id: 'hand' }]);
      const places = new SqlCounterPlaces(records);
      expect(await places.places(10, 100)).to.deep.equal([
        { activityId: 'tea', open: 2, redeemed: 1, lastRedeemedAt: 99 },
        { activityId: 'zoo', open: 0, redeemed: 1, lastRedeemedAt: 5 },
      ]);
      expect(await places.places(1, 1)).to.deep.equal([
        { activityId: 'tea', open: 1, redeemed: 1, lastRedeemedAt: 99 },
      ]);
    });

    async function archive(log: string, entries: readonly LogEntry[]): Promise<void> {
      const rows = entries.map((entry) => ({ activity_id: 'lucky', log, ...archiveRowOf(entry) }));
      await records.db.insertInto('archive_entries').values(rows).execute();
    }

    if (name !== 'SQLite') return;

    it('is read by its indexes, without sorting more than is shown', async () => {
      const queries = await queriesOf(records, async (seen) => {
        const own = new SqlDeliveryPages(seen);
        const before = { wonAt: 5, drawId: 'd' };
        await own.page({ ...EACH, before });
        await own.page({ ...EACH, before, method: 'hand' });
        await own.ofUser('lucky', 'ann', before, 10);
        await own.totals('lucky', 10);
        await new SqlEarningHistory(seen).earningsOf('lucky', 'ann', { at: 1, seq: 1 }, 10);
        await new SqlCounterPlaces(seen).places(10, 10);
      });
      for (const query of queries) {
        const { rows } = await records.db.executeQuery<{ detail: string }>({
          ...query,
          sql: `explain query plan ${query.sql}`,
        } as CompiledQuery<{ detail: string }>);
        const plan = rows.map(({ detail }) => detail).join('; ');
        expect(plan, query.sql).not.to.match(/TEMP B-TREE|SCAN (deliveries|archive_entries|forms)(?! USING)/);
      }
      expect(queries.length).to.be.greaterThan(10);
    });
  });
}

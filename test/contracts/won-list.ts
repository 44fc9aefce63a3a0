import { expect } from 'chai';
import type { RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import type { WonFilter, WonList } from '../../src/domain/deliveries/won-list.ts';
import { addForm, addWins } from '../support/delivery-rows.ts';

const ALL: WonFilter = { states: null, methods: null, since: null };

/** What every list of wins does. */
export function behavesAsWonList(open: () => Promise<{ records: RecordDatabase; list: WonList }>): void {
  let records: RecordDatabase;
  let list: WonList;
  beforeEach(async () => {
    ({ records, list } = await open());
  });
  afterEach(() => records.close());

  async function listed(filter: Partial<WonFilter> = {}, activityId = 'lucky') {
    const wins = [];
    for await (const page of list.wins(activityId, { ...ALL, ...filter })) wins.push(...page);
    return wins;
  }
  const ids = async (filter: Partial<WonFilter> = {}) => (await listed(filter)).map(({ drawId }) => drawId);

  it('lists the wins of one activity by when they were won, with their forms', async () => {
    await addWins(records, [
      { draw_id: 'late', won_at: 3000, unit: 1 },
      { draw_id: 'early', won_at: 1000, unit: 2, method: 'form', state: 'form_received', value: null },
      { draw_id: 'other', activity_id: 'other' },
    ]);
    await addForm(records, 'early', 'k1.sealed', 42);
    const [early, late, ...more] = await listed();
    expect(more).to.deep.equal([]);
    expect(early).to.deep.include({
      ...{ activityId: 'lucky', drawId: 'early', uid: 'ann', prizeId: 'cup', unit: 2, wonAt: 1000 },
      ...{ method: 'form', state: 'form_received', endpoint: null, name: '杯子', value: null, until: null },
      ...{ form: { sealed: 'k1.sealed', changedAt: 42 }, isUnmoved: false },
    });
    expect(late).to.deep.include({ drawId: 'late', form: null, value: '10.00' });
  });

  it('lists each of many once, also those won in the same millisecond', async () => {
    const rows = Array.from({ length: 4321 }, (_, no) => ({
      draw_id: `d${no}`,
      unit: no + 1,
      won_at: Math.floor(no / 1500),
    }));
    await addWins(records, rows);
    const found = await listed();
    expect(found).to.have.length(4321);
    expect(new Set(found.map(({ drawId }) => drawId)).size).to.equal(4321);
    const times = found.map(({ wonAt }) => wonAt);
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
  });

  it('lists each once while their states change', async () => {
    const rows = Array.from({ length: 3000 }, (_, no) => ({ draw_id: `d${no}`, unit: no + 1, won_at: no }));
    await addWins(records, rows);
    const found: string[] = [];
    for await (const page of list.wins('lucky', ALL)) {
      found.push(...page.map(({ drawId }) => drawId));
      await records.db.updateTable('deliveries').set({ state: 'delivered' }).execute();
    }
    expect(new Set(found).size).to.equal(3000);
    expect(found).to.have.length(3000);
  });

  it('lists by state, method and time', async () => {
    await addWins(records, [
      { draw_id: 'a', won_at: 1 },
      { draw_id: 'b', won_at: 2, state: 'delivered' },
      { draw_id: 'c', won_at: 3, method: 'form', state: 'form_received' },
    ]);
    expect(await ids({ states: ['ready', 'form_received'] })).to.deep.equal(['a', 'c']);
    expect(await ids({ methods: ['hand'] })).to.deep.equal(['a', 'b']);
    expect(await ids({ since: 2 })).to.deep.equal(['b', 'c']);
    expect(await ids({ states: ['ready'], since: 2 })).to.deep.equal([]);
  });

  it('knows how far each log was moved', async () => {
    const cursor = { activity_id: 'lucky', mark: 'm', halt_reason: null };
    await records.db
      .insertInto('archive_cursors')
      .values([
        { ...cursor, log: 'root', seq: 12, halted_at: null },
        { ...cursor, log: '1', seq: 5, halted_at: 99 },
        { ...cursor, activity_id: 'other', log: 'root', seq: 7, halted_at: null },
      ])
      .execute();
    expect(await list.movedTo('lucky')).to.have.deep.members([
      { log: 'root', seq: 12, isHalted: false },
      { log: '1', seq: 5, isHalted: true },
    ]);
    expect(await list.movedTo('nobody')).to.deep.equal([]);
  });
}

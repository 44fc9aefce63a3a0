import { expect } from 'chai';
import type { RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import type { HandOvers } from '../../src/domain/deliveries/hand-overs.ts';
import { addForm, addWins, deliveryOf } from '../support/delivery-rows.ts';

/** What every store of hand-overs does. */
export function behavesAsHandOvers(
  open: () => Promise<{ records: RecordDatabase; handOvers: HandOvers }>,
): void {
  let records: RecordDatabase;
  let handOvers: HandOvers;
  beforeEach(async () => {
    ({ records, handOvers } = await open());
  });
  afterEach(() => records.close());

  const state = async (drawId: string) => (await deliveryOf(records, drawId)).state;
  const form = { method: 'form', state: 'form_received' };

  it('marks as sent what was printed and is still the same, and nothing else', async () => {
    await addWins(records, [
      { draw_id: 'same', ...form },
      { draw_id: 'changed', ...form },
      { draw_id: 'not-printed', ...form },
      { draw_id: 'endpoint', ...form, endpoint: 'crm' },
      { draw_id: 'wanted', method: 'form', state: 'form_wanted' },
      { draw_id: 'hand' },
      { draw_id: 'elsewhere', ...form, activity_id: 'other' },
    ]);
    for (const id of ['same', 'changed', 'not-printed', 'endpoint']) await addForm(records, id, 'k1.x', 5);
    await records.db.updateTable('forms').set({ changed_at: 6 }).where('draw_id', '=', 'changed').execute();
    const printed = ['same', 'changed', 'endpoint', 'wanted', 'hand', 'elsewhere'];
    const sent = printed.map((drawId) => ({ drawId, changedAt: 5 }));
    expect(await handOvers.markSent('lucky', sent, 100)).to.equal(1);
    expect(await handOvers.markSent('lucky', sent, 101)).to.equal(0);
    expect(await handOvers.markSent('lucky', [], 102)).to.equal(0);
    expect(await Promise.all([...printed, 'not-printed'].map(state))).to.deep.equal([
      ...['sent', 'form_received', 'form_received', 'form_wanted', 'ready', 'form_received'],
      'form_received',
    ]);
  });

  it('marks as many as are allowed at once', async () => {
    const ids = Array.from({ length: 500 }, (_, no) => `d${no}`);
    await addWins(
      records,
      ids.map((id, no) => ({ draw_id: id, unit: no + 1, ...form })),
    );
    for (const id of ids) await addForm(records, id, 'k1.x', 5);
    expect(
      await handOvers.markSent(
        'lucky',
        ids.map((drawId) => ({ drawId, changedAt: 5 })),
        100,
      ),
    ).to.equal(500);
    const marked = await handOvers.markDelivered('lucky', ids, 101, 'eva');
    expect(new Set([...marked.values()].map(({ kind }) => kind))).to.deep.equal(new Set(['delivered']));
  });

  it('marks as delivered what people hand over, once', async () => {
    await addWins(records, [
      { draw_id: 'hand' },
      { draw_id: 'form', ...form },
      { draw_id: 'sent', method: 'form', state: 'sent' },
      { draw_id: 'done', state: 'delivered' },
      { draw_id: 'wanted', method: 'form', state: 'form_wanted' },
      { draw_id: 'code', method: 'code' },
      { draw_id: 'hook', method: 'webhook', endpoint: 'crm', state: 'preparing' },
      { draw_id: 'crm', ...form, endpoint: 'crm' },
      { draw_id: 'desk', method: 'counter' },
      { draw_id: 'failed', state: 'failed' },
      { draw_id: 'foreign', activity_id: 'other' },
    ]);
    const all = ['hand', 'form', 'sent', 'done', 'wanted', 'code', 'hook', 'crm', 'desk', 'failed', 'none'];
    const marked = await handOvers.markDelivered('lucky', [...all, 'foreign'], 100, 'eva');
    expect(Object.fromEntries(marked)).to.deep.equal({
      hand: { kind: 'delivered' },
      form: { kind: 'delivered' },
      sent: { kind: 'delivered' },
      done: { kind: 'already' },
      wanted: { kind: 'no_form' },
      code: { kind: 'other_method', method: 'code', endpoint: null },
      hook: { kind: 'other_method', method: 'webhook', endpoint: 'crm' },
      crm: { kind: 'other_method', method: 'form', endpoint: 'crm' },
      desk: { kind: 'other_method', method: 'counter', endpoint: null },
      failed: { kind: 'failed' },
      none: { kind: 'unknown' },
      foreign: { kind: 'unknown' },
    });
    const again = await handOvers.markDelivered('lucky', ['hand', 'form', 'sent'], 101, 'bob');
    expect([...again.values()].map(({ kind }) => kind)).to.deep.equal(['already', 'already', 'already']);
    const { changed_at, place } = await deliveryOf(records, 'hand');
    expect({ changed_at, place }).to.deep.equal({ changed_at: 100, place: 'eva' });
  });

  it('finds wins of any activity', async () => {
    const ids = Array.from({ length: 30 }, (_, no) => `a${no}`);
    await addWins(
      records,
      ids.map((id) => ({ activity_id: id, draw_id: `draw-of-${id}`, unit: 1 })),
    );
    const marked = await handOvers.markDelivered(null, ['draw-of-a29', 'draw-of-a0', 'none'], 1, null);
    expect(Object.fromEntries(marked)).to.deep.equal({
      'draw-of-a29': { kind: 'delivered' },
      'draw-of-a0': { kind: 'delivered' },
      none: { kind: 'unknown' },
    });
    expect(await state('draw-of-a1')).to.equal('ready');
  });

  it('marks once where two do it at the same time', async () => {
    const ids = Array.from({ length: 200 }, (_, no) => `d${no}`);
    await addWins(
      records,
      ids.map((id, no) => ({ draw_id: id, unit: no + 1 })),
    );
    const marked = await Promise.all([1, 2, 3].map((at) => handOvers.markDelivered('lucky', ids, at, 'eva')));
    const kinds = ids.map((id) =>
      marked
        .map((each) => each.get(id)?.kind)
        .sort()
        .join(),
    );
    expect(new Set(kinds)).to.deep.equal(new Set(['already,already,delivered']));
  });
}

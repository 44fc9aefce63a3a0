import { expect } from 'chai';
import type { RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import { FORGOTTEN_DRAW, type PersonalData } from '../../src/domain/deliveries/personal-data.ts';
import { addForm, addWins, deliveryOf } from '../support/delivery-rows.ts';

const NOTHING = { forms: 0, codes: 0, wins: 0, sentTo: {}, handedOn: 0 };

/** What every store of personal data does. */
export function behavesAsPersonalData(
  open: () => Promise<{ records: RecordDatabase; personalData: PersonalData }>,
): void {
  let records: RecordDatabase;
  let personalData: PersonalData;
  beforeEach(async () => {
    ({ records, personalData } = await open());
  });
  afterEach(() => records.close());

  const form = { method: 'form', state: 'form_received' };
  const formsLeft = async () =>
    (await records.db.selectFrom('forms').select('draw_id').orderBy('draw_id').execute()).map(
      ({ draw_id }) => draw_id,
    );
  const codes = async () =>
    (await records.db.selectFrom('codes').select('draw_id').orderBy('unit').execute()).map(
      ({ draw_id }) => draw_id,
    );

  beforeEach(async () => {
    await addWins(records, [
      { draw_id: 'open', ...form },
      { draw_id: 'due', ...form, endpoint: 'crm', due_at: 500 },
      { draw_id: 'tried', ...form, endpoint: 'crm', due_at: 900, attempts: 1, fence: 1 },
      { draw_id: 'leased', ...form, endpoint: 'crm', due_at: 900, fence: 1, lease_until: 950 },
      { draw_id: 'arrived', method: 'form', endpoint: 'crm', state: 'delivered', attempts: 1, fence: 1 },
      { draw_id: 'handed', method: 'form', state: 'sent' },
      { draw_id: 'wanted', method: 'form', state: 'form_wanted' },
      { draw_id: 'code', method: 'code', prize_id: 'pass', unit: 1 },
      { draw_id: 'bens', ...form, uid: 'ben' },
      { draw_id: 'bens-code', method: 'code', prize_id: 'pass', unit: 2, uid: 'ben' },
    ]);
    for (const id of ['open', 'due', 'tried', 'leased', 'arrived', 'handed', 'bens']) {
      await addForm(records, id, `k1.${id}`);
    }
    const code = { activity_id: 'lucky', prize_id: 'pass', code: 'k1.c' };
    await records.db
      .insertInto('codes')
      .values([
        { ...code, unit: 1, digest: 'a', draw_id: 'code' },
        { ...code, unit: 2, digest: 'b', draw_id: 'bens-code' },
        { ...code, unit: 3, digest: 'c', draw_id: null },
      ])
      .execute();
  });

  it('finds what a user has filled in and was given, and changes nothing', async () => {
    expect(await personalData.find('ann', null)).to.deep.equal({
      ...{ forms: 6, codes: 1, wins: 8, sentTo: { crm: 3 }, handedOn: 1 },
    });
    expect(await personalData.find('ann', 'other')).to.deep.equal(NOTHING);
    expect(await personalData.find('nobody', null)).to.deep.equal(NOTHING);
    expect(await formsLeft()).to.have.length(7);
  });

  it('erases the forms and the links of codes of one user, and keeps the wins', async () => {
    const { isOverwritten, ...erased } = await personalData.erase('ann', null, 1000);
    expect([erased.forms, erased.codes, erased.wins, isOverwritten]).to.deep.equal([6, 1, 8, true]);
    expect(await formsLeft()).to.deep.equal(['bens']);
    expect(await codes()).to.deep.equal([FORGOTTEN_DRAW, 'bens-code', null]);
    const left = await records.db
      .selectFrom('deliveries')
      .select('draw_id')
      .where('uid', '=', 'ann')
      .execute();
    expect(left).to.have.length(8);
    const again = await personalData.erase('ann', null, 1001);
    expect([again.forms, again.codes]).to.deep.equal([0, 0]);
    expect(await codes()).to.deep.equal([FORGOTTEN_DRAW, 'bens-code', null]);
  });

  it('asks again for a form that was not sent, and ends one that may be on its way', async () => {
    await personalData.erase('ann', null, 1000);
    const wanted = { state: 'form_wanted', due_at: null, lease_until: null, last_error: null };
    expect(await deliveryOf(records, 'open')).to.deep.include(wanted);
    expect(await deliveryOf(records, 'due')).to.deep.include(wanted);
    const failed = { state: 'failed', due_at: null, lease_until: null, last_error: 'forgotten', fence: 2 };
    expect(await deliveryOf(records, 'tried')).to.deep.include(failed);
    expect(await deliveryOf(records, 'leased')).to.deep.include(failed);
    expect((await deliveryOf(records, 'arrived')).state).to.equal('delivered');
    expect((await deliveryOf(records, 'handed')).state).to.equal('sent');
    expect((await deliveryOf(records, 'wanted')).state).to.equal('form_wanted');
    expect((await deliveryOf(records, 'bens')).state).to.equal('form_received');
  });

  it('erases in one activity alone', async () => {
    await addWins(records, [{ activity_id: 'other', draw_id: 'there', ...form }]);
    await records.db
      .insertInto('forms')
      .values({ activity_id: 'other', draw_id: 'there', form: 'k1.y', received_at: 1, changed_at: 1 })
      .execute();
    const { forms } = await personalData.erase('ann', 'other', 1000);
    expect(forms).to.equal(1);
    expect(await formsLeft()).to.have.length(7);
  });

  it('does it for two at the same time', async () => {
    await Promise.all([personalData.erase('ann', null, 1), personalData.erase('ben', null, 1)]);
    expect(await formsLeft()).to.deep.equal([]);
    expect(await codes()).to.deep.equal([FORGOTTEN_DRAW, FORGOTTEN_DRAW, null]);
  });
}

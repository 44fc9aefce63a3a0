import { expect } from 'chai';
import sinon from 'sinon';
import { ShownDeliveries } from '../../../src/application/deliveries/shown-deliveries.ts';
import { withDeliveries } from '../../../src/application/deliveries/with-deliveries.ts';
import { drawCapabilities } from '../../../src/application/kinds/kinds.ts';
import type { Activity } from '../../../src/domain/activities/activity.ts';
import type { CodeWin } from '../../../src/domain/deliveries/code-pool.ts';
import type { WinnerDelivery } from '../../../src/domain/deliveries/winner-deliveries.ts';
import { type FormValues, sealForm } from '../../../src/domain/deliveries/winner-form.ts';
import type { UserDrawInfo } from '../../../src/domain/draws/user-draw-info.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { Vault } from '../../../src/domain/shared/vault.ts';
import { activityOf } from '../../support/activity-of.ts';
import { testVault } from '../../support/test-vault.ts';

const UNTIL = '2026-12-31T23:59:59+08:00';
const way = {
  tea: { delivery: { by: 'hand' } },
  voucher: { delivery: { by: 'code' } },
  points: { delivery: { by: 'webhook', to: 'crm' } },
  phone: { delivery: { by: 'form', fields: ['phone', 'name'], until: UNTIL } },
  cup: { delivery: { by: 'counter' } },
};
const prizes = [...Object.keys(way), 'thanks', 'retired'].map((id) => ({ id, name: `file ${id}` }));
const file = {
  dispatch: 'shake',
  is_login_user: true,
  prizes,
  rules: { prizes: way, fallback: 'thanks', guarantee: { after: 3, prize: 'thanks' } },
};

const recordOf = (prizeId: string, given: Partial<WinnerDelivery> = {}): WinnerDelivery => ({
  drawId: `draw-${prizeId}`,
  prizeId,
  unit: 1,
  method: 'hand',
  state: 'ready',
  name: `record ${prizeId}`,
  image: 'media/old.svg',
  claim: null,
  claimUrl: null,
  value: null,
  until: null,
  fields: [],
  sealedForm: null,
  ...given,
});

describe('the deliveries that a winner sees', () => {
  let activity: Activity;
  let records: Map<string, WinnerDelivery>;
  let codes: Map<string, string>;
  let vault: Vault | null;
  let ofDraws: sinon.SinonStub;
  let give: sinon.SinonStub;
  let report: sinon.SinonSpy;

  beforeEach(() => {
    activity = activityOf(file, 'a1');
    records = new Map();
    codes = new Map();
    vault = testVault;
    ofDraws = sinon.stub().callsFake(async () => records);
    give = sinon.stub().callsFake(async () => codes);
    report = sinon.spy();
  });
  afterEach(() => sinon.restore());

  const has = (...rows: WinnerDelivery[]) => {
    for (const row of rows) records.set(row.drawId, row);
  };
  const service = (codePool: { give: typeof give } | null = { give }) =>
    new ShownDeliveries({
      capabilities: drawCapabilities,
      deliveries: { ofDraws },
      codePool: () => codePool,
      vault: () => vault,
      errorReporter: { report },
    });
  const infoOf = (...prizeIds: string[]) =>
    ({
      uid: 'ann',
      prizes: prizeIds.map((prizeId, no) => ({ drawId: `draw-${prizeId}`, prizeId, unit: no + 1, name: '' })),
    }) as unknown as UserDrawInfo;
  /** Of one win: what is shown, without its face. */
  async function shown(prizeId: string, from = service()) {
    const all = await from.ofWins(activity, infoOf(prizeId), 'always');
    const { face: _face, ...rest } = all?.get(`draw-${prizeId}`) ?? {};
    return rest;
  }

  it('are not asked for, and need no promise, where nothing was won or all is delivered by hand', () => {
    const from = service();
    expect(from.ofWins(activity, infoOf(), 'where_needed')).to.equal(null);
    expect(from.ofWins(activity, infoOf(), 'always')).to.equal(null);
    expect(from.ofWins(activity, infoOf('tea', 'thanks', 'tea'), 'where_needed')).to.equal(null);
    sinon.assert.notCalled(ofDraws);
  });

  it('are asked for in one call where one of them is not by hand, is not drawn any more, or always', async () => {
    for (const ids of [['tea', 'voucher'], ['points'], ['phone'], ['cup'], ['tea', 'retired'], ['gone']]) {
      ofDraws.resetHistory();
      expect(await service().ofWins(activity, infoOf(...ids), 'where_needed')).to.have.length(ids.length);
      sinon.assert.calledOnceWithExactly(
        ofDraws,
        'a1',
        'ann',
        ids.map((id) => `draw-${id}`),
      );
    }
    has(recordOf('tea', { state: 'delivered' }));
    expect(await shown('tea')).to.deep.equal({ by: 'hand', state: 'delivered' });
  });

  it('are as the record has them, with the face of the day of the draw, whatever the file says now', async () => {
    has(
      recordOf('points', { method: 'webhook', state: 'delivered', claim: '已到账', claimUrl: '/points' }),
      recordOf('tea', { method: 'counter', state: 'redeemed' }),
      recordOf('gone', { method: 'webhook', state: 'failed', image: null }),
    );
    const all = await service().ofWins(activity, infoOf('points', 'tea', 'gone'), 'where_needed');
    expect(Object.fromEntries(all ?? [])).to.deep.equal({
      'draw-points': {
        by: 'webhook',
        state: 'delivered',
        face: { name: 'record points', image: 'media/old.svg', claim: '已到账', claimUrl: '/points' },
      },
      'draw-tea': {
        by: 'counter',
        state: 'redeemed',
        face: { name: 'record tea', image: 'media/old.svg', claim: null, claimUrl: null },
      },
      'draw-gone': {
        by: 'webhook',
        state: 'failed',
        face: { name: 'record gone', image: null, claim: null, claimUrl: null },
      },
    });
  });

  it('begin as the file says before the win is recorded', async () => {
    expect(await shown('tea')).to.deep.equal({ by: 'hand', state: 'ready' });
    expect(await shown('cup')).to.deep.equal({ by: 'counter', state: 'ready' });
    expect(await shown('points')).to.deep.equal({ by: 'webhook', state: 'preparing' });
    expect(await shown('phone')).to.deep.equal({
      by: 'form',
      state: 'form_wanted',
      until: UNTIL,
      form: { fields: ['phone', 'name'] },
    });
    expect(await shown('gone')).to.deep.equal({ by: 'hand', state: 'preparing' });
  });

  it('hold the form as the winner typed it, and no form that cannot be opened', async () => {
    const values: FormValues = { name: '王小明', phone: '+8613800138000' };
    const sealedForm = sealForm(testVault, values, { activityId: 'a1', drawId: 'draw-phone' });
    const form = recordOf('phone', {
      method: 'form',
      state: 'form_received',
      fields: ['name', 'phone'],
      until: Date.parse(UNTIL),
      sealedForm,
    });
    has(form);
    const base = { by: 'form', state: 'form_received', until: UNTIL };
    expect(await shown('phone')).to.deep.equal({ ...base, form: { fields: ['name', 'phone'], values } });
    sinon.assert.notCalled(report);

    const none = { ...base, form: { fields: ['name', 'phone'] } };
    vault = null;
    expect(await shown('phone')).to.deep.equal(none);
    vault = testVault;
    has({ ...form, sealedForm: sealForm(testVault, values, { activityId: 'a1', drawId: 'other' }) });
    expect(await shown('phone')).to.deep.equal(none);
    sinon.assert.calledTwice(report);
    sinon.assert.alwaysCalledWith(report, 'a form cannot be opened');
    expect(JSON.stringify(report.args.map(([, error]) => String(error)))).not.to.match(/王小明|138/);
  });

  it('hold the code, of a win that is recorded or not yet, and are preparing until there is one', async () => {
    codes.set('draw-voucher', 'CODE-1');
    const ready = { by: 'code', state: 'ready', code: 'CODE-1' };
    expect(await shown('voucher')).to.deep.equal(ready);
    has(recordOf('voucher', { method: 'code' }));
    expect(await shown('voucher')).to.deep.equal(ready);
    const asked = give.lastCall.args as [string, readonly CodeWin[]];
    expect(asked[0]).to.equal('a1');
    expect(asked[1]).to.have.length(1);
    expect(asked[1][0]).to.include({ drawId: 'draw-voucher', prizeId: 'voucher', unit: 1 });

    codes.clear();
    expect(await shown('voucher')).to.deep.equal({ by: 'code', state: 'preparing' });
    expect(await shown('voucher', service(null))).to.deep.equal({ by: 'code', state: 'preparing' });
  });

  it('ask for no code of a win that its record delivers otherwise', async () => {
    has(recordOf('voucher', { method: 'webhook', state: 'delivered' }));
    expect(await shown('voucher')).to.deep.equal({ by: 'webhook', state: 'delivered' });
    sinon.assert.notCalled(give);
    has(recordOf('tea', { method: 'code' }));
    codes.set('draw-tea', 'CODE-2');
    expect(await shown('tea')).to.deep.equal({ by: 'code', state: 'ready', code: 'CODE-2' });
  });

  it('are preparing while the record store is away, and do not fail', async () => {
    ofDraws.rejects(new DependencyError('record store', 'away'));
    const from = service();
    for (const id of ['voucher', 'points', 'phone', 'cup']) {
      expect(await shown(id, from)).to.deep.equal({ by: way[id as 'cup'].delivery.by, state: 'preparing' });
    }
    expect(await shown('tea', from)).to.deep.equal({ by: 'hand', state: 'ready' });
    expect(await shown('gone', from)).to.deep.equal({ by: 'hand', state: 'preparing' });
    sinon.assert.alwaysCalledWith(report, 'deliveries are not shown');
  });

  it('are shown without their codes while only those are away', async () => {
    give.rejects(new DependencyError('record store', 'away'));
    has(recordOf('cup', { method: 'counter', state: 'redeemed' }));
    const all = await service().ofWins(activity, infoOf('voucher', 'cup'), 'where_needed');
    expect(all?.get('draw-voucher')).to.deep.equal({ by: 'code', state: 'preparing' });
    expect(all?.get('draw-cup')?.state).to.equal('redeemed');
  });

  it('keep nobody waiting longer than 300 ms, and then only few', async () => {
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      ofDraws.returns(new Promise(() => {}));
      const from = service();
      let ended = 0;
      const many = (count: number) =>
        Array.from({ length: count }, async () => {
          expect(await shown('cup', from)).to.deep.equal({ by: 'counter', state: 'preparing' });
          ended += 1;
        });
      const first = many(250);
      await clock.tickAsync(299);
      expect(ended).to.equal(45);
      await clock.tickAsync(1);
      await Promise.all(first);
      sinon.assert.callCount(ofDraws, 5);
      const later = many(100);
      await clock.tickAsync(0);
      expect(ended).to.equal(350);
      await Promise.all(later);
      sinon.assert.callCount(ofDraws, 5);
    } finally {
      clock.restore();
    }
  });

  it('are added to a reply that lists wins, and to no refusal', async () => {
    const info = infoOf('points');
    const tokenState = { kind: 'not_looked_at' } as const;
    const data = { activity, userDrawInfo: info };
    const reply = await withDeliveries(
      service(),
      { result: { kind: 'served', data }, tokenState, releaseNo: null },
      'where_needed',
    );
    expect(reply.tokenState).to.equal(tokenState);
    if (reply.result.kind !== 'served') throw new Error(reply.result.kind);
    expect(reply.result.data.data).to.equal(data);
    expect(reply.result.data.deliveries?.get('draw-points')?.state).to.equal('preparing');

    const refused = { result: { kind: 'no_such_activity' }, tokenState, releaseNo: null } as const;
    expect(withDeliveries(service(), refused, 'always')).to.deep.equal(refused);
  });
});

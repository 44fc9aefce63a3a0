import { expect } from 'chai';
import sinon from 'sinon';
import { libphonenumberPhones } from '../../../src/adapters/libphonenumber/libphonenumber-phones.ts';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import {
  memoryRateLimiter,
  unlimited,
} from '../../../src/adapters/rate-limiter-flexible/flexible-rate-limiter.ts';
import type { RecordDatabase } from '../../../src/adapters/sql/records/record-database.ts';
import { SqlClaims } from '../../../src/adapters/sql/records/sql-claims.ts';
import { SqlWinnerDeliveries } from '../../../src/adapters/sql/records/sql-winner-deliveries.ts';
import { systemTimer } from '../../../src/adapters/system/system-timer.ts';
import { ActivityGate } from '../../../src/application/admission/activity-gate.ts';
import { ClaimService } from '../../../src/application/deliveries/claim-service.ts';
import { ShownDeliveries } from '../../../src/application/deliveries/shown-deliveries.ts';
import { Drawers } from '../../../src/application/draws/drawers.ts';
import { drawCapabilities, kindReadings } from '../../../src/application/kinds/kinds.ts';
import { FORM_SENT_AFTER_MS } from '../../../src/domain/deliveries/claims.ts';
import type { FormValues } from '../../../src/domain/deliveries/winner-form.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { Timer } from '../../../src/domain/shared/timer.ts';
import type { Vault } from '../../../src/domain/shared/vault.ts';
import type { RateLimiter } from '../../../src/domain/visitors/rate-limiter.ts';
import type { RiskQuestion, RiskVerdict } from '../../../src/domain/visitors/risk-assessor.ts';
import { addFormWins } from '../../support/delivery-rows.ts';
import { demoSessions } from '../../support/demo-sessions.ts';
import { drawProcess } from '../../support/draw-process.ts';
import { newRecords } from '../../support/record-stores.ts';
import { testVault } from '../../support/test-vault.ts';
import { VirtualTime } from '../../support/virtual-time.ts';

const NOON = Date.parse('2026-11-11T12:00:00+08:00');
const file = {
  dispatch: 'shake',
  is_login_user: true,
  ends_at: '2026-11-12T00:00:00+08:00',
  prizes: [{ id: 'phone', name: '手机' }],
  rules: { prizes: { phone: { odds: '100%', delivery: { by: 'form', fields: ['name', 'phone'] } } } },
};
const values: FormValues = { name: '王小明', phone: '138 0013 8000' };
const taken = { name: '王小明', phone: '+8613800138000' };

describe('the form of a win', () => {
  let records: RecordDatabase;
  let ledger: MemoryDrawLedger;
  let now: number;
  let timer: Timer;
  let vault: Vault | null;
  let rateLimiter: RateLimiter;
  let asked: RiskQuestion[];
  let verdict: RiskVerdict;
  let deliveries: SqlWinnerDeliveries;
  let claims: SqlClaims;

  before(async () => {
    records = await newRecords('SQLite');
  });
  after(() => records.close());
  beforeEach(() => {
    ledger = new MemoryDrawLedger();
    now = NOON;
    timer = systemTimer;
    vault = testVault;
    rateLimiter = unlimited;
    asked = [];
    verdict = 'allow';
    deliveries = new SqlWinnerDeliveries(records);
    claims = new SqlClaims(records);
  });
  afterEach(() => sinon.restore());

  function parts() {
    const clock = { now: () => now };
    const configs = new MemoryConfigRepository({ a1: file }, kindReadings);
    const sessions = demoSessions();
    const gate = new ActivityGate({ releases: configs, sessions, clock });
    const common = { capabilities: drawCapabilities, vault: () => vault };
    const shown = new ShownDeliveries({
      ...common,
      deliveries,
      codePool: () => null,
      errorReporter: { report: () => {} },
    });
    const service = new ClaimService({
      ...common,
      ...{ ledger, deliveries, claims, shown, clock, timer, rateLimiter, phones: libphonenumberPhones },
      riskAssessor: {
        assess: async (question) => {
          asked.push(question);
          return verdict;
        },
      },
      drawers: new Drawers({ gate, clock, capabilities: drawCapabilities }),
    });
    return { service, draws: drawProcess({ ledger, gate, clock }).draws };
  }

  const visitOf = (uid: string) => ({
    activityId: 'a1',
    token: `demo-${uid}`,
    cookieToken: undefined,
    dispatch: 'shake',
  });
  // biome-ignore lint/suspicious/noExplicitAny: a result of any form
  async function claim(drawId: string, form = values, uid = 'ann', { service } = parts()): Promise<any> {
    return (await service.claim(visitOf(uid), { drawId, form })).result;
  }
  async function win(uid = 'ann'): Promise<string> {
    const { result } = await parts().draws.draw(visitOf(uid), `request-${Math.random()}`);
    if (result.kind !== 'served') throw new Error(result.kind);
    return result.data.drawId;
  }
  const formOf = async (drawId: string) => {
    const [found] = (await deliveries.ofDraws('a1', 'ann', [drawId])).values();
    const row = records.db.selectFrom('deliveries').select('due_at').where('draw_id', '=', drawId);
    return { sealed: found?.sealedForm ?? null, due: (await row.executeTakeFirst())?.due_at };
  };

  it('is assessed before it is taken, and not when it comes again', async () => {
    const [drawId = ''] = await addFormWins(records, { endpoint: 'crm' });
    verdict = 'challenge';
    expect(await claim(drawId)).to.include({ kind: 'proof_needed' });
    verdict = 'deny';
    expect(await claim(drawId)).to.deep.equal({ kind: 'not_claimable', reason: 'denied' });
    expect((await formOf(drawId)).sealed).to.equal(null);
    verdict = 'allow';
    const { result } = await parts().service.claim(visitOf('ann'), { drawId, form: values, proof: 'ticket' });
    expect(result.kind).to.equal('served');
    expect(asked).to.have.length(3);
    expect(asked.at(-1)).to.deep.include({
      action: 'claim',
      activityId: 'a1',
      requestId: drawId,
      proof: 'ticket',
    });
    verdict = 'deny';
    expect((await claim(drawId)).kind).to.equal('served');
    expect((await claim('another-draw')).reason).to.equal('no_such_win');
    expect(asked).to.have.length(3);
  });

  it('is taken, sealed, and shown to the winner as it was understood', async () => {
    const [drawId = ''] = await addFormWins(records, { endpoint: 'crm' });
    expect(await claim(drawId)).to.deep.equal({
      kind: 'served',
      data: {
        by: 'form',
        state: 'form_received',
        form: { fields: ['name', 'phone'], values: taken },
        face: { name: '手机', image: 'media/phone.svg', claim: '请填写收货地址', claimUrl: null },
      },
    });
    const { sealed } = await formOf(drawId);
    expect(sealed).to.match(/^k1\.[\w-]+$/);
    expect(JSON.parse(testVault.open(sealed ?? '', `form:a1:${drawId}`))).to.deep.equal(taken);
  });

  it('is taken also after the end, and changed until it is sent', async () => {
    const [drawId = ''] = await addFormWins(records, { endpoint: 'crm' });
    now = Date.parse('2026-11-13T00:00:00+08:00');
    await claim(drawId);
    now += 60_000;
    expect((await claim(drawId, { ...values, name: '李雷' })).data.form.values.name).to.equal('李雷');
    expect((await formOf(drawId)).due).to.equal(now + FORM_SENT_AFTER_MS);
    await records.db.updateTable('deliveries').set({ attempts: 1 }).where('draw_id', '=', drawId).execute();
    expect(await claim(drawId)).to.deep.equal({ kind: 'not_claimable', reason: 'already_sent' });
  });

  it('is served again for the same form, and not put off, also when it was sent or the time is over', async () => {
    const [drawId = ''] = await addFormWins(records, { endpoint: 'crm', until: NOON + 10_000 });
    await claim(drawId);
    const first = await formOf(drawId);
    now += 60_000;
    expect((await claim(drawId, { phone: '13800138000', name: '王小明' })).data.state).to.equal(
      'form_received',
    );
    expect(await formOf(drawId)).to.deep.equal(first);
    expect(await claim(drawId, { ...values, name: '李雷' })).to.deep.equal({
      kind: 'not_claimable',
      reason: 'too_late',
    });
    const sent = { state: 'delivered', attempts: 1, due_at: null };
    await records.db.updateTable('deliveries').set(sent).where('draw_id', '=', drawId).execute();
    expect((await claim(drawId)).data).to.deep.include({ state: 'delivered' });
  });

  it('names the field that is missing, not asked for, or no telephone number', async () => {
    const [drawId = ''] = await addFormWins(records, {});
    const wrong: [FormValues, string][] = [
      [{ name: '王小明' }, 'form.phone'],
      [{ phone: '13800138000' }, 'form.name'],
      [{ ...values, email: 'a@b.cn' }, 'form.email'],
      [{ ...values, phone: '1380013800' }, 'form.phone'],
    ];
    for (const [form, field] of wrong)
      expect(await claim(drawId, form)).to.deep.equal({ kind: 'bad_value', field });
    expect((await formOf(drawId)).sealed).to.equal(null);
  });

  it('is refused of another’s win, and of what has no form', async () => {
    const [drawId = '', code = ''] = await addFormWins(records, {}, { method: 'code', state: 'ready' });
    for (const [id, uid] of [
      [drawId, 'bob'],
      ['never', 'ann'],
    ] as const) {
      expect(await claim(id, values, uid)).to.deep.equal({ kind: 'not_claimable', reason: 'no_such_win' });
    }
    expect(await claim(code)).to.deep.equal({ kind: 'not_claimable', reason: 'not_a_form' });
    expect((await formOf(drawId)).sealed).to.equal(null);
  });

  it('waits for a win that is on its way into the record store', async () => {
    const drawId = await win();
    const looks = sinon.stub(deliveries, 'ofDraws').callThrough();
    looks.onFirstCall().callsFake(async () => {
      await addFormWins(records, { draw_id: drawId });
      return new Map();
    });
    expect((await claim(drawId)).data.state).to.equal('form_received');
    sinon.assert.calledTwice(looks);
  });

  it('waits for 2 s and then fails, with one caller who looks whatever the number of those who wait', async () => {
    const drawId = await win();
    const time = new VirtualTime(NOON);
    timer = time;
    const looks = sinon.stub(deliveries, 'ofDraws').resolves(new Map());
    const process = parts();
    const outcomes = Array.from({ length: 30 }, () =>
      claim(drawId, values, 'ann', process).then(String, (error) => error),
    );
    await time.pass(2100);
    for (const error of await Promise.all(outcomes)) {
      expect(error).to.be.instanceOf(DependencyError).and.include({ dependency: 'record store' });
      expect(error.message).to.match(/has not arrived within 2000 ms/);
    }
    expect(looks.callCount).to.be.within(30, 30 + 25);
  });

  it('is answered within 4 s however its steps are spread, and begins to record nothing afterwards', async () => {
    const drawId = await win();
    const time = new VirtualTime(NOON);
    timer = time;
    const looks = sinon.stub(deliveries, 'ofDraws').callThrough();
    looks.onFirstCall().callsFake(async () => {
      await time.sleep(1400);
      return new Map();
    });
    looks.onSecondCall().callsFake(async () => {
      await time.sleep(1400);
      return new Map();
    });
    looks.onThirdCall().callsFake(async () => {
      await addFormWins(records, { draw_id: drawId });
      await time.sleep(1400);
      return looks.wrappedMethod.call(deliveries, 'a1', 'ann', [drawId]);
    });
    const recorded = sinon.spy(claims, 'claim');
    const outcome = claim(drawId).then(String, (error) => error);
    await time.pass(4000);
    expect(await outcome).to.be.instanceOf(DependencyError);
    expect((await outcome).message).to.equal('record store: no answer within 4000 ms');
    await time.pass(4000);
    sinon.assert.calledThrice(looks);
    sinon.assert.notCalled(recorded);
    expect((await claim(drawId)).data.state).to.equal('form_received');
  });

  it('finds a win that the account does not hold any more', async () => {
    const first = await win();
    for (let no = 0; no < 60; no++) await win();
    const looks = sinon.stub(deliveries, 'ofDraws').callThrough();
    looks.onFirstCall().resolves(new Map());
    await addFormWins(records, { draw_id: first });
    expect((await claim(first)).data.state).to.equal('form_received');
    expect(await claim('never-won')).to.deep.equal({ kind: 'not_claimable', reason: 'no_such_win' });
  });

  it('is not taken without a key, nor by a store that hangs or is away', async () => {
    const [drawId = ''] = await addFormWins(records, {});
    const failure = async () => String(await claim(drawId).catch((error: Error) => error));
    vault = null;
    expect(await failure()).to.equal('DependencyError: record store: a form cannot be sealed');
    expect((await formOf(drawId)).sealed).to.equal(null);
    vault = testVault;
    sinon.stub(claims, 'claim').rejects(new DependencyError('record store', 'away'));
    expect(await failure()).to.equal('DependencyError: record store: away');
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    sinon.stub(deliveries, 'ofDraws').returns(new Promise(() => {}));
    const hanging = failure();
    await clock.tickAsync(1500);
    expect(await hanging).to.equal('DependencyError: record store: no answer within 1500 ms');
    clock.restore();
  });

  it('counts in the rate limit', async () => {
    rateLimiter = memoryRateLimiter({ uses: 2, windowSeconds: 60 });
    const [drawId = ''] = await addFormWins(records, {});
    const process = parts();
    const kinds = [];
    for (const _ of [1, 2, 3]) kinds.push((await claim(drawId, values, 'ann', process)).kind);
    expect(kinds).to.deep.equal(['served', 'served', 'too_many_draws']);
  });
});

import { expect } from 'chai';
import sinon from 'sinon';
import { FlexiblePinAttempts } from '../../../src/adapters/rate-limiter-flexible/flexible-pin-attempts.ts';
import { SqlRedemptions } from '../../../src/adapters/sql/records/sql-redemptions.ts';
import { CounterDesk } from '../../../src/application/deliveries/counter-desk.ts';
import { CounterTickets } from '../../../src/application/deliveries/counter-tickets.ts';
import type { StaffPins } from '../../../src/domain/deliveries/staff-pins.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { addCounterWin } from '../../support/delivery-rows.ts';
import { openedRecords } from '../../support/opened-records.ts';
import { seededVault } from '../../support/test-vault.ts';

const NOW = Date.parse('2026-11-11T02:05:07.000Z');

describe('CounterDesk', () => {
  let opened: Awaited<ReturnType<typeof openedRecords>>;
  const clock = { time: NOW, now: () => clock.time };
  const tickets = new CounterTickets(seededVault(), clock);
  const pins: StaffPins = {
    set: async () => {},
    check: async (activityId, pin) => {
      if (activityId === 'bare') return 'not_set';
      return pin === '123456' ? 'right' : 'wrong';
    },
  };
  const deskWith = (other: Partial<ConstructorParameters<typeof CounterDesk>[0]> = {}) =>
    new CounterDesk({
      tickets,
      pins,
      attempts: FlexiblePinAttempts.inMemory(),
      redemptions: new SqlRedemptions(opened.records),
      factsOf: () => null,
      clock,
      ...other,
    });

  before(async () => {
    opened = await openedRecords('SQLite');
  });
  beforeEach(() => {
    clock.time = NOW;
  });
  after(() => opened.close());

  async function visitOf(other: Parameters<typeof addCounterWin>[1] = {}) {
    const drawId = await addCounterWin(opened.records, other);
    const ticket = tickets.issue(other?.activity_id ?? 'tea', drawId).text;
    return { drawId, visit: { ticket, pin: '123456', address: '10.0.0.1' } };
  }

  it('shows staff the prize and nothing of the winner', async () => {
    const { visit, drawId } = await visitOf({ uid: 'secret-user' });
    const result = await deskWith().look(visit);
    expect(result).to.deep.equal({
      kind: 'served',
      activityId: 'tea',
      data: {
        activityId: 'tea',
        activityTitle: null,
        name: '奶茶一杯',
        image: 'media/cup.svg',
        serial: drawId.slice(-4).toUpperCase(),
        state: 'ready',
        redemption: null,
      },
    });
    expect(JSON.stringify(result)).to.not.include('secret-user').and.not.include(drawId);
  });

  it('says when it was redeemed in the activity’s time zone', async () => {
    const { visit } = await visitOf();
    const desk = deskWith({ factsOf: async () => ({ title: '奶茶节', timezone: 'Asia/Tokyo' }) });
    const done = await desk.redeem(visit, '人民路店', 'request-1');
    if (done.kind !== 'served') throw new Error(done.kind);
    expect(done.data).to.deep.include({ redeemed: true, replayed: false });
    const redemption = { at: '2026-11-11T11:05:07+09:00', place: '人民路店' };
    expect(done.data.win.redemption).to.deep.equal(redemption);
    const second = await desk.redeem(visit, '机场店', 'request-2');
    if (second.kind !== 'served') throw new Error(second.kind);
    expect(second.data).to.deep.include({ redeemed: false, replayed: false });
    expect(second.data.win.redemption).to.deep.equal(redemption);
  });

  it('answers a repeat after a lost answer also when the ticket is over, and redeems nothing by it', async () => {
    const desk = deskWith();
    const [redeemed, open] = [await visitOf(), await visitOf()];
    await desk.redeem(redeemed.visit, '人民路店', 'request-1');
    clock.time += 6 * 60_000;
    const again = await desk.redeem(redeemed.visit, '人民路店', 'request-1');
    if (again.kind !== 'served') throw new Error(again.kind);
    expect(again.data).to.deep.include({ redeemed: true, replayed: true });
    for (const [{ visit }, key] of [
      [redeemed, 'request-2'],
      [open, 'request-1'],
    ] as const) {
      const result = await desk.redeem(visit, '人民路店', key);
      expect(result).to.deep.equal({ kind: 'not_redeemable', activityId: 'tea', reason: 'ticket_expired' });
    }
    expect(await desk.look(open.visit)).to.deep.include({ reason: 'ticket_expired' });
    expect(
      (
        await opened.records.db
          .selectFrom('deliveries')
          .select('state')
          .where('draw_id', '=', open.drawId)
          .execute()
      )[0]?.state,
    ).to.equal('ready');
  });

  it('checks no PIN for a forged ticket', async () => {
    const asked: string[] = [];
    const desk = deskWith({
      pins: {
        ...pins,
        check: async (_id, pin) => {
          asked.push(pin);
          return 'right';
        },
      },
    });
    const result = await desk.look({ ticket: 'tea.abc.def.ghi', pin: '123456', address: '10.0.0.1' });
    expect(result).to.deep.equal({ kind: 'not_redeemable', activityId: null, reason: 'bad_ticket' });
    expect(asked).to.deep.equal([]);
  });

  it('refuses more wrong PINs for a win than the limit, all at once too, and then the right one', async () => {
    const desk = deskWith();
    const { visit, drawId } = await visitOf();
    const wrong = Array.from({ length: 50 }, (_, no) => ({
      ...visit,
      pin: `99${`${no}`.padStart(4, '0')}`,
      address: `10.0.1.${no}`,
    }));
    const results = await Promise.all(wrong.map((each) => desk.look(each)));
    expect(results.filter((each) => each.kind === 'not_redeemable')).to.have.length(10);
    expect(results.filter((each) => each.kind === 'too_many_attempts')).to.have.length(40);
    // A new ticket of the same win does not help.
    const fresh = { ...visit, ticket: tickets.issue('tea', drawId).text };
    expect((await desk.redeem(fresh, '店', 'request-1')).kind).to.equal('too_many_attempts');
    // Others go on.
    const other = await visitOf();
    expect((await desk.look(other.visit)).kind).to.equal('served');
  });

  it('does not count the right PIN, an activity without one, and a store that is away', async () => {
    const { visit } = await visitOf();
    const bare = await visitOf({ activity_id: 'bare' });
    const desk = deskWith();
    let isAway = true;
    const attempts = FlexiblePinAttempts.inMemory();
    const failing = deskWith({
      attempts,
      pins: {
        ...pins,
        check: async (id, pin) => {
          if (isAway) throw new DependencyError('record store', 'away');
          return pins.check(id, pin);
        },
      },
    });
    for (let count = 0; count < 40; count++) {
      expect((await desk.look(visit)).kind).to.equal('served');
      expect(await desk.look(bare.visit)).to.deep.include({ reason: 'no_pin' });
      const error = await failing.look(visit).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(DependencyError);
    }
    isAway = false;
    expect((await failing.look(visit)).kind).to.equal('served');
  });

  it('leaves a record store alone that hangs, but for two calls, and answers in time', async () => {
    const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const hanging = sinon.stub().returns(new Promise(() => {}));
    const failureOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);
    try {
      for (const parts of [
        { pins: { ...pins, check: hanging } },
        { redemptions: { find: hanging, redeem: hanging, redeemedBy: hanging } },
      ]) {
        hanging.resetHistory();
        const desk = deskWith({
          attempts: { begin: async () => ({ kind: 'granted' }), forgive: async () => {} },
          ...parts,
        });
        const ticket = tickets.issue('tea', '0b4c6a3e-6a1f-4f0e-9a55-0c9f6e1d2a3b').text;
        const visit = { ticket, pin: '123456', address: '10.0.0.1' };
        const outcomes = Array.from({ length: 10 }, (_, no) => [
          failureOf(desk.look(visit)),
          failureOf(desk.redeem(visit, '店', `request-${no}`)),
        ]).flat();
        await timers.tickAsync(1500);
        outcomes.push(failureOf(desk.look(visit)));
        await timers.tickAsync(1500);
        for (const error of await Promise.all(outcomes)) expect(error).to.be.instanceOf(DependencyError);
        sinon.assert.calledTwice(hanging);
      }
    } finally {
      timers.restore();
    }
  });

  it('finds no win that is not there', async () => {
    const ticket = tickets.issue('tea', '0b4c6a3e-6a1f-4f0e-9a55-0c9f6e1d2a3b').text;
    const visit = { ticket, pin: '123456', address: '10.0.0.1' };
    const missing = { kind: 'not_redeemable', activityId: 'tea', reason: 'no_such_win' };
    expect(await deskWith().look(visit)).to.deep.equal(missing);
    expect(await deskWith().redeem(visit, '店', 'request-1')).to.deep.equal(missing);
  });
});

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { CounterTickets } from '../../../../src/application/deliveries/counter-tickets.ts';
import { tokens } from '../../../../src/container/tokens.ts';
import type { Caller } from '../../../support/console.ts';
import { addCounterWin, deliveryOf } from '../../../support/delivery-rows.ts';
import { type LuckyConsole, openLuckyConsole } from '../../../support/lucky-console.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describe(`the counter of the console, with records in ${name}`, () => {
    let people: LuckyConsole;
    before(async () => {
      people = await openLuckyConsole(name, { relays: false });
    });
    after(() => people?.close());

    const ticketAt = (time: number, drawId: string) =>
      new CounterTickets(people.vault, { now: () => time }).issue('lucky', drawId).text;
    async function won() {
      const drawId = await addCounterWin(people.get(tokens.records), {
        activity_id: 'lucky',
        uid: 'secret-user',
      });
      return { drawId, code: `https://h5.example.com/cms-market/counter#${ticketAt(Date.now(), drawId)}` };
    }
    const look = (code: string, caller: Caller = 'staff.eva') =>
      people.console.post('/counter/look', { code }, caller);
    const redeem = (code: string, caller: Caller = 'staff.eva', more: object = {}) =>
      people.console.post('/counter/redeem', { code, request_id: randomUUID(), ...more }, caller);

    it('shows staff the prize and nothing of the winner, and redeems it in their name', async () => {
      const { code, drawId } = await won();
      const seen = await look(code);
      expect(seen.body.win).to.deep.equal({
        ...{ activity_id: 'lucky', activity_title: '双十一抽奖', name: '奶茶一杯', image: 'media/cup.svg' },
        ...{ serial: drawId.slice(-4).toUpperCase(), state: 'ready', redemption: null },
      });
      expect(JSON.stringify(seen.body)).not.to.match(/secret-user/);
      const done = await redeem(code, 'staff.eva', { place: ' 人民路\u202e店 ' });
      expect(done.body).to.deep.include({ redeemed: true, replayed: false });
      expect(done.body.win.redemption.place).to.equal('人民路店 · eva');
      expect(done.body.win.redemption.at).to.match(/\+08:00$/);
      expect(people.console.trail.at(-1)).to.deep.include({
        ...{ action: 'prize_redeemed', operator: 'eva', activityId: 'lucky', target: drawId },
        before: { state: 'ready' },
      });
      const again = await redeem(code, 'staff.bob');
      expect(again.body).to.deep.include({ redeemed: false, replayed: false });
      expect(again.body.win).to.deep.include({ state: 'redeemed', redemption: done.body.win.redemption });
      expect((await look(code, 'staff.bob')).body.win.redemption.place).to.equal('人民路店 · eva');
    });

    it('redeems once where many do it at the same time, and all others see who did', async () => {
      for (let round = 0; round < 5; round++) {
        const { code, drawId } = await won();
        const before = people.console.trail.length;
        const staff = ['eva', 'bob', 'liu', 'zoe', 'max'];
        const answers = await Promise.all(staff.map((who) => redeem(code, `staff.${who}`)));
        const winners = answers.filter(({ body }) => body.redeemed);
        expect(winners).to.have.length(1);
        const place = winners[0]?.body.win.redemption.place;
        expect(staff).to.include(place);
        for (const { body } of answers) expect(body.win.redemption.place).to.equal(place);
        expect((await deliveryOf(people.get(tokens.records), drawId)).place).to.equal(place);
        expect(people.console.trail).to.have.length(before + 1);
      }
    });

    it('answers a repeat with its key as the first time, and nobody else with the same key', async () => {
      const { code } = await won();
      const request_id = randomUUID();
      const first = await redeem(code, 'staff.eva', { request_id });
      const again = await redeem(code, 'staff.eva', { request_id });
      expect(again.body).to.deep.include({ redeemed: true, replayed: true, win: first.body.win });
      expect((await redeem(code, 'staff.bob', { request_id })).body).to.include({ redeemed: false });
    });

    it('refuses tickets that are over, forged, of another prize or of no win', async () => {
      const why = async (code: string) => (await redeem(code, 'staff.why')).body.error.detail?.reason;
      const { drawId, code } = await won();
      expect(await why(ticketAt(Date.now() - 10 * 60_000, drawId))).to.equal('ticket_expired');
      expect(await why(`${code}x`)).to.equal('bad_ticket');
      expect(await why(ticketAt(Date.now(), randomUUID()))).to.equal('no_such_win');
      const byCode = await addCounterWin(people.get(tokens.records), {
        activity_id: 'lucky',
        method: 'code',
      });
      expect(await why(ticketAt(Date.now(), byCode))).to.equal('no_such_win');
      expect((await deliveryOf(people.get(tokens.records), drawId)).state).to.equal('ready');
      expect((await redeem('')).status).to.equal(400);
      expect((await redeem(code, 'staff.eva', { request_id: 'x' })).body.error.field).to.equal('request_id');
      expect((await redeem(code, 'staff.eva', { place: 'x'.repeat(41) })).status).to.equal(400);
    });

    it('bounds how many codes that are none one operator tries, and no other operator by it', async () => {
      const { code } = await won();
      const tried = await Promise.all(
        Array.from({ length: 30 }, (_, no) => look(`guess-${no}`, 'staff.mallory')),
      );
      expect(tried.filter(({ status }) => status === 409)).to.have.length(20);
      const [refused] = tried.filter(({ status }) => status === 429);
      expect(refused?.body.error.code).to.equal('too_many');
      expect(Number(refused?.headers.get('retry-after'))).to.be.within(1, 600);
      expect((await redeem(code, 'staff.mallory')).status).to.equal(429);
      expect((await redeem(code, 'staff.eva')).body.redeemed).to.equal(true);
    });

    it('does not count genuine codes', async () => {
      const { code } = await won();
      for (let no = 0; no < 40; no++) expect((await look(code, 'staff.busy')).status).to.equal(200);
    });

    it('lists the activities that have prizes for a counter', async () => {
      await addCounterWin(people.get(tokens.records), { activity_id: 'gone', state: 'redeemed', place: 'x' });
      const { body } = await people.console.get('/counter/activities', 'staff');
      const [first, second] = body.activities;
      expect(first).to.deep.include({ activity_id: 'lucky', title: '双十一抽奖' });
      expect(first.open).to.be.greaterThan(0);
      expect(second).to.deep.include({ activity_id: 'gone', title: null, open: 0, redeemed: 1 });
    });

    it('is for those who may redeem; staff may nothing else', async () => {
      const { code } = await won();
      for (const role of ['viewer', 'editor'] as const) {
        expect((await look(code, role)).status).to.equal(403);
        expect((await redeem(code, role)).status).to.equal(403);
      }
      expect((await people.console.asProgram('deliveries', '/counter/look', { code })).status).to.equal(403);
      for (const [method, path] of [
        ['get', '/deliveries?activity_id=lucky'],
        ['post', '/users/lookup'],
        ['post', '/users/form'],
        ['post', '/grants'],
        ['post', '/deliveries/done'],
      ] as const) {
        const { status } = await (method === 'get'
          ? people.console.get(path, 'staff')
          : people.console.post(path, {}, 'staff'));
        expect(status, path).to.equal(403);
      }
    });
  });
}

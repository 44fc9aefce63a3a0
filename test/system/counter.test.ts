import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type CounterShops, openCounterShops } from '../support/counter-shops.ts';
import { addCounterWin } from '../support/delivery-rows.ts';
import { type Answer, ask, postForm, postJson } from '../support/http.ts';
import { recordStoreNames } from '../support/record-stores.ts';
import { runCommand } from '../support/run-command.ts';

for (const name of recordStoreNames) {
  describe(`the counter, with records in ${name}`, () => {
    let shops: CounterShops;
    let base: string;
    let pin: string;
    before(async () => {
      shops = await openCounterShops(name);
      base = shops.bases[0];
      pin = await shops.newPin('tea');
    });
    after(() => shops?.close());

    /** Each from an address of its own, as far as the service knows. */
    let addresses = 0;
    const shop = () => {
      addresses += 1;
      return { 'X-Forwarded-For': `10.1.${addresses >> 8}.${addresses & 255}` };
    };
    const ticketOf = (draw_id: string, uid = 'ann', headers = {}) =>
      postJson(`${base}/shake/ticket`, { activity_id: 'tea', token: `demo-${uid}@1000`, draw_id }, headers);
    const look = (ticket: string, given: unknown = pin, headers: Record<string, string> = shop()) =>
      postJson(`${base}/counter/look`, { ticket, pin: given }, headers);
    const redeem = (ticket: string, other: object = {}, at = base, headers = shop()) =>
      postJson(
        `${at}/counter/redeem`,
        { ticket, pin, place: '人民路店', request_id: randomUUID(), ...other },
        headers,
      );
    /* As the page does: a busy service is asked again with the same key. */
    const redeemUntilAnswered = async (ticket: string, place: string, at: string): Promise<Answer> => {
      const request_id = randomUUID();
      for (;;) {
        const answer = await redeem(ticket, { place, request_id }, at);
        if (answer.json.ret !== 5003) return answer;
      }
    };
    const newTicket = async (other: Parameters<typeof addCounterWin>[1] = {}) => {
      const drawId = await addCounterWin(shops.records, other);
      return shops.ticketsAt(Date.now()).issue(other?.activity_id ?? 'tea', drawId).text;
    };

    it('hands a prize over once, from the winner’s ticket to the second scan', async () => {
      const drawId = await addCounterWin(shops.records);
      const issued = await ticketOf(drawId);
      const { ticket, url, expires_at } = issued.json.data;
      expect(issued.headers.get('Cache-Control')).to.equal('private, no-store');
      expect(url).to.equal(`${base}/counter#${ticket}`);
      expect(ticket.length).to.be.at.most(60);
      expect(expires_at).to.match(/^20\d\d-.*\+08:00$/);
      expect(Date.parse(expires_at) - Date.now()).to.be.within(0, 300_000);

      const win = {
        activity_id: 'tea',
        title: '双十一奶茶节',
        prize: { name: '奶茶一杯', image: 'media/cup.svg' },
        serial: drawId.slice(-4).toUpperCase(),
        state: 'ready',
        redeemed_at: null,
        place: null,
      };
      const seen = await look(ticket);
      expect(seen.json.data).to.deep.equal({ win });
      expect(seen.text).to.not.include('ann').and.not.include(drawId);

      const done = await redeem(ticket);
      expect(done.json.data).to.deep.include({ redeemed: true, replayed: false });
      expect(done.json.data.win).to.deep.include({ state: 'redeemed', place: '人民路店' });
      const { redeemed_at } = done.json.data.win;
      expect(Math.abs(Date.parse(redeemed_at) - Date.now())).to.be.below(60_000);

      const second = await redeem(ticket, { place: '机场店' }, shops.bases[1]);
      expect(second.json.data).to.deep.equal({ redeemed: false, replayed: false, win: done.json.data.win });
      expect((await look(ticket)).json.data).to.deep.equal({ win: done.json.data.win });
      const late = await ticketOf(drawId);
      expect(late.json).to.deep.include({ ret: 2002, detail: { reason: 'already_sent' } });
      const { stdout } = await runCommand(['counter', 'status', 'tea', '--json'], shops.env);
      expect(JSON.parse(stdout)[0]).to.deep.include({ places: [{ place: '人民路店', redeemed: 1 }] });
    });

    it('gives a ticket to the winner alone', async () => {
      const drawId = await addCounterWin(shops.records);
      const other = await addCounterWin(shops.records, { method: 'code' });
      const asked = (body: object) => postJson(`${base}/shake/ticket`, body);
      const own = { activity_id: 'tea', token: 'demo-ann@1000', draw_id: drawId };
      const noSuchWin = { ret: 2002, msg: '该奖品当前不可领取', data: '', detail: { reason: 'no_such_win' } };
      for (const body of [
        { ...own, token: 'demo-bob@1000' },
        { ...own, activity_id: 'coffee' },
        { ...own, draw_id: other },
        { ...own, draw_id: randomUUID() },
        { ...own, draw_id: 'x' },
      ]) {
        expect((await asked(body)).json, JSON.stringify(body)).to.deep.include(noSuchWin);
      }
      expect((await asked({ ...own, token: '' })).json.ret).to.equal(1004);
      expect((await asked({ ...own, activity_id: 'sku' })).json.ret).to.equal(1002);
      for (const draw_id of ['', undefined, 'a b', 'x'.repeat(65), 5, { a: 1 }, ['x']]) {
        expect((await asked({ ...own, draw_id })).json.detail, `${draw_id}`).to.deep.equal({
          field: 'draw_id',
        });
      }
      const siteOfOthers = { 'Sec-Fetch-Site': 'cross-site' };
      expect((await postJson(`${base}/shake/ticket`, own, siteOfOthers)).json.ret).to.equal(1001);
      expect((await postForm(`${base}/shake/ticket`, own)).json.ret).to.equal(0);
    });

    it('makes the link by the name under which the client knows the service', async () => {
      const drawId = await addCounterWin(shops.records);
      const urlWith = async (headers: object) =>
        (await ticketOf(drawId, 'ann', headers)).json.data.url.split('#')[0];
      const https = { 'X-Forwarded-Proto': 'https' };
      expect(await urlWith({ ...https, 'X-Forwarded-Host': 'shop.example.com' })).to.equal(
        'https://shop.example.com/cms-market/counter',
      );
      expect(await urlWith({ 'X-Forwarded-Host': '[::1]:8080, inner' })).to.equal(
        'http://[::1]:8080/cms-market/counter',
      );
      for (const host of ['evil/?', 'a b', 'user@host', '"><script>']) {
        expect(await urlWith({ 'X-Forwarded-Host': host }), host).to.equal('/cms-market/counter');
      }
    });

    it('takes no forged ticket, none of another key, and none that is over', async () => {
      const drawId = await addCounterWin(shops.records);
      const { ticket } = (await ticketOf(drawId)).json.data;
      const [activity, draw, until, signature] = ticket.split('.');
      const over = shops.ticketsAt(Date.now() - 331_000).issue('tea', drawId).text;
      const cases: [ticket: string, reason: string][] = [
        [`coffee.${draw}.${until}.${signature}`, 'bad_ticket'],
        [`${activity}.${draw}.zzzzzz.${signature}`, 'bad_ticket'],
        [`${activity}.${draw}.${until}.${'A'.repeat(22)}`, 'bad_ticket'],
        ['1', 'bad_ticket'],
        ['二维码', 'bad_ticket'],
        [over, 'ticket_expired'],
      ];
      for (const [text, reason] of cases) {
        for (const answer of [await look(text), await redeem(text)]) {
          expect(answer.status).to.equal(200);
          expect(answer.json, text).to.deep.include({ ret: 2004, data: '', detail: { reason } });
        }
      }
      const almost = shops.ticketsAt(Date.now() - 310_000).issue('tea', drawId).text;
      expect((await look(almost)).json.data.win.state).to.equal('ready');
    });

    it('takes the PIN of an activity for its own prizes alone, and an activity without one says so', async () => {
      await shops.newPin('coffee');
      const coffee = await newTicket({ activity_id: 'coffee' });
      const bare = await newTicket({ activity_id: 'bare' });
      expect((await look(coffee)).json.detail).to.deep.equal({ reason: 'wrong_pin' });
      expect((await redeem(coffee)).json.detail).to.deep.equal({ reason: 'wrong_pin' });
      expect((await look(bare)).json.detail).to.deep.equal({ reason: 'no_pin' });
      const { code, stderr } = await runCommand(['counter', 'status', 'bare'], shops.env);
      expect(code).to.equal(1);
      expect(stderr).to.include('cms-market counter pin bare');
    });

    it('takes a new PIN at once, and the earlier one no more', async () => {
      const ticket = await newTicket({ activity_id: 'coffee' });
      const earlier = await shops.newPin('coffee');
      expect((await look(ticket, earlier)).json.ret).to.equal(0);
      const later = await shops.newPin('coffee');
      for (const _ of [1, 2, 3]) {
        expect((await look(ticket, later)).json.ret).to.equal(0);
        if (later !== earlier)
          expect((await look(ticket, earlier)).json.detail).to.deep.equal({ reason: 'wrong_pin' });
      }
    });

    it('lets nobody try all PINs, and locks only who tries', async () => {
      const ticket = await newTicket();
      const [own, others] = [shop(), shop()];
      const guess = (no: number) => `${(Number(pin) + no) % 1_000_000}`.padStart(6, '0');
      const answers = await Promise.all(
        Array.from({ length: 150 }, (_, no) => look(ticket, guess(no + 1), own)),
      );
      const rets = answers.map(({ json }) => json.ret);
      // In memory, each of two workers counts for itself.
      expect(rets.filter((ret) => ret === 2004).length).to.be.within(10, 20);
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).to.be.at.least(130);
      expect(Number(refused[0]?.headers.get('Retry-After'))).to.be.within(1, 3600);
      const answered = await Promise.all(
        Array.from({ length: 10 }, async () => look(await newTicket(), pin, others)),
      );
      expect(answered.map(({ json }) => json.ret)).to.deep.equal(Array.from({ length: 10 }, () => 0));
    });

    it('lets one of many at the same instant redeem, in two processes', async () => {
      for (let round = 0; round < 5; round++) {
        const ticket = await newTicket();
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, no) =>
            redeemUntilAnswered(ticket, `店${no}`, shops.bases[no % 2] as string),
          ),
        );
        const all = answers.map(({ json }) => json.data);
        const winners = all.filter(({ redeemed }) => redeemed);
        expect(winners, JSON.stringify(answers.map(({ json }) => json))).to.have.length(1);
        for (const { win } of all) expect(win).to.deep.equal(winners[0].win);
      }
    });

    it('answers a repeat with the same key as it answered first, in each process', async () => {
      const ticket = await newTicket();
      const request_id = randomUUID();
      const first = await redeem(ticket, { request_id });
      for (const at of shops.bases) {
        const again = await redeem(ticket, { request_id, place: '别处' }, at);
        expect(again.json.data).to.deep.equal({ ...first.json.data, replayed: true });
      }
    });

    it('refuses what is missing, malformed or huge', async () => {
      const ticket = await newTicket();
      const cases: [field: string, value: unknown][] = [
        ...['', undefined, 5, 'x'.repeat(257), null, ['x']].map((value): [string, unknown] => [
          'ticket',
          value,
        ]),
        ...['', undefined, 123456, '12345', '1234567890123', '１２３４５６', '12 456', null].map(
          (value): [string, unknown] => ['pin', value],
        ),
        ...['', undefined, ' ', '\u202e\u0000', 'x'.repeat(41), 5].map((value): [string, unknown] => [
          'place',
          value,
        ]),
        ...['', undefined, 'short', 'x'.repeat(65), 'a b c d e f'].map((value): [string, unknown] => [
          'request_id',
          value,
        ]),
      ];
      for (const [field, value] of cases) {
        const { json } = await redeem(ticket, { [field]: value });
        expect(json, `${field} ${value}`).to.deep.include({ ret: 1001, detail: { field } });
      }
      const huge = await redeem(ticket, { place: 'x'.repeat(20_000) });
      expect([huge.status, huge.json.ret]).to.deep.equal([413, 1001]);
      const mark = { 'Sec-Fetch-Site': 'cross-site' };
      expect((await redeem(ticket, {}, base, { ...shop(), ...mark })).json.ret).to.equal(1001);
      expect((await ask(`${base}/counter/redeem`)).status).to.equal(405);
      const odd = await redeem(ticket, { place: '  <b>店\u202e</b>\u0007 ' });
      expect(odd.json.data.win.place).to.equal('<b>店</b>');
    });

    it('serves the page for staff, which no other page may frame', async () => {
      const { status, headers, text } = await ask(`${base}/counter`);
      expect(status).to.equal(200);
      expect(headers.get('Content-Type')).to.equal('text/html; charset=utf-8');
      expect(headers.get('Content-Security-Policy'))
        .to.include("script-src 'self'")
        .and.include("frame-ancestors 'none'")
        .and.not.include('unsafe');
      expect(headers.get('Referrer-Policy')).to.equal('no-referrer');
      expect(text).to.not.match(/<script(?![^>]* src=)|<style| style=| on\w+=/);
    });

    it('logs no ticket and no PIN', async () => {
      const ticket = await newTicket();
      await look(ticket);
      await redeem(ticket);
      await redeem(ticket, { pin: '987654' });
      for (const program of shops.programs) {
        const written = program.stdout() + program.stderr();
        expect(written).to.not.include(ticket).and.not.include(ticket.split('.')[3]);
        expect(written).to.not.include(`"${pin}"`).and.not.include('987654');
      }
    });
  });
}

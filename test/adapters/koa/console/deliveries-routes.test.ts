import { expect } from 'chai';
import { csvFields } from '../../../../src/application/shared/csv-fields.ts';
import { tokens } from '../../../../src/container/tokens.ts';
import { sealForm } from '../../../../src/domain/deliveries/winner-form.ts';
import { addForm, addWins, deliveryOf } from '../../../support/delivery-rows.ts';
import { type LuckyConsole, openLuckyConsole } from '../../../support/lucky-console.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describe(`deliveries in the console, with records in ${name}`, () => {
    let people: LuckyConsole;
    before(async () => {
      people = await openLuckyConsole(name);
    });
    after(() => people?.close());
    beforeEach(async () => {
      const { db } = people.get(tokens.records);
      await db.deleteFrom('deliveries').execute();
      await db.deleteFrom('forms').execute();
      people.console.trail.length = 0;
    });

    const rows = (...given: Parameters<typeof addWins>[1]) => addWins(people.get(tokens.records), given);
    const stateOf = async (drawId: string) => (await deliveryOf(people.get(tokens.records), drawId)).state;
    const list = (query: string) => people.console.get(`/deliveries?activity_id=lucky${query}`, 'publisher');
    const post = (path: string, body: object) =>
      people.console.post(
        `/deliveries/${path}`,
        { activity_id: 'lucky', reason: 'why', ...body },
        'publisher',
      );
    const failed = {
      method: 'webhook',
      endpoint: 'crm',
      state: 'failed',
      attempts: 9,
      last_error: 'HTTP 500',
    };

    it('lists by state and method in pages, the latest first, and counts all', async () => {
      await rows(
        { draw_id: 'a', won_at: 1 },
        { draw_id: 'b', won_at: 2, ...failed },
        { draw_id: 'c', won_at: 3, state: 'delivered', place: 'eva', changed_at: 50 },
        { draw_id: 'd', won_at: 4 },
      );
      const ids = async (query: string) => {
        const { body } = await list(query);
        return [body.deliveries.map((one: { draw_id: string }) => one.draw_id), body.next];
      };
      expect(await ids('')).to.deep.equal([['d', 'c', 'b', 'a'], null]);
      expect(await ids('&state=ready')).to.deep.equal([['d', 'a'], null]);
      expect(await ids('&method=webhook')).to.deep.equal([['b'], null]);
      const [page, next] = await ids('&limit=3');
      expect(page).to.deep.equal(['d', 'c', 'b']);
      expect(await ids(`&limit=3&cursor=${next}`)).to.deep.equal([['a'], null]);
      const [done] = (await list('&state=delivered')).body.deliveries;
      expect(done).to.include({ by: 'eva', changed_at: '1970-01-01T00:00:00.050Z' });
      const [hook] = (await list('&state=failed')).body.deliveries;
      expect(hook).to.deep.include({
        ...{ attempts: 9, last_error: 'HTTP 500', endpoint: 'crm' },
        may: { resend: true, mark_done: false, open_form: false },
      });
      const totals = await people.console.get('/deliveries/totals?activity_id=lucky', 'publisher');
      expect(totals.body.by_state).to.include({ ready: 2, failed: 1, delivered: 1, sent: 0 });
      expect(totals.body).to.deep.include({ resendable: 1, stopped_endpoints: [] });
      expect((await list('&cursor=xx')).body.error).to.include({ code: 'invalid', field: 'cursor' });
      expect((await list('&state=lost')).status).to.equal(400);
      expect((await list('&limit=1000')).status).to.equal(400);
    });

    it('sends one failed delivery again, once, with what was wrong in the trail', async () => {
      await rows({ draw_id: 'f', ...failed }, { draw_id: 'hand', state: 'failed' }, { draw_id: 'ok' });
      await rows({ draw_id: 'gone', ...failed, method: 'form' });
      const answers = await Promise.all([1, 2, 3].map(() => post('resend', { draw_id: 'f' })));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409, 409]);
      expect(await stateOf('f')).to.equal('preparing');
      expect(people.console.trail).to.have.length(1);
      expect(people.console.trail[0]).to.deep.include({
        ...{ action: 'delivery_resent', target: 'f', reason: 'why', operator: 'publisher' },
        before: { state: 'failed', attempts: 9, last_error: 'HTTP 500' },
      });
      const why = async (draw_id: string) => (await post('resend', { draw_id })).body.error.detail.reason;
      expect(await why('f')).to.equal('not_failed');
      expect(await why('hand')).to.equal('no_endpoint');
      expect(await why('gone')).to.equal('form_erased');
      expect(await why('none')).to.equal('no_win');
      expect((await post('resend', {})).body.error.field).to.equal('draw_id');
      expect((await post('resend', { draw_id: 'f', all: { count: 1 } })).status).to.equal(400);
    });

    it('sends all failed ones again, if no more have failed than were confirmed', async () => {
      await rows(
        { draw_id: 'f1', ...failed },
        { draw_id: 'f2', ...failed },
        { draw_id: 'other', activity_id: 'other', ...failed },
      );
      const few = await post('resend', { all: { count: 1 } });
      expect(few.body.error).to.deep.include({
        code: 'refused',
        detail: { reason: 'more_failed', count: 2 },
      });
      expect(await stateOf('f1')).to.equal('failed');
      expect((await post('resend', { all: { count: 2 } })).body).to.deep.equal({ resent: 2 });
      expect([await stateOf('f1'), await stateOf('f2'), await stateOf('other')]).to.deep.equal([
        ...['preparing', 'preparing', 'failed'],
      ]);
    });

    it('marks what people hand over, with who did it, and says why it does not', async () => {
      await rows(
        { draw_id: 'hand' },
        { draw_id: 'form', method: 'form', state: 'form_received' },
        { draw_id: 'wanted', method: 'form', state: 'form_wanted' },
        { draw_id: 'code', method: 'code' },
      );
      const ids = ['hand', 'form', 'wanted', 'code', 'none', 'hand'];
      const { body } = await post('done', { draw_ids: ids });
      expect(body).to.deep.include({ delivered: 2, already: 1 });
      expect(body.refused).to.deep.equal([
        {
          ...{ draw_id: 'wanted', code: 'no_form', zh: '中奖者尚未填写信息' },
          en: 'the winner has not filled in the form',
        },
        {
          ...{ draw_id: 'code', code: 'other_method', zh: '不由人工发放，发放方式为“code”' },
          en: 'it is not handed over by people, but by "code"',
        },
        {
          ...{ draw_id: 'none', code: 'unknown', zh: '记录库中没有这条中奖' },
          en: 'there is no such win in the record store',
        },
      ]);
      const [entry] = people.console.trail;
      expect(entry).to.deep.include({
        ...{ action: 'delivery_done', reason: 'why', before: { ready: 1, form_received: 1 } },
        after: { delivered: 2, already: 1, refused: 3, draw_ids: ids },
      });
      expect((await deliveryOf(people.get(tokens.records), 'hand')).place).to.equal('publisher');
      expect((await post('done', { draw_ids: ['hand'] })).body).to.deep.include({ delivered: 0, already: 1 });
      expect((await post('done', { draw_ids: Array(501).fill('x') })).status).to.equal(400);
    });

    it('lets a program with the scope list and mark, and nothing else', async () => {
      await rows({ draw_id: 'hand' });
      const asked = (path: string, body?: object) => people.console.asProgram('deliveries', path, body);
      expect((await asked('/deliveries?activity_id=lucky')).body.deliveries).to.have.length(1);
      const done = { activity_id: 'lucky', draw_ids: ['hand'], reason: 'ERP' };
      expect((await asked('/deliveries/done', done)).body).to.include({ delivered: 1 });
      expect((await deliveryOf(people.get(tokens.records), 'hand')).place).to.equal('program-deliveries');
      const again = { activity_id: 'lucky', draw_id: 'hand', reason: 'x' };
      expect((await asked('/deliveries/resend', again)).status).to.equal(403);
      expect((await asked('/users/form', again)).status).to.equal(403);
      expect((await asked('/activities/lucky/winners.csv')).status).to.equal(403);
    });

    it('exports the winners for those who may, safe for spreadsheets, with the look in the trail', async () => {
      const values = { name: '=HYPERLINK("x")', phone: '+8613800138000', address: 'a,"b"' };
      await rows(
        { draw_id: 'f', method: 'form', state: 'form_received', won_at: 1, uid: '=cmd' },
        { draw_id: 'h', won_at: 2, name: '@SUM(A1)' },
      );
      const sealed = sealForm(people.vault, values, { activityId: 'lucky', drawId: 'f' });
      await addForm(people.get(tokens.records), 'f', sealed);
      const get = (query: string) => people.console.get(`/activities/lucky/winners.csv${query}`, 'publisher');
      for (const role of ['viewer', 'editor', 'staff'] as const) {
        expect((await people.console.get('/activities/lucky/winners.csv', role)).status).to.equal(403);
      }
      const bytes = await fetch(`${people.console.origin}/api/activities/lucky/winners.csv?forms=1`, {
        headers: people.console.headersOf('publisher'),
      });
      expect(bytes.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
      expect(bytes.headers.get('content-disposition')).to.equal('attachment; filename="winners-lucky.csv"');
      expect(bytes.headers.get('cache-control')).to.equal('private, no-store');
      const whole = Buffer.from(await bytes.arrayBuffer());
      expect([...whole.subarray(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
      const lines = whole.subarray(3).toString().split('\r\n');
      expect(lines).to.have.length(4);
      const [head, first, second] = lines.map((line) => csvFields(line) ?? []);
      const cell = (line: readonly string[] | undefined, column: string) =>
        line?.[head?.indexOf(column) ?? -1];
      expect(cell(first, 'uid')).to.equal("'=cmd");
      expect(cell(first, 'name')).to.equal('\'=HYPERLINK("x")');
      expect(cell(first, 'phone')).to.equal('13800138000');
      expect(cell(first, 'address')).to.equal('a,"b"');
      expect(cell(second, 'prize_name')).to.equal("'@SUM(A1)");
      expect(people.console.trail).to.have.length(1);
      expect(people.console.trail[0]).to.deep.include({
        ...{ action: 'winners_exported', activityId: 'lucky', operator: 'publisher' },
        after: { forms: true, state: null, method: null, since: null },
      });
      expect((await get('?state=ready')).body)
        .to.include('h')
        .and.not.include('=cmd');
      expect((await get('?state=ready,lost')).status).to.equal(400);
      expect((await get('')).body).not.to.include('HYPERLINK');
      expect((await get('?since=yesterday')).status).to.equal(400);
      const before = people.console.trail.length;
      expect((await people.console.get('/activities/nothing/winners.csv')).status).to.equal(404);
      expect((await people.console.get('/activities/shop/winners.csv')).body).to.match(/^won_at,.*\r\n$/);
      expect(people.console.trail).to.have.length(before + 1);
    });

    it('streams a long list, and goes on when its reader goes', async () => {
      await rows(
        ...Array.from({ length: 6000 }, (_, no) => ({
          draw_id: `d${no}`,
          unit: no + 1,
          won_at: no,
          uid: `u${no}`,
        })),
      );
      const { body } = await people.console.get('/activities/lucky/winners.csv', 'publisher');
      expect(body.split('\r\n')).to.have.length(6002);
      const gone = new AbortController();
      const response = await fetch(`${people.console.origin}/api/activities/lucky/winners.csv`, {
        headers: people.console.headersOf('publisher'),
        signal: gone.signal,
      });
      await response.body?.getReader().read();
      gone.abort();
      expect((await list('')).status).to.equal(200);
    });
  });
}

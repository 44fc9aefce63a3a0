import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import { sql } from 'kysely';
import { SqlReleasePictures } from '../../../../src/adapters/sql/records/sql-release-pictures.ts';
import { sha256Hex } from '../../../../src/application/shared/sha256-hex.ts';
import { tokens } from '../../../../src/container/tokens.ts';
import {
  crowd,
  startPreviews,
  type TestPreviews,
  type TestVisitor,
  visit,
} from '../../../support/previews.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-11T12:00:00+08:00');

const SHAKE = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  is_check_zone: true,
  zones: ['北京', '1001'],
  starts_at: '2026-11-01T00:00:00+08:00',
  ends_at: '2026-12-01T00:00:00+08:00',
  page: { show_odds: true, show_quantities: true },
  prizes: [
    { id: 'phone', name: '手机' },
    { id: 'coupon', name: '券' },
    { id: 'tea', name: '奶茶' },
    { id: 'thanks', name: '谢谢' },
  ],
  rules: {
    chances: { per_day: 3, total: 10 },
    // Nobody would win by these.
    prizes: {
      phone: {
        odds: '0.001%',
        stock: 100,
        value: '5000.00',
        per_user: 1,
        unlock_after: 9,
        release: [{ at: '2026-11-30T00:00:00+08:00', count: 100 }],
        delivery: { by: 'form', fields: ['name', 'phone'] },
      },
      coupon: { odds: '0.001%', stock: 0, delivery: { by: 'code' } },
      tea: { odds: '0%', delivery: { by: 'counter' } },
    },
    fallback: 'thanks',
    guarantee: { after: 1, prize: 'tea' },
    budget: '1.00',
    segments: 8,
  },
};

const SKU = {
  dispatch: 'sku',
  title: '特卖',
  starts_at: '2026-11-01T00:00:00+08:00',
  skus: [{ sku_id: '1', name: '苹果', price: '1.00' }],
};

describe('previews of a draft', () => {
  let previews: TestPreviews;
  beforeEach(async () => {
    previews = await startPreviews({ now: () => NOW, activities: { a: SHAKE, b: SKU } });
  });
  afterEach(() => previews.close());

  const open = (path: string | undefined) =>
    visit(previews.origin, path ?? 'absent', previews.headersOf('editor'));
  const draw = (visitor: TestVisitor, no = 1) => visitor.ask('shake/draw', { request_id: `request-${no}` });

  it('has a path for each state that the activity can be in, and says why not for the others', async () => {
    const { body } = await previews.post('/activities/a/preview', {}, 'viewer');
    expect(body.states.map((state: { path: string }) => state.path)).to.deep.equal([
      ...['running/', 'before/', 'won-phone/', 'won-coupon/', 'won-tea/', 'won-thanks/', 'lost/'],
      ...['no_chance/', 'ended/', 'paused/', 'wrong_zone/', 'login/'],
    ]);
    expect(body.states[2]).to.deep.equal({
      ...{ kind: 'won', prize: { id: 'phone', name: '手机' }, path: 'won-phone/', absent: null },
    });
    const other = await previews.post('/activities/b/preview', {}, 'viewer');
    const absent = other.body.states.map((state: { kind: string; absent: string | null }) => [
      ...[state.kind, state.absent],
    ]);
    expect(absent).to.deep.equal([
      ['running', null],
      ['before', null],
      ['won', 'nothing_drawn'],
      ['lost', 'nothing_drawn'],
      ['no_chance', 'nothing_drawn'],
      ['ended', 'no_end'],
      ['paused', null],
      ['wrong_zone', 'no_zone_check'],
      ['login', 'no_login'],
    ]);
  });

  it('shows each state of a draw by the code of the service', async () => {
    const states = await previews.preview('a');
    const answers = async (name: string) => (await open(states.get(name))).ask('static');
    const running = await answers('running');
    expect([running.ret, running.data.title, running.data.user_draw_info.chances_left]).to.deep.equal([
      ...[0, '摇一摇', 3],
    ]);
    const before = await answers('before');
    expect([before.ret, before.detail.phase]).to.deep.equal([1003, 'not_started']);
    const ended = await answers('ended');
    expect([ended.ret, ended.detail.phase]).to.deep.equal([1003, 'ended']);
    const rest = ['paused', 'wrong_zone', 'login', 'no_chance'];
    const returned = await Promise.all(rest.map(async (name) => (await answers(name)).ret));
    expect(returned).to.deep.equal([1007, 1006, 1004, 0]);
  });

  for (const prize of ['phone', 'coupon', 'tea', 'thanks']) {
    it(`wins ${prize} at every draw, whatever the rules make of it`, async () => {
      const states = await previews.preview('a');
      const visitor = await open(states.get(`won-${prize}`));
      for (const no of [1, 2, 3]) {
        const { ret, data } = await draw(visitor, no);
        expect([ret, data.won, data.prize.id]).to.deep.equal([0, true, prize]);
      }
      expect((await draw(visitor, 4)).ret).to.equal(2001);
    });
  }

  it('loses every draw, and has no chance, as the rules count them', async () => {
    const states = await previews.preview('a');
    const loser = await open(states.get('lost'));
    expect((await draw(loser)).data).to.include({ won: false, prize: null });
    const late = await open(states.get('no_chance'));
    const { data } = await late.ask('static');
    expect([data.user_draw_info.chances_left, data.user_draw_info.drawn_today]).to.deep.equal([0, 1]);
    expect((await draw(late)).ret).to.equal(2001);
  });

  it('shows odds and quantities as they are written, also where it draws by others', async () => {
    const states = await previews.preview('a');
    const { data } = await (await open(states.get('won-phone'))).ask('static');
    expect(data.prize_facts.phone).to.deep.equal({ tier: 'grand', odds: '0.001%', quantity: 100 });
    expect(data.prize_facts.thanks).to.deep.equal({ tier: 'consolation' });
    expect(data).to.not.have.property('rules');
  });

  it('goes on after a win as it would: a form, a code, a ticket', async () => {
    const states = await previews.preview('a');
    const winner = await open(states.get('won-phone'));
    const won = await draw(winner);
    expect(won.data.delivery ?? won.data.user_draw_info.prizes[0].delivery).to.include({
      ...{ by: 'form', state: 'form_wanted' },
    });
    const form = { name: '王小明', phone: '13800138000' };
    const claimed = await winner.ask('shake/claim', { draw_id: won.data.draw_id, form });
    expect([claimed.ret, claimed.data.delivery.state]).to.deep.equal([0, 'form_received']);
    const listed = await winner.ask('shake/prizes');
    expect(listed.data.prizes[0].delivery.form.values).to.deep.equal({
      ...{ name: '王小明', phone: '+8613800138000' },
    });
    const coded = await draw(await open(states.get('won-coupon')));
    expect(coded.data.user_draw_info.prizes[0].delivery).to.include({ state: 'ready', code: 'TEST-000001' });
    const guest = await open(states.get('won-tea'));
    const drawn = await draw(guest);
    expect((await guest.ask('shake/ticket', { draw_id: drawn.data.draw_id })).ret).to.equal(0);
  });

  it('makes each load of the page a visitor of its own', async () => {
    const states = await previews.preview('a');
    const [one, two] = [await open(states.get('running')), await open(states.get('running'))];
    expect(one.token).to.not.equal(two.token);
    await draw(one);
    expect((await one.ask('static')).data.user_draw_info.chances_left).to.equal(2);
    expect((await two.ask('static')).data.user_draw_info.chances_left).to.equal(3);
  });

  it('shows as many loads of one page as somebody wants', async () => {
    const states = await previews.preview('a');
    const first = await open(states.get('running'));
    await crowd(first);
    expect((await (await open(states.get('running'))).ask('static')).ret).to.equal(0);
  });

  it('has addresses for all ids that prizes may have', async () => {
    const ids = ['a.b', '..', '-', '_', 'A1', 'x'.repeat(64)];
    const prizes = ids.map((id) => ({ id, name: id }));
    const states = await previews.preview('a', JSON.stringify({ ...SHAKE, prizes, rules: {} }));
    for (const id of ids) {
      const { data } = await draw(await open(states.get(`won-${id}`)));
      expect(data.prize.id, id).to.equal(id);
    }
  });

  it('shows a promotion', async () => {
    const states = await previews.preview('b');
    expect((await (await open(states.get('running'))).ask('static')).data.skus).to.have.length(1);
    expect((await (await open(states.get('before'))).ask('static')).detail.phase).to.equal('not_started');
    expect((await (await open(states.get('paused'))).ask('static')).ret).to.equal(1007);
  });

  it('shows a text that is not saved, and the errors of one that cannot be shown', async () => {
    const unsaved = await previews.preview('a', JSON.stringify({ ...SHAKE, title: '新标题' }));
    expect((await (await open(unsaved.get('running'))).ask('static')).data.title).to.equal('新标题');
    const { status, body } = await previews.post(
      '/activities/a/preview',
      { text: '{"dispatch":"shake",' },
      'editor',
    );
    expect([status, body.base, body.states]).to.deep.equal([200, null, []]);
    expect(body.findings[0]).to.include({ severity: 'error', code: 'not_json' });
    expect(body.findings[0].zh).to.match(/\p{Script=Han}/u);
    // The frame keeps the last good one.
    expect((await (await open(unsaved.get('paused'))).ask('static')).ret).to.equal(1007);
  });

  it('keeps two previews apart', async () => {
    const one = await previews.preview('a');
    const two = await previews.preview('a', JSON.stringify({ ...SHAKE, title: '另一个' }));
    expect(one.get('running')).to.not.equal(two.get('running'));
    const winner = await open(one.get('won-thanks'));
    await draw(winner);
    // The visitor of one is unknown to the draws of the other.
    const foreign = await open(two.get('won-thanks'));
    const asked = await foreign.ask('shake/prizes', { token: winner.token });
    expect(asked.data.prizes).to.deep.equal([]);
  });

  it('books nothing: not in the record store, not in the ledger, not in the folder of data', async () => {
    const { db } = previews.part(tokens.records).unguarded;
    const count = async () => {
      const { rows } = await sql<{
        name: string;
      }>`select name from sqlite_master where type = 'table'`.execute(db);
      const counts = await Promise.all(
        rows.map(async ({ name }) => {
          const counted = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db);
          return [name, counted.rows[0]?.n];
        }),
      );
      return Object.fromEntries(counts) as Record<string, number>;
    };
    const [before, files] = [await count(), await readdir(previews.part(tokens.settings).dataDir)];
    const states = await previews.preview('a');
    for (const name of ['running', 'won-phone', 'lost', 'no_chance']) {
      const visitor = await open(states.get(name));
      await draw(visitor);
      await visitor.ask('shake/chances', { source: 'share' });
    }
    expect(await count()).to.deep.equal(before);
    expect(await readdir(previews.part(tokens.settings).dataDir)).to.deep.equal(files);
  });

  it('serves pictures of the draft by their hashes, and none of other drafts', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const hash = sha256Hex(svg);
    await new SqlReleasePictures(previews.part(tokens.records).unguarded).keep([{ hash, bytes: svg }]);
    previews.drafts.set('a', { text: JSON.stringify(SHAKE), pictures: { 'a.svg': hash } });
    const states = await previews.preview('a');
    const visitor = await open(states.get('running'));
    const version = (await visitor.ask('static')).data.media_versions['a.svg'];
    const picture = await fetch(`${previews.origin}${states.get('running')}media/a/a.svg?v=${version}`);
    expect([picture.status, picture.headers.get('content-type')]).to.deep.equal([200, 'image/svg+xml']);
    expect(picture.headers.get('content-security-policy')).to.match(/sandbox/);
    const other = await fetch(`${previews.origin}${states.get('running')}media/b/a.svg`);
    expect(other.status).to.equal(404);
  });

  it('goes on in the time of the state', async () => {
    let now = NOW;
    const moving = await startPreviews({ now: () => now, activities: { a: SHAKE } });
    try {
      const states = await moving.preview('a');
      const visitor = await visit(moving.origin, states.get('before') ?? '', moving.headersOf('editor'));
      expect((await visitor.ask('static')).ret).to.equal(1003);
      now += 3 * HOUR;
      expect((await visitor.ask('static')).detail.phase).to.equal('not_started');
    } finally {
      await moving.close();
    }
  });
});

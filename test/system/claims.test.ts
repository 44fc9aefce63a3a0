import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openMigratedRecords, type RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { addFormWins } from '../support/delivery-rows.ts';
import { type Answer, ask, postForm, postJson } from '../support/http.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { recordStoreNames, recordTargets } from '../support/record-stores.ts';
import { retryWhileBusy } from '../support/retry-while-busy.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const UNTIL = '2099-12-31T23:59:59+08:00';
const NAME = '欧阳晓明';
const PHONE = '13912345678';

const one = (delivery: object, more: object = {}) => ({
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  prizes: [{ id: 'p', name: '现在的名字', image: 'media/p.svg', claim: '现在的文字' }],
  rules: { prizes: { p: { odds: '100%', delivery } } },
  ...more,
});
const form = { by: 'form', fields: ['name', 'phone'], until: UNTIL };
const activities = {
  form: one(form),
  over: one(form),
  hook: one({ by: 'webhook', to: 'crm' }),
  hand: one({ by: 'hand' }),
  goods: { dispatch: 'sku' },
};

/* Without the operations side nothing but the test records deliveries. */
const ROLE = 'public';

for (const name of recordStoreNames) {
  describe(`forms of winners, with ${name}`, () => {
    let program: RunningProgram;
    let records: RecordDatabase;
    let dataDir: string;

    before(async () => {
      const target = await recordTargets[name]();
      dataDir = target.kind === 'sqlite' ? target.dir : await tempDir();
      records = await openMigratedRecords(target, 'operations');
      program = await startProgram({
        ...{ ROLE, LOG_REQUESTS: 'all', LOG_LEVEL: 'trace', DATA_DIR: dataDir },
        ...(target.kind === 'postgres' && { DATABASE_URL: target.url }),
        ACTIVITIES_DIR: await activitiesDir(activities),
      });
    });
    after(async () => {
      await program.stop();
      await records.close();
    });

    const token = (uid: string) => `demo-${uid}@1000`;
    const draw = async (activity_id: string, uid: string) => {
      const body = { activity_id, token: token(uid), request_id: randomUUID() };
      const drawOnce = () => postJson(`${program.base}/shake/draw`, body);
      // Of a webhook, each delivery begins as `preparing`.
      return (await (activity_id === 'hook' ? drawOnce() : retryWhileBusy(drawOnce))).json.data;
    };
    const claimOnce = (draw_id: string, given: unknown, more: object = {}, headers = {}) =>
      postJson(
        `${program.base}/shake/claim`,
        { activity_id: 'form', token: token('ann'), draw_id, form: given, ...more },
        headers,
      );
    const claim = (...given: Parameters<typeof claimOnce>) => retryWhileBusy(() => claimOnce(...given));
    const seen = (path: string, uid = 'ann', activity = 'form') =>
      retryWhileBusy(() => ask(`${program.base}${path}?activity_id=${activity}&token=${token(uid)}`));
    const deliveryIn = (answer: Answer, drawId: string) =>
      (answer.json.data.user_draw_info ?? answer.json.data).prizes.find(
        ({ draw_id }: { draw_id: string }) => draw_id === drawId,
      );
    /** A win whose delivery is recorded. */
    async function won(given: Parameters<typeof addFormWins>[1] = {}): Promise<string> {
      const { draw_id } = await draw('form', 'ann');
      await addFormWins(records, { activity_id: 'form', draw_id, prize_id: 'p', ...given });
      return draw_id;
    }

    it('are wanted from the draw on, typed, changed, and shown to the winner alone', async () => {
      const drawn = await draw('form', 'ann');
      const drawId = drawn.draw_id;
      const wanted = {
        by: 'form',
        state: 'form_wanted',
        until: UNTIL,
        form: { fields: ['name', 'phone'] },
      };
      expect(drawn.user_draw_info.prizes.at(-1).delivery).to.deep.equal(wanted);

      await addFormWins(records, {
        activity_id: 'form',
        draw_id: drawId,
        prize_id: 'p',
        until: Date.parse(UNTIL),
        claim_url: '/old',
      });
      expect(deliveryIn(await seen('/static'), drawId)).to.deep.include({
        name: '手机',
        image: 'media/phone.svg',
        claim: '请填写收货地址',
        claim_url: '/old',
        delivery: wanted,
      });

      const first = await claim(drawId, { name: ` ${NAME} `, phone: '139 1234 5678' });
      const values = { name: NAME, phone: `+86${PHONE}` };
      const received = { ...wanted, state: 'form_received', form: { ...wanted.form, values } };
      expect(first.json).to.deep.include({ ret: 0, data: { delivery: received } });
      for (const path of ['/static', '/shake/static', '/shake/prizes']) {
        const answer = await seen(path);
        expect(deliveryIn(answer, drawId).delivery, path).to.deep.equal(received);
        expect(answer.headers.get('Cache-Control')).to.equal('private, no-store');
        expect((await seen(path, 'bob')).text, path).not.to.include(NAME);
      }
      expect(first.headers.get('Cache-Control')).to.equal('private, no-store');

      const changed = { name: `${NAME}二`, phone: PHONE };
      expect((await claim(drawId, changed)).json.data.delivery.form.values.name).to.equal(`${NAME}二`);
      expect((await draw('form', 'ann')).user_draw_info.prizes.at(-2).delivery.form.values.name).to.equal(
        `${NAME}二`,
      );
    });

    it('are taken as JSON, as an urlencoded form, and as JSON in one', async () => {
      const url = `${program.base}/shake/claim`;
      const drawId = await won();
      const visit = { activity_id: 'form', token: token('ann'), draw_id: drawId };
      const bodies: Record<string, string>[] = [
        { 'form[name]': NAME, 'form[phone]': PHONE },
        { form: JSON.stringify({ name: NAME, phone: PHONE }) },
      ];
      for (const body of bodies) {
        const { json } = await retryWhileBusy(() => postForm(url, { ...visit, ...body }));
        expect(json.data.delivery.form.values).to.deep.equal({ name: NAME, phone: `+86${PHONE}` });
      }
      const text = JSON.stringify({ name: NAME, phone: PHONE });
      expect((await claim(drawId, text)).json.ret).to.equal(0);
      const inQuery = new URLSearchParams({ ...visit, form: text });
      expect((await postJson(`${url}?${inQuery}`, {})).json.detail).to.deep.equal({ field: 'form' });
    });

    it('are refused with the reason, or the field that is wrong', async () => {
      const drawId = await won();
      const bobs = await draw('form', 'bob');
      await addFormWins(records, { activity_id: 'form', uid: 'bob', draw_id: bobs.draw_id });
      const late = await won({ until: Date.now() - 1 });
      const sent = await won({ state: 'sent' });
      const code = await won({ method: 'code', state: 'ready' });
      const whole = { name: NAME, phone: PHONE };
      const reasons: [string, string][] = [
        [bobs.draw_id, 'no_such_win'],
        [randomUUID(), 'no_such_win'],
        [late, 'too_late'],
        [sent, 'already_sent'],
        [code, 'not_a_form'],
      ];
      for (const [id, reason] of reasons) {
        const { status, json } = await claim(id, whole);
        expect([status, json.ret, json.msg, json.data, json.detail]).to.deep.equal([
          200,
          2002,
          '该奖品当前不可领取',
          '',
          { reason },
        ]);
      }
      const fields: [unknown, string][] = [
        [undefined, 'form'],
        ['', 'form'],
        ['{"name', 'form'],
        [[], 'form'],
        [{ ...whole, colour: 'red' }, 'form'],
        [{ name: NAME }, 'form.phone'],
        [{ ...whole, phone: Number(PHONE) }, 'form.phone'],
        [{ ...whole, phone: '12345' }, 'form.phone'],
        [{ ...whole, name: ' ' }, 'form.name'],
        [{ ...whole, name: 'x\u0000' }, 'form.name'],
        [{ ...whole, email: 'a@b.cn' }, 'form.email'],
        [JSON.parse('{"__proto__": {"name": "x"}, "constructor": "y"}'), 'body'],
      ];
      for (const [given, field] of fields) {
        const { json } = await claim(drawId, given);
        expect([json.ret, json.detail], JSON.stringify(given)).to.deep.equal([1001, { field }]);
      }
      const wrongId = await claim('../x', whole);
      expect(wrongId.json.detail).to.deep.equal({ field: 'draw_id' });
      expect(deliveryIn(await seen('/static'), drawId).delivery.state).to.equal('form_wanted');
    });

    it('pass the checks of every change', async () => {
      const drawId = await won();
      const whole = { name: NAME, phone: PHONE };
      const retOf = async (answer: Promise<Answer>) => (await answer).json.ret;
      expect(await retOf(claim(drawId, whole, { token: '' }))).to.equal(1004);
      expect(await retOf(claim(drawId, whole, { token: 'bad' }))).to.equal(1005);
      expect(await retOf(claim(drawId, whole, { activity_id: 'nope' }))).to.equal(1002);
      expect(await retOf(claim(drawId, whole, { activity_id: 'goods' }))).to.equal(1002);
      expect(await retOf(claim(drawId, whole, { activity_id: 'hand' }))).to.equal(2002);
      expect(await retOf(claim(drawId, whole, {}, { 'Sec-Fetch-Site': 'cross-site' }))).to.equal(1001);
      expect((await ask(`${program.base}/shake/claim`)).status).to.equal(405);
      expect((await ask(`${program.base}/sku/claim`)).status).to.equal(404);
      expect(deliveryIn(await seen('/static'), drawId).delivery.state).to.equal('form_wanted');
    });

    it('wait for a win that is on its way, and take the claim of one that never comes for a fault', async () => {
      const [soon, never] = [await draw('form', 'cid'), await draw('form', 'cid')];
      const whole = { name: NAME, phone: PHONE };
      const pending = claim(soon.draw_id, whole, { token: token('cid') });
      await addFormWins(records, { activity_id: 'form', uid: 'cid', draw_id: soon.draw_id });
      expect((await pending).json.data.delivery.state).to.equal('form_received');
      const { status, json } = await claimOnce(never.draw_id, whole, { token: token('cid') });
      expect([status, json.ret]).to.deep.equal([503, 5003]);
    });

    it('show the other ways to deliver, as the file has them and then as they are recorded', async () => {
      const expected = {
        hook: { by: 'webhook', state: 'preparing' },
        hand: { by: 'hand', state: 'ready' },
      };
      for (const [activity, delivery] of Object.entries(expected)) {
        const { draw_id, user_draw_info } = await draw(activity, 'dan');
        expect(user_draw_info.prizes[0].delivery).to.deep.equal(delivery);
        const method = delivery.by;
        const row = { activity_id: activity, uid: 'dan', draw_id, method, state: 'delivered', fields: null };
        await addFormWins(records, row);
        const shown = deliveryIn(await seen('/shake/prizes', 'dan', activity), draw_id);
        expect(shown).to.deep.include({ name: '手机', delivery: { by: method, state: 'delivered' } });
      }
    });

    it('stand open in no log and no file', async () => {
      const drawId = await won();
      const whole = { name: NAME, phone: PHONE };
      await claim(drawId, whole);
      await claim(drawId, { ...whole, phone: `${PHONE}0` });
      await claim(drawId, { ...whole, email: `${NAME}@x` });
      await postJson(`${program.base}/shake/claim`, `{"form": {"name": "${NAME}", `);
      const said = program.stdout() + program.stderr();
      expect(said).to.include('"route":"/shake/claim"').and.not.to.include(NAME).and.not.to.include(PHONE);
      const files = await readdir(dataDir, { recursive: true, withFileTypes: true });
      for (const file of files.filter((each) => each.isFile())) {
        const text = await readFile(join(file.parentPath, file.name));
        expect(text.includes(NAME), file.name).to.equal(false);
        expect(text.includes(PHONE), file.name).to.equal(false);
      }
      const rows = await records.db.selectFrom('forms').select('form').execute();
      expect(rows.length).to.be.above(0);
      expect(rows.every((row) => /^k1\.[\w-]+$/.test(row.form))).to.equal(true);
    });
  });
}

describe('while PostgreSQL is away', () => {
  let postgres: TestPostgres;
  let program: RunningProgram;

  before(async () => {
    postgres = await startPostgres();
  });
  after(async () => {
    await program.stop();
    await postgres.stop();
  });

  const visit = { activity_id: 'form', token: 'demo-ann@1000' };
  const draw = (request_id: string) => postJson(`${program.base}/shake/draw`, { ...visit, request_id });
  const stateOf = ({ json }: Answer) => json.data.user_draw_info.prizes[0]?.delivery.state;
  const shown = () => ask(`${program.base}/static?activity_id=form&token=${visit.token}`);
  const ready = () => ask(`${program.origin}/readyz`);

  it('draws are made, wins are preparing, forms can be sent again, and the probe is degraded', async () => {
    const DATABASE_URL = await postgres.newDatabase();
    const ACTIVITIES_DIR = await activitiesDir(activities);
    const env = { ROLE, DATABASE_URL, ACTIVITIES_DIR, DATA_DIR: await tempDir() };
    // Its end leaves a copy of the releases.
    await (await startProgram(env)).stop();
    await postgres.kill();
    program = await startProgram(env);

    // It was not there since the start.
    const drawn = await draw('the-first-draw');
    expect(stateOf(drawn)).to.equal('preparing');
    const claim = () =>
      postJson(`${program.base}/shake/claim`, {
        ...visit,
        draw_id: drawn.json.data.draw_id,
        form: { name: NAME, phone: PHONE },
      });
    expect((await claim()).json.ret).to.equal(5003);
    expect((await ready()).json.checks.records).to.deep.equal({ status: 'degraded', kind: 'postgres' });

    postgres = await startPostgres({ port: postgres.port, dir: postgres.dir });
    await until(async () => stateOf(await shown()) === 'form_wanted', { what: 'the record store' });
    const records = await openMigratedRecords({ kind: 'postgres', url: DATABASE_URL }, 'operations');
    await addFormWins(records, { activity_id: 'form', draw_id: drawn.json.data.draw_id });
    await records.close();
    expect((await retryWhileBusy(claim)).json.ret).to.equal(0);

    // It hangs.
    postgres.pause();
    try {
      expect(stateOf(await shown())).to.equal('preparing');
      expect((await draw('the-second-draw')).json.ret).to.equal(0);
      expect((await claim()).json.ret).to.equal(5003);
      const isDegraded = async () => (await ready()).json.checks.records.status === 'degraded';
      await until(isDegraded, { what: 'the probe to be degraded' });
      expect((await ready()).status).to.equal(200);
    } finally {
      postgres.resume();
    }
    await until(async () => stateOf(await shown()) === 'form_received', { what: 'the record store' });

    // It is killed under visitors.
    await postgres.kill();
    const answers = await Promise.all(Array.from({ length: 50 }, shown));
    expect(new Set(answers.map(stateOf))).to.deep.equal(new Set(['preparing']));
    postgres = await startPostgres({ port: postgres.port, dir: postgres.dir });
    await until(async () => stateOf(await shown()) === 'form_received', { what: 'the record store' });
    expect(program.stdout()).not.to.include(NAME).and.not.to.include(PHONE);
  });
});

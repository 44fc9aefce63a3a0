import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import Database from 'libsql';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { type DrawRequest, drawAll } from '../support/draw-load.ts';
import { ask, postJson } from '../support/http.ts';
import { retryWhileBusy } from '../support/retry-while-busy.ts';
import { runCommand } from '../support/run-command.ts';
import { SCALE } from '../support/scale.ts';
import { stores, type TestStore } from '../support/stores.ts';
import { tempDir } from '../support/temp-dir.ts';

const HOUR = 3_600_000;
const DRAWS = SCALE.draws;
const USERS = DRAWS / 10;
const STOCK = DRAWS / 40;
const iso = (at: number) => new Date(at).toISOString();

const prizes = [
  { id: 'car', name: '汽车', image: 'media/car.svg' },
  { id: 'thanks', name: '谢谢参与' },
];
const login = { dispatch: 'shake', is_login_user: true, prizes };
const activities = {
  rush: { ...login, rules: { chances: { total: 10 }, prizes: { car: { odds: '10%', stock: STOCK } } } },
  sure: {
    ...login,
    starts_at: iso(Date.now() - HOUR),
    rules: { chances: { per_day: 2 }, prizes: { car: { odds: '100%', per_user: 1 } } },
  },
  shown: {
    ...login,
    page: { show_winners: true, show_quantities: true },
    ends_at: iso(Date.now() + HOUR),
    rules: { chances: { total: 1 }, prizes: { car: { odds: '100%', stock: 2 } }, fallback: 'thanks' },
  },
  blank: { ...login, rules: { chances: { per_day: 2 } } },
  open: { dispatch: 'shake', prizes },
  sku: { dispatch: 'sku' },
  early: { ...login, starts_at: iso(Date.now() + HOUR) },
  over: { ...login, ends_at: iso(Date.now() - HOUR) },
  zoned: { ...login, is_check_zone: true, zones: ['2000'] },
};

for (const [name, startStore] of Object.entries(stores)) {
  describe(`draws on ${name}, by two workers`, () => {
    let store: TestStore;
    let program: RunningProgram;
    let env: Record<string, string>;

    before(async () => {
      store = await startStore();
      env = { ...store.env, ACTIVITIES_DIR: await activitiesDir(activities) };
      program = await startProgram({ ...env, WORKERS: '2' });
    });
    after(async () => {
      await program.stop();
      await store.stop();
    });

    const draw = (activity_id: string, uid: string, request_id: string = randomUUID(), headers = {}) =>
      postJson(`${program.base}/shake/draw`, { activity_id, token: `demo-${uid}@1000`, request_id }, headers);

    async function audit(...activityIds: string[]) {
      const { code, stdout } = await runCommand(['audit', ...activityIds, '--json'], env);
      return { code, activities: JSON.parse(stdout).activities };
    }

    it('are shown to anyone where the activity shows them, for five seconds the same', async () => {
      for (const uid of ['13800138000', 'annabel', 'late']) {
        const request = randomUUID();
        expect((await retryWhileBusy(() => draw('shown', uid, request))).json.ret).to.equal(0);
      }
      const live = (query: string) => ask(`${program.base}/shake/live?${query}`);
      const { json, headers, status } = await live('activity_id=shown');
      expect([status, headers.get('Cache-Control')]).to.deep.equal([200, 'public, max-age=5']);
      expect(headers.getSetCookie()).to.deep.equal([]);
      expect(json.data.left).to.deep.equal({ car: 0 });
      expect(
        json.data.winners.map(({ who, prize_id, name }: Record<string, string>) => [who, prize_id, name]),
      ).to.have.deep.members([
        ['1***0', 'car', '汽车'],
        ['a***l', 'car', '汽车'],
      ]);
      expect((await live('activity_id=sure')).json.data).to.deep.equal({ winners: [], left: {} });
      expect((await live('activity_id=over')).json.ret).to.equal(0);
      const unknown = await live('activity_id=nowhere');
      expect([unknown.json.ret, unknown.headers.get('Cache-Control')]).to.deep.equal([
        1002,
        'private, no-store',
      ]);
      expect((await live('activity_id=sku')).json.ret).to.equal(1002);
      expect((await live('')).json).to.deep.include({ ret: 1001, detail: { field: 'activity_id' } });
      expect((await postJson(`${program.base}/shake/live`, { activity_id: 'shown' })).json.ret).to.equal(
        4005,
      );
    });

    it('return what was won, and the same again for the same request', async () => {
      const request_id = 'request-of-ann';
      const { json } = await draw('sure', 'ann', request_id);
      expect(json.ret).to.equal(0);
      expect(json.data).to.deep.include({
        draw_no: 1,
        won: true,
        replayed: false,
        prize: { id: 'car', name: '汽车', image: 'media/car.svg' },
      });
      expect(json.data.user_draw_info).to.deep.include({
        uid: 'ann',
        chances_left: 1,
        drawn_today: 1,
        drawn_total: 1,
      });
      expect(json.data.user_draw_info.prizes[0]).to.deep.include({
        draw_id: json.data.draw_id,
        prize_id: 'car',
        name: '汽车',
      });
      const again = await draw('sure', 'ann', request_id);
      expect(again.json.data).to.deep.equal({ ...json.data, replayed: true });

      const second = await draw('sure', 'ann');
      expect(second.json.data).to.include({ draw_no: 2, won: false, prize: null });
      const third = await draw('sure', 'ann');
      expect(third.json).to.deep.include({ ret: 2001, msg: '抽奖次数已用完', data: '' });
      expect(third.json.detail).to.include({ activity_id: 'sure', phase: 'running' });
      expect((await draw('sure', 'ann', request_id)).json.data.draw_id).to.equal(json.data.draw_id);
    });

    it('show in the activity’s data and in the list of prizes', async () => {
      await draw('sure', 'bob', 'request-of-bob');
      const query = 'activity_id=sure&token=demo-bob@1000';
      const data = (await ask(`${program.base}/static?${query}`)).json.data;
      const own = (await ask(`${program.base}/shake/prizes?${query}`)).json.data;
      const { prizes_before, ...info } = own;
      // Only the list of prizes asks the record store about prizes that are delivered by hand.
      const withoutFace = info.prizes.map(({ image: _image, ...prize }: { image?: string }) => prize);
      expect(data.user_draw_info).to.deep.equal({ ...info, prizes: withoutFace });
      expect(prizes_before).to.equal(0);
      expect(own.prizes).to.have.length(1);
      const { commitment } = (await ask(`${program.base}/shake/fairness?activity_id=sure`)).json.data;
      expect(data.fairness).to.deep.equal({ commitment });
      expect(commitment).to.match(/^[0-9a-f]{64}$/);
      const over = await ask(`${program.base}/shake/prizes?activity_id=over&token=demo-bob@1000`);
      expect(over.json.data).to.deep.include({ uid: 'bob', prizes: [] });
    });

    it('pass the same checks in the same order as the activity’s data', async () => {
      const cases: [string, number][] = [
        ['nope', 1002],
        ['sku', 1002],
        ['open', 1004],
        ['zoned', 1006],
        ['early', 1003],
        ['over', 1003],
      ];
      for (const [activity, ret] of cases)
        expect((await draw(activity, 'ann')).json.ret, activity).to.equal(ret);
      const url = `${program.base}/shake/draw`;
      const request_id = 'a-request';
      expect((await postJson(url, { activity_id: 'blank', request_id })).json.ret).to.equal(1004);
      expect((await postJson(url, { activity_id: 'blank', request_id, token: 'bad' })).json.ret).to.equal(
        1005,
      );
      for (const wrong of [undefined, '', 'short', 'x'.repeat(65), 'with space', 12345678, ['a-request']]) {
        const answer = await postJson(url, { activity_id: 'blank', token: 'demo-a', request_id: wrong });
        expect(answer.json).to.deep.include({ ret: 1001, detail: { field: 'request_id' } });
      }
      const got = await ask(`${url}?activity_id=blank&token=demo-a&request_id=${request_id}`);
      expect([got.status, got.json.ret, got.headers.get('Allow')]).to.deep.equal([405, 4005, 'POST']);
      expect((await draw('blank', 'eve', request_id, { 'Sec-Fetch-Site': 'cross-site' })).json.ret).to.equal(
        1001,
      );
      for (const site of ['same-origin', 'same-site', 'none']) {
        expect((await draw('blank', 'eve', request_id, { 'Sec-Fetch-Site': site })).json.ret).to.equal(0);
      }
    });

    it('spend one chance when one request comes a hundred times at once', async () => {
      const requests = Array.from(
        { length: 100 },
        (): DrawRequest => ({ uid: 'cid', requestId: 'the-one-request' }),
      );
      const answers = await drawAll(program.base, 'blank', requests);
      expect(new Set(answers.map(({ data }) => data.draw_id)).size).to.equal(1);
      expect(answers.filter(({ data }) => !data.replayed)).to.have.length(1);
    });

    it('give one user no more than the chances when fifty draws come at once', async () => {
      const requests = Array.from(
        { length: 50 },
        (): DrawRequest => ({ uid: 'dan', requestId: randomUUID() }),
      );
      const answers = await drawAll(program.base, 'blank', requests, { concurrency: 50 });
      expect(answers.filter(({ ret }) => ret === 0)).to.have.length(2);
      expect(answers.filter(({ ret }) => ret === 2001)).to.have.length(48);
    });

    it('reveal the seed when the activity has ended, and not before', async () => {
      const running = (await ask(`${program.base}/shake/fairness?activity_id=sure`)).json.data;
      expect(running).to.include({ seed: null, revealed_at: null });
      const ended = (await ask(`${program.base}/shake/fairness?activity_id=over`)).json.data;
      expect(ended.seed).to.match(/^[0-9a-f]{64}$/);
      expect(Date.parse(ended.revealed_at)).to.be.closeTo(Date.now(), 60_000);
      expect((await ask(`${program.base}/shake/fairness?activity_id=over`)).json.data).to.deep.equal(ended);
      const hash = createHash('sha256').update(Buffer.from(ended.seed, 'hex')).digest('hex');
      expect(hash).to.equal(ended.commitment);
      for (const id of ['nope', 'sku']) {
        expect((await ask(`${program.base}/shake/fairness?activity_id=${id}`)).json.ret).to.equal(1002);
      }
    });

    it(`give out exactly the stock in ${DRAWS} draws of ${USERS} users, and no user more than the chances`, async () => {
      const requests = Array.from({ length: DRAWS }, (_, index): DrawRequest => {
        return { uid: `user-${index % USERS}`, requestId: randomUUID() };
      });
      const answers = await drawAll(program.base, 'rush', requests, { concurrency: 64 });
      expect(answers.filter(({ ret }) => ret !== 0)).to.deep.equal([]);
      expect(answers.filter(({ data }) => data.won)).to.have.length(STOCK);
      const more = Array.from(
        { length: 100 },
        (_, index): DrawRequest => ({ uid: `user-${index}`, requestId: randomUUID() }),
      );
      expect((await drawAll(program.base, 'rush', more)).every(({ ret }) => ret === 2001)).to.equal(true);
      const report = await audit('rush');
      expect(report.code).to.equal(0);
      expect(report.activities).to.have.length(1);
      const found = { activityId: 'rush', draws: DRAWS, wins: STOCK, users: USERS, findings: [] };
      expect(report.activities[0]).to.deep.include(found);
    });

    it('can be exported, as CSV and as JSON', async () => {
      const won = (await runCommand(['export', 'rush', '--won'], env)).stdout.trimEnd().split('\r\n');
      expect(won).to.have.length(STOCK + 1);
      expect(won[0]).to.equal(
        '\ufeffwon_at,prize_id,prize_name,value,unit,uid,method,endpoint,state,draw_id',
      );
      const csv = (await runCommand(['export', 'rush'], env)).stdout.trimEnd().split('\r\n');
      expect(csv).to.have.length(DRAWS + 1);
      expect(csv[0]).to.equal(
        'seq,at,day,uid,draw_no,draw_id,request_id,prize_id,unit,cost,seed_no,rules_no,rules_hash,denied',
      );
      const json = (await runCommand(['export', 'rush', '--format', 'json'], env)).stdout
        .trimEnd()
        .split('\n');
      expect(json).to.have.length(DRAWS);
      expect(JSON.parse(json[DRAWS - 1] ?? '')).to.include({ seq: DRAWS + 1, seed_no: 1, rules_no: 1 });
    });

    it('have an empty log where nobody has drawn, and none for an id that nobody knows', async () => {
      const fresh = await Promise.all([
        runCommand(['audit', 'open'], env),
        runCommand(['export', 'early'], env),
      ]);
      expect(fresh.map(({ code }) => code)).to.deep.equal([0, 0]);
      for (const { stderr } of fresh) {
        expect(stderr).to.match(/^cms-market: nothing has been drawn in activity (open|early) yet/);
      }
      const unknown = await Promise.all(['audit', 'export'].map((name) => runCommand([name, 'nobody'], env)));
      for (const { code, stdout, stderr } of unknown) {
        expect([code, stdout]).to.deep.equal([1, '']);
        expect(stderr).to.match(/^cms-market: there is no activity "nobody": .*\n$/);
        expect(stderr).to.include(env.ACTIVITIES_DIR);
      }
    });

    it('have a log that outlives the folder of their activity', async () => {
      await draw('sure', 'heir');
      const elsewhere = { ...env, ACTIVITIES_DIR: await activitiesDir({}) };
      const { code, stdout } = await runCommand(['export', 'sure'], elsewhere);
      expect(code).to.equal(0);
      expect(stdout).to.include(',heir,');
    });

    it('are seen by an audit to have been tampered with', async () => {
      await Promise.all(['ann', 'bob', 'cid'].map((uid) => draw('sure', `audit-${uid}`)));
      await Promise.all(['ann', 'bob', 'cid'].map((uid) => draw('blank', `audit-${uid}`)));
      expect(
        (await audit()).activities.flatMap(({ findings }: { findings: unknown[] }) => findings),
      ).to.deep.equal([]);

      await tamper(store, {
        sql: `UPDATE awarded SET count = count + 1 WHERE activity_id = 'rush' AND prize_id = 'car';
              DELETE FROM log WHERE activity_id = 'rush' AND seq = 7;
              UPDATE log SET prize_id = 'car' WHERE activity_id = 'blank' AND seq = 2;
              UPDATE log SET at = ${Date.now() - 90 * 24 * HOUR} WHERE activity_id = 'sure' AND seq = 2;`,
        redis: async (client) => {
          await client.hincrby('cms:draw:{rush}:book', 'won:car', 1);
          await client.xdel('cms:draw:{rush}:log', '7-0');
          await rewrite(client, 'blank', (fields) => fields.splice(PRIZE, 3, 'car', '1', '0'));
          await rewrite(client, 'sure', (fields) =>
            fields.splice(0, 1, `d${(Date.now() - 90 * 24 * HOUR).toString(36)}`),
          );
        },
      });
      const { code, activities: reports } = await audit();
      expect(code).to.equal(1);
      const findingsOf = (id: string) =>
        reports
          .find(({ activityId }: { activityId: string }) => activityId === id)
          .findings.map(
            ({ what, expected, found }: Record<string, string>) => `${what}: ${expected} / ${found}`,
          )
          .join('\n');
      expect(findingsOf('rush'))
        .to.match(/missing from the log: entry 7 /)
        .and.to.match(new RegExp(`counter of prize car: .*/ ${STOCK + 1}`));
      expect(findingsOf('blank')).to.match(/prize of draw .*: none \/ car/);
      expect(findingsOf('sure')).to.match(/time of the draw: inside the window \/ .*not_started/);
    });
  });
}

describe('audit and export before the first draw', () => {
  it('say that nothing has been drawn, and make no store', async () => {
    const DATA_DIR = join(await tempDir(), 'none');
    const env = { ACTIVITIES_DIR: await activitiesDir({ rush: activities.rush, broken: '{' }), DATA_DIR };
    const [known, invalid, unknown, malformed] = await Promise.all([
      runCommand(['audit', 'rush'], env),
      runCommand(['export', 'broken'], env),
      runCommand(['audit', 'nobody'], { ...env, ACTIVITIES_DIR: '/nowhere' }),
      runCommand(['export', '*'], env),
    ]);
    expect([known.code, invalid.code, unknown.code, malformed.code]).to.deep.equal([0, 0, 1, 2]);
    for (const { stderr } of [known, invalid]) {
      expect(stderr).to.include('nothing has been drawn').and.include(DATA_DIR);
    }
    expect(unknown.stderr).to.include('there is no activity "nobody": no folder in /nowhere');
    expect(malformed.stderr).to.include('"*" is no activity id');
    expect(existsSync(DATA_DIR)).to.equal(false);
  });
});

describe('the rate limit of draws', () => {
  for (const [name, startStore] of Object.entries(stores)) {
    it(`turns a user away who asks too often, with a time to come again (${name})`, async () => {
      const store = await startStore();
      const ACTIVITIES_DIR = await activitiesDir(activities);
      const program = await startProgram({ ...store.env, ACTIVITIES_DIR, DRAW_RATE_LIMIT: '3/60s' });
      const draw = (uid: string) => {
        const fields = { activity_id: 'rush', token: `demo-${uid}`, request_id: randomUUID() };
        return postJson(`${program.base}/shake/draw`, fields);
      };
      for (let count = 0; count < 3; count++) expect((await draw('ann')).json.ret).to.equal(0);
      const refused = await draw('ann');
      expect(refused.status).to.equal(429);
      expect(refused.json).to.deep.include({ ret: 4029, msg: '操作太频繁，请稍后再试', data: '' });
      expect(Number(refused.headers.get('Retry-After'))).to.be.within(1, 60);
      expect((await draw('bob')).json.ret).to.equal(0);
      await program.stop();
      await store.stop();
    });
  }
});

async function tamper(
  store: TestStore,
  how: { sql: string; redis: (client: Redis) => Promise<void> },
): Promise<void> {
  if (!store.redis) {
    const db = new Database(join(store.env.DATA_DIR ?? '', 'draws.sqlite'));
    db.exec(how.sql);
    db.close();
    return;
  }
  const client = new Redis(store.redis.port, '127.0.0.1');
  await how.redis(client);
  client.disconnect();
}

/* Where the prize is among the fields of a draw's entry; its unit and its cost are behind it. */
const PRIZE = 7;

/** Changes the first draw of an activity's log; a stream only grows, so the others are put behind it again. */
async function rewrite(
  client: Redis,
  activityId: string,
  change: (fields: string[]) => unknown,
): Promise<void> {
  const key = `cms:draw:{${activityId}}:log`;
  const entries = await client.xrange(key, '-', '+');
  await client.del(key);
  let isChanged = false;
  for (const [id, [, text = '']] of entries) {
    const fields = text.split(',');
    if (text.startsWith('d') && !isChanged) {
      change(fields);
      isChanged = true;
    }
    await client.xadd(key, id, 'e', fields.join(','));
  }
}

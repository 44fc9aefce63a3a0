import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { openMigratedRecords } from '../../src/adapters/sql/records/record-database.ts';
import { SqlStaffPins } from '../../src/adapters/sql/records/sql-staff-pins.ts';
import { AesVault } from '../../src/adapters/vault/aes-vault.ts';
import { readOrMakeDataKeys } from '../../src/adapters/vault/data-keys.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/built-program.ts';
import { addCounterWin, addFormWins } from '../support/delivery-rows.ts';
import { freePort } from '../support/free-port.ts';
import { type Answer, ask, getFrom, postForm, postJson } from '../support/http.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import { retryWhileBusy } from '../support/retry-while-busy.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';
import { startWechat, type WechatStub } from '../support/wechat.ts';

const HOUR = 3_600_000;
/* The limit of a user in these tests is 6. */
const ATTEMPTS = 3;
const iso = (at: number) => new Date(at).toISOString();
const login = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  page: { login_url: '/login' },
  prizes: [{ id: 'car', name: '汽车', image: 'media/car.svg' }],
};
const sure = { chances: { total: 1 }, prizes: { car: { odds: '100%', stock: 9 } } };
const shown = { show_winners: true, show_quantities: true, show_odds: true };
const activities = {
  sure: { ...login, page: { ...login.page, ...shown }, starts_at: iso(Date.now() - HOUR), rules: sure },
  never: login,
  early: { ...login, starts_at: iso(Date.now() + HOUR) },
  over: { ...login, ends_at: iso(Date.now() - HOUR) },
  zoned: { ...login, is_check_zone: true, zones: ['2000'] },
  open: { dispatch: 'shake', prizes: [] },
  earn: {
    dispatch: 'shake',
    is_login_user: true,
    rules: { chances: { per_day: 1, earn: { sign_in: { per_day: 1 } } } },
  },
  form: {
    ...login,
    rules: { prizes: { car: { odds: '100%', delivery: { by: 'form', fields: ['name', 'phone'] } } } },
  },
  goods: { dispatch: 'sku', skus: [{ sku_id: 1, name: '茶', price: '1.00' }] },
};

describe('openapi.json', () => {
  let program: RunningProgram;
  // biome-ignore lint/suspicious/noExplicitAny: a JSON document
  let description: any;
  let ajv: Ajv2020;
  let ACTIVITIES_DIR: string;
  let DATA_DIR: string;
  let wechat: WechatStub;
  let risk: HttpServer;
  /** The schemas of which a real answer was seen, and the operations that one was seen of. */
  const seen = new Set<string>();

  before(async () => {
    ACTIVITIES_DIR = await activitiesDir(activities);
    DATA_DIR = await tempDir();
    // Without the operations side nothing but the test records deliveries.
    wechat = await startWechat();
    risk = await startHttpServer((_request, response, body) => {
      const verdict = JSON.parse(body).uid === 'bot' ? 'challenge' : 'allow';
      response.end(JSON.stringify({ verdict }));
    });
    program = await startProgram({
      ...{ ACTIVITIES_DIR, ROLE: 'public', DATA_DIR, DRAW_RATE_LIMIT: '6/60s' },
      ...{ BLOCKED_USERS: 'mallory', RISK_URL: risk.origin, RISK_TIMEOUT_MS: '3000' },
      ...wechat.settings,
    });
    description = (await ask(`${program.base}/openapi.json`)).json;
    ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
    // The vocabulary of OpenAPI stands around the schemas, not in them.
    ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'paths', 'components']);
    ajv.addSchema(description, 'openapi');
  });
  after(async () => {
    await program.stop();
    await wechat.close();
    await risk.close();
  });

  /** Fails unless the answer is one that the description gives for the operation and the status. */
  function hold(path: string, method: 'get' | 'post', answer: Answer, ret: number): void {
    const operation = description.paths[path]?.[method];
    const described = operation?.responses[answer.status]?.content?.['application/json'].schema.anyOf;
    expect(described, `${method} ${path} ${answer.status}`).to.be.an('array');
    expect(answer.json.ret, answer.text).to.equal(ret);
    const fitting = (described as { $ref: string }[]).filter(({ $ref }) =>
      ajv.validate(`openapi${$ref}`, answer.json),
    );
    expect(fitting, `${method} ${path}: ${answer.text} ${ajv.errorsText()}`).to.have.length(1);
    seen.add(`${fitting[0]?.$ref.split('/').pop()}`);
    if (ret === 0) seen.add(`${method} ${path}`);
  }

  it('is OpenAPI 3.1, may be cached for a while, and refers to nothing that is not there', async () => {
    const { headers, status } = await ask(`${program.base}/openapi.json`);
    expect([status, headers.get('Cache-Control')]).to.deep.equal([200, 'public, max-age=300']);
    const etag = headers.get('ETag') ?? '';
    const again = await getFrom('127.0.0.1', `${program.base}/openapi.json`, { 'If-None-Match': etag });
    expect(again.status).to.equal(304);
    expect(description).to.include({ openapi: '3.1.0' });
    expect(description.servers).to.deep.equal([{ url: '/cms-market' }]);
    const references = [
      ...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g),
    ];
    expect(references.length).to.be.above(50);
    for (const [, name] of references) expect(description.components.schemas).to.have.property(name ?? '');
  });

  it('gives each operation an id of its own', () => {
    const ids = Object.values<Record<string, { operationId: string }>>(description.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(ids).to.include.members(['getStatic', 'postStatic', 'postShakeDraw', 'getShakeFairness']);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('describes every answer of the paths that give an activity', async () => {
    const cases: [path: string, id: string, token: string, ret: number][] = [
      ['/static', 'sure', 'demo-ann@1000', 0],
      ['/static', 'open', '', 0],
      ['/static', 'goods', '', 0],
      ['/shake/static', 'sure', 'demo-ann@1000', 0],
      ['/sku/static', 'goods', '', 0],
      ['/shake/prizes', 'sure', 'demo-ann@1000', 0],
      ['/shake/prizes', 'over', 'demo-ann@1000', 0],
      ['/shake/draws', 'sure', 'demo-ann@1000', 0],
      ['/shake/draws', 'over', 'demo-ann@1000', 0],
      ['/shake/draws', 'open', '', 1004],
      ['/static', 'b a d', '', 1001],
      ['/static', 'nowhere', '', 1002],
      ['/sku/static', 'sure', '', 1002],
      ['/static', 'early', 'demo-ann', 1003],
      ['/static', 'over', 'demo-ann', 1003],
      ['/static', 'sure', '', 1004],
      ['/static', 'sure', 'bad', 1005],
      ['/static', 'zoned', 'demo-ann@1000', 1006],
      ['/static', 'sure', 'demo-mallory', 1008],
      ['/shake/prizes', 'open', '', 1004],
    ];
    for (const [path, activity_id, token, ret] of cases) {
      const url = `${program.base}${path}`;
      hold(path, 'get', await ask(`${url}?${new URLSearchParams({ activity_id, token })}`), ret);
      hold(path, 'post', await postJson(url, { activity_id, token }), ret);
      hold(path, 'post', await postForm(url, { activity_id, token }), ret);
    }
    const url = `${program.base}/static`;
    hold('/static', 'post', await postJson(url, '{"activity_id":'), 1001);
    hold('/static', 'post', await postJson(url, { x: 'x'.repeat(20_000) }), 1001);
    hold('/static', 'post', await postJson(url, 'x', { 'Content-Type': 'text/plain' }), 1001);
  });

  it('describes every answer to a draw', async () => {
    const draw = (activity_id: string, request_id: string, token = 'demo-ann@1000') =>
      postJson(`${program.base}/shake/draw`, { activity_id, request_id, token });
    hold('/shake/draw', 'post', await draw('sure', 'request-1'), 0);
    hold('/shake/draw', 'post', await draw('sure', 'request-1'), 0);
    hold('/shake/draw', 'post', await draw('sure', 'request-2'), 2001);
    hold('/shake/draw', 'post', await draw('never', 'request-1'), 0);
    hold('/shake/draw', 'post', await draw('sure', 'short'), 1001);
    hold('/shake/draw', 'post', await draw('sure', 'request-3', ''), 1004);
    hold('/shake/draw', 'post', await draw('sure', 'request-3', 'demo-bot'), 1009);
    for (let count = 0; count < 3; count++) await draw('sure', `request-1`);
    hold('/shake/draw', 'post', await draw('sure', 'request-1'), 4029);
  });

  it('describes every answer to a chance', async () => {
    const earn = (claim: object, token = 'demo-ann@1000') =>
      postJson(`${program.base}/shake/chances`, { activity_id: 'earn', token, ...claim });
    hold('/shake/chances', 'post', await earn({ source: 'sign_in' }), 0);
    hold('/shake/chances', 'post', await earn({ source: 'sign_in' }), 2003);
    hold('/shake/chances', 'post', await earn({ source: 'share' }), 1001);
    hold('/shake/chances', 'post', await earn({}), 1001);
    hold('/shake/chances', 'post', await earn({ source: 'sign_in' }, ''), 1004);
  });

  it('describes every answer about the counter', async () => {
    const records = await openMigratedRecords({ kind: 'sqlite', dir: DATA_DIR }, 'operations');
    const vault = new AesVault(readOrMakeDataKeys(join(DATA_DIR, 'keys.json')));
    await new SqlStaffPins(records, vault).set('sure', '123456', 1);
    const draw_id = await addCounterWin(records, { activity_id: 'sure', uid: 'eve' });
    await records.close();
    const ticketFor = (other: object = {}) => {
      const body = { activity_id: 'sure', token: 'demo-eve@1000', draw_id, ...other };
      return retryWhileBusy(() => postJson(`${program.base}/shake/ticket`, body), ATTEMPTS);
    };
    const issued = await ticketFor();
    hold('/shake/ticket', 'post', issued, 0);
    hold('/shake/ticket', 'post', await ticketFor({ token: '' }), 1004);
    hold('/shake/ticket', 'post', await ticketFor({ token: 'demo-bob@1000' }), 2002);
    const { ticket } = issued.json.data;
    const order = { ticket, pin: '123456', place: '店', request_id: 'request-1' };
    const at = (path: string, other: object = {}) =>
      retryWhileBusy(() => postJson(`${program.base}${path}`, { ...order, ...other }));
    hold('/counter/look', 'post', await at('/counter/look'), 0);
    hold('/counter/look', 'post', await at('/counter/look', { ticket: 'x' }), 2004);
    hold('/counter/redeem', 'post', await at('/counter/redeem', { pin: '1' }), 1001);
    hold('/counter/redeem', 'post', await at('/counter/redeem'), 0);
    hold('/counter/redeem', 'post', await at('/counter/redeem', { request_id: 'request-2' }), 0);
    let wrong = await at('/counter/look', { pin: '000000' });
    hold('/counter/look', 'post', wrong, 2004);
    while (wrong.json.ret === 2004) wrong = await at('/counter/look', { pin: '000000' });
    hold('/counter/look', 'post', wrong, 4029);
  });

  it('describes every answer to a form, and the delivery that is shown of it', async () => {
    const token = 'demo-ann@1000';
    const visit = { activity_id: 'form', token };
    const drawn = await postJson(`${program.base}/shake/draw`, { ...visit, request_id: 'request-1' });
    hold('/shake/draw', 'post', drawn, 0);
    const { draw_id } = drawn.json.data;
    const records = await openMigratedRecords({ kind: 'sqlite', dir: DATA_DIR }, 'operations');
    const until = Date.now() + HOUR;
    await addFormWins(records, {
      activity_id: 'form',
      draw_id,
      prize_id: 'car',
      until,
      claim_url: '/x',
    });
    await records.close();
    const claim = (form: object, more: object = {}) =>
      retryWhileBusy(
        () => postJson(`${program.base}/shake/claim`, { ...visit, draw_id, form, ...more }),
        ATTEMPTS,
      );
    hold('/shake/claim', 'post', await claim({ name: 'Ann', phone: '13800138000' }), 0);
    hold('/shake/claim', 'post', await claim({ name: 'Ann' }), 1001);
    hold('/shake/claim', 'post', await claim({ name: 'Ann' }, { draw_id: 'never' }), 2002);
    hold('/shake/claim', 'post', await claim({ name: 'Ann' }, { token: '' }), 1004);
    for (const path of ['/static', '/shake/prizes']) {
      const url = `${program.base}${path}?activity_id=form&token=${token}`;
      hold(path, 'get', await ask(url), 0);
    }
  });

  it('describes what goes on in an activity', async () => {
    const live = (id: string) => ask(`${program.base}/shake/live?activity_id=${id}`);
    const answer = await live('sure');
    hold('/shake/live', 'get', answer, 0);
    // Ann has drawn above.
    expect(answer.json.data.winners).to.have.length(1);
    expect(answer.json.data.left).to.deep.equal({ car: 8 });
    hold('/shake/live', 'get', await live('over'), 0);
    hold('/shake/live', 'get', await live('goods'), 1002);
    hold('/shake/live', 'get', await live('b a d'), 1001);
  });

  it('describes fairness and files', async () => {
    for (const id of ['sure', 'over']) {
      hold('/shake/fairness', 'get', await ask(`${program.base}/shake/fairness?activity_id=${id}`), 0);
    }
    hold('/shake/fairness', 'get', await ask(`${program.base}/shake/fairness`), 1001);
    const media = await ask(`${program.base}/media/sure/none.svg`);
    hold('/media/{activity_id}/{file}', 'get', media, 4004);
  });

  it('describes every answer about WeChat', async () => {
    const path = '/wechat/signature';
    const of = (base: string, url: string) => ask(`${base}${path}?url=${encodeURIComponent(url)}`);
    hold(path, 'get', await of(program.base, `${program.base}/`), 0);
    hold(path, 'get', await of(program.base, 'https://evil.example/'), 1001);
    const without = await startProgram();
    hold(path, 'get', await of(without.base, `${without.base}/`), 4004);
    await without.stop();
  });

  it('describes an activity that is paused', async () => {
    const { code, stderr } = await runProgram(['pause', 'never'], { ACTIVITIES_DIR, DATA_DIR });
    expect(code, stderr).to.equal(0);
    const visit = () => ask(`${program.base}/static?activity_id=never`);
    await until(async () => (await visit()).json.ret === 1007, { what: 'the pause' });
    hold('/static', 'get', await visit(), 1007);
    hold(
      '/shake/draw',
      'post',
      await postJson(`${program.base}/shake/draw`, { activity_id: 'never', request_id: 'request-1' }),
      1007,
    );
  });

  it('describes a dependency that is away', async () => {
    const REDIS_URL = `redis://127.0.0.1:${await freePort()}`;
    const alone = await startProgram({ REDIS_URL });
    const answer = await ask(`${alone.base}/static?activity_id=1055&token=demo-ann@1000`);
    await alone.stop();
    hold('/static', 'get', answer, 5003);
    expect(answer.headers.get('Retry-After')).to.match(/^\d+$/);
  });

  it('was held against real answers in all that it describes', () => {
    const unseen = [
      ...Object.keys(description.components.schemas).filter((name) => /^(Served|Refused)\./.test(name)),
      ...Object.keys(description.paths).flatMap((path) =>
        Object.keys(description.paths[path]).map((method) => `${method} ${path}`),
      ),
    ].filter((name) => !seen.has(name));
    expect(unseen).to.have.members([
      // Faults of our own cannot be brought about from outside, and this method is refused before any path is met.
      'Refused.internal_error',
      'Refused.method_not_allowed',
      'get /media/{activity_id}/{file}',
    ]);
  });

  it('takes the parameters that the routes take', async () => {
    const { schemas } = description.components;
    expect(schemas.Draw.required).to.have.members(['activity_id', 'request_id']);
    for (const activity_id of ['sure', 1055, 'b a d', -1, 1.5, true, null, 'x'.repeat(65)]) {
      for (const token of ['demo-ann@1000', '', 'ü', 'x'.repeat(4097)]) {
        const wellFormed = ajv.validate('openapi#/components/schemas/Visit', { activity_id, token });
        const { json } = await postJson(`${program.base}/static`, { activity_id, token });
        expect(json.ret !== 1001, JSON.stringify({ activity_id, token })).to.equal(wellFormed);
      }
    }
  });
});

import { expect } from 'chai';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { type Answer, ask, postForm, postJson, sendRaw } from '../support/http.ts';

const COOKIE = 'token=demo-alice@1000; Path=/cms-market; Max-Age=259200; HttpOnly; SameSite=Lax';

describe('the common entry, with the activities of this repository', () => {
  let program: RunningProgram;
  let url: string;

  before(async () => {
    program = await startProgram();
    url = `${program.base}/static`;
  });
  after(() => program.stop());

  const get = (query: string, headers: Record<string, string> = {}) => ask(`${url}?${query}`, { headers });

  function expectRefusal(answer: Answer, ret: number, msg: string, status = 200): void {
    expect(answer.status).to.equal(status);
    expect(answer.json).to.include({ ret, msg, data: '' });
    expect(answer.json.timestamp).to.be.closeTo(Date.now() / 1000, 5);
    expect(answer.headers.get('Content-Type')).to.equal('application/json; charset=utf-8');
    expect(answer.headers.get('Cache-Control')).to.equal('private, no-store');
    expect(answer.headers.get('X-Request-Id')).to.match(/^[\w-]{8,}$/);
  }

  it('serves a shake to a user of its zone', async () => {
    const { status, json, headers } = await get('activity_id=1055&token=demo-alice@1000');
    expect(status).to.equal(200);
    expect(json).to.include({ ret: 0, msg: 'ok' });
    expect(json.timestamp).to.be.closeTo(Date.now() / 1000, 5);
    expect(json.data).to.include({ activity_id: '1055', dispatch: 'shake', is_login_user: true });
    expect(json.data.user_draw_info).to.deep.equal({
      uid: 'alice',
      chances_left: 3,
      earned_left: 0,
      drawn_today: 0,
      drawn_total: 0,
      ways: [
        { source: 'sign_in', worth: 1, left: 1 },
        { source: 'share', worth: 1, left: 1 },
      ],
      prizes_total: 0,
      prizes: [],
    });
    expect(headers.get('Cache-Control')).to.equal('private, no-store');
    expect(headers.getSetCookie()).to.deep.equal([COOKIE]);
  });

  it('serves an open promotion to anyone, and looks at no token', async () => {
    const { json, headers } = await get('activity_id=1056&token=whatever', { Cookie: 'token=whatever' });
    expect(json.ret).to.equal(0);
    expect(json.data).to.include({ activity_id: '1056', dispatch: 'sku' });
    expect(json.data.skus).to.be.an('array').that.is.not.empty;
    expect(headers.getSetCookie()).to.deep.equal([]);
  });

  it('shows each zone its own goods', async () => {
    const goods = async (zone: string) =>
      (await get(`activity_id=1057&token=demo-bob@${zone}`)).json.data.skus.map(
        (sku: { sku_id: string }) => sku.sku_id,
      );
    expect(await goods('1000')).not.to.deep.equal(await goods('1001'));
  });

  it('asks for a login, and shows what the refusal is about', async () => {
    const answer = await get('activity_id=1055');
    expectRefusal(answer, 1004, '请先登录');
    expect(answer.json.detail).to.include({ activity_id: '1055', dispatch: 'shake', phase: 'running' });
    expect(Object.keys(answer.json.detail)).to.have.members([
      'activity_id',
      'dispatch',
      'title',
      'prizes',
      'page',
      'phase',
      'starts_at',
      'ends_at',
      'prize_facts',
      'media_versions',
    ]);
    expect(answer.headers.getSetCookie()).to.deep.equal([]);
  });

  it('refuses a token that is nobody’s, and clears the cookie', async () => {
    const answer = await get('activity_id=1055&token=stolen');
    expectRefusal(answer, 1005, '登录已失效，请重新登录');
    expect(answer.headers.getSetCookie()).to.deep.equal([
      'token=; Path=/cms-market; Max-Age=0; HttpOnly; SameSite=Lax',
    ]);
  });

  it('refuses another zone, or none, and keeps the token', async () => {
    for (const token of ['demo-alice@9999', 'demo-alice']) {
      const answer = await get(`activity_id=1055&token=${token}`);
      expectRefusal(answer, 1006, '当前区域不可参与');
      expect(answer.headers.getSetCookie()[0]).to.match(new RegExp(`^token=${token};`));
    }
  });

  it('knows the visitor by the cookie alone, and by the request’s own token first', async () => {
    const Cookie = 'other=1; token=demo-old@1000';
    expect((await get('activity_id=1055', { Cookie })).json.data.user_draw_info.uid).to.equal('old');
    expect((await get('activity_id=1055&token=', { Cookie })).json.data.user_draw_info.uid).to.equal('old');
    expect(
      (await get('activity_id=1055&token=demo-new@1000', { Cookie })).json.data.user_draw_info.uid,
    ).to.equal('new');
  });

  it('takes a cookie that holds no token for none', async () => {
    for (const value of ['', '%00', '%E6%91%87', 'x'.repeat(4097)]) {
      expectRefusal(await get('activity_id=1055', { Cookie: `token=${value}` }), 1004, '请先登录');
    }
  });

  it('puts any printable token into a cookie that comes back as the same', async () => {
    const token = 'odd "token"; with, 100% \\';
    const refused = await get(`activity_id=1055&token=${encodeURIComponent(token)}`);
    expect(refused.json.ret).to.equal(1005);
    const answer = await get(`activity_id=1055&token=${encodeURIComponent('demo-a.b@1000')}`);
    expect(answer.headers.getSetCookie()[0]).to.match(/^token=demo-a\.b@1000;/);
  });

  describe('by GET, JSON and form alike', () => {
    const cases: Record<string, string>[] = [
      { activity_id: '1055', token: 'demo-alice@1000' },
      { activity_id: '1055', token: 'demo-alice@9999' },
      { activity_id: '1055', token: 'bad' },
      { activity_id: '1055' },
      { activity_id: '1056' },
      { activity_id: 'nope' },
      { activity_id: '../../etc' },
      {},
    ];
    for (const fields of cases) {
      it(`answers ${JSON.stringify(fields)}`, async () => {
        const answers = await Promise.all([
          get(`${new URLSearchParams(fields)}`),
          postJson(url, fields),
          postForm(url, fields),
          ask(`${url}?${new URLSearchParams(fields)}`, { method: 'POST' }),
        ]);
        const [first, ...others] = answers.map(({ status, json, headers }) => ({
          status,
          json: { ...json, timestamp: 0 },
          cookies: headers.getSetCookie(),
        }));
        for (const other of others) expect(other).to.deep.equal(first);
      });
    }

    it('takes from the query what the body lacks, and no more', async () => {
      const answer = await postJson(`${url}?activity_id=1056&token=demo-alice@1000`, { activity_id: '1055' });
      expect(answer.json.data.activity_id).to.equal('1055');
      expect(answer.json.data.user_draw_info.uid).to.equal('alice');
    });

    it('takes a JSON integer as its digits', async () => {
      expect((await postJson(url, { activity_id: 1056 })).json.data.activity_id).to.equal('1056');
    });
  });

  describe('refuses parameters', () => {
    const malformed: [string, string, () => Promise<Answer>][] = [
      ['no activity_id', 'activity_id', () => get('')],
      ['an empty activity_id', 'activity_id', () => get('activity_id=')],
      ['a path', 'activity_id', () => get('activity_id=../../etc')],
      ['an encoded path', 'activity_id', () => get('activity_id=..%2f..%2fetc')],
      ['65 characters', 'activity_id', () => get(`activity_id=${'1'.repeat(65)}`)],
      ['NUL', 'activity_id', () => get('activity_id=1055%00')],
      ['a newline', 'activity_id', () => get('activity_id=1055%0a')],
      [
        'digits that are not ASCII',
        'activity_id',
        () => get(`activity_id=${encodeURIComponent('１０５５')}`),
      ],
      ['activity_id twice', 'activity_id', () => get('activity_id=1055&activity_id=1055')],
      ['token twice', 'token', () => get('activity_id=1056&token=a&token=b')],
      ['a token with a control character', 'token', () => get('activity_id=1056&token=a%0ab')],
      ['a token over 4,096 characters', 'token', () => get(`activity_id=1056&token=${'t'.repeat(4097)}`)],
      ['a list', 'activity_id', () => postJson(url, { activity_id: ['1055'] })],
      ['an object', 'activity_id', () => postJson(url, { activity_id: { a: 1 } })],
      ['true', 'activity_id', () => postJson(url, { activity_id: true })],
      ['null', 'activity_id', () => postJson(url, { activity_id: null })],
      ['a fraction', 'activity_id', () => postJson(url, { activity_id: 1055.5 })],
      ['a negative number', 'activity_id', () => postJson(url, { activity_id: -1055 })],
      ['a number past 2^53', 'activity_id', () => postJson(url, '{"activity_id": 9007199254740993}')],
      ['a token that is a number', 'token', () => postJson(url, { activity_id: '1055', token: 7 })],
      ['a form’s list', 'activity_id', () => postForm(url, { 'activity_id[]': '1055' })],
      ['a form’s object', 'activity_id', () => postForm(url, { 'activity_id[a]': '1055' })],
      ['a JSON list as the body', 'body', () => postJson(url, [])],
      ['a JSON text as the body', 'body', () => postJson(url, '"1055"')],
      [
        'a JSON name given twice',
        'activity_id',
        () => postJson(url, '{"activity_id":"1055","activity_id":"1056"}'),
      ],
      [
        'a JSON name given twice, once in disguise',
        'token',
        () => postJson(url, '{"token":"a","t\\u006fken":"b","activity_id":"1056"}'),
      ],
    ];
    for (const [what, field, send] of malformed) {
      it(what, async () => {
        const answer = await send();
        expectRefusal(answer, 1001, '参数错误');
        expect(answer.json.detail).to.deep.equal({ field });
      });
    }

    it('does not mind names given twice where they are no parameters', async () => {
      const body = '{"x":{"token":"a"},"y":{"token":"activity_id"},"activity_id":"1056"}';
      expect((await postJson(url, body)).json.ret).to.equal(0);
    });

    it('says 400 to a body that is not what its type says', async () => {
      for (const body of ['{', '{"activity_id":', 'activity_id=1055', '{"__proto__":{"a":1}}']) {
        expectRefusal(await postJson(url, body), 1001, '参数错误', 400);
      }
    });

    it('says 413 to a body over 16 KiB, and takes one of just that', async () => {
      const body = (bytes: number) => `{"activity_id":"1056","x":"${'x'.repeat(bytes - 29)}"}`;
      expect(body(16_384)).to.have.length(16_384);
      expect((await postJson(url, body(16_384))).json.ret).to.equal(0);
      expectRefusal(await postJson(url, body(16_385)), 1001, '参数错误', 413);
    });

    it('says 415 to a body of another type', async () => {
      const answer = await ask(url, {
        method: 'POST',
        body: 'activity_id=1056',
        headers: { 'Content-Type': 'text/plain' },
      });
      expectRefusal(answer, 1001, '参数错误', 415);
    });

    it('survives nesting as deep as a body can be', async () => {
      const deep = `{"activity_id":"1056","x":${'['.repeat(8000)}${']'.repeat(8000)}}`;
      expect((await postJson(url, deep)).status).to.be.oneOf([200, 400]);
    });
  });

  describe('by kind', () => {
    it('serves its own activities', async () => {
      expect(
        (await ask(`${program.base}/shake/static?activity_id=1055&token=demo-a@1000`)).json.ret,
      ).to.equal(0);
      expect((await ask(`${program.base}/sku/static?activity_id=1056`)).json.ret).to.equal(0);
    });

    it('has none of another kind', async () => {
      expectRefusal(await ask(`${program.base}/sku/static?activity_id=1055`), 1002, '没有该活动');
      expectRefusal(await ask(`${program.base}/shake/static?activity_id=1056`), 1002, '没有该活动');
    });
  });

  it('has no activity by names that objects have anyway', async () => {
    for (const id of ['nope', 'constructor', '__proto__', 'toString']) {
      expectRefusal(await get(`activity_id=${id}`), 1002, '没有该活动');
    }
  });

  it('sends rules with no answer, whatever the path', async () => {
    const paths = ['static', 'shake/static', 'sku/static'].flatMap((path) =>
      ['1055', '1056', '1057', '2001', '2005'].flatMap((id) =>
        ['', '&token=demo-a@1000', '&token=demo-a@9999', '&token=bad'].map(
          (token) => `${path}?activity_id=${id}${token}`,
        ),
      ),
    );
    for (const path of [...paths, '', '?id=1055', 'media/1055/data.json', 'media/1055/..%2fdata.json']) {
      const { text } = await ask(`${program.base}/${path}`);
      // What an activity shows of its prizes: their odds among it.
      const others = text.replace(/"prize_facts":\{(?:"[\w-]+":\{[^{}]*\},?)*\}/, '');
      expect(others, path).not.to.match(/"rules"|blocked_users|u666|"stock"|"odds"|budget/);
      expect(text, path).not.to.match(/4999\.00|110000/);
    }
  });

  it('answers HEAD as GET, without the body', async () => {
    const head = await ask(`${url}?activity_id=1056`, { method: 'HEAD' });
    expect(head.text).to.equal('');
    expect(head.headers.get('Content-Type')).to.equal('application/json; charset=utf-8');
    expect(Number(head.headers.get('Content-Length'))).to.be.above(100);
  });

  it('says 404 to an unknown path, and 405 with the methods to another method', async () => {
    for (const path of [
      'nowhere',
      'static/',
      'STATIC',
      'static/x',
      'shake',
      'assets/',
      'assets/nope.js',
      '%2e%2e',
    ]) {
      expectRefusal(await ask(`${program.base}/${path}`), 4004, '页面不存在', 404);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await ask(url, { method });
      expectRefusal(answer, 4005, '请求方式不支持', 405);
      expect(answer.headers.get('Allow')).to.equal('GET, HEAD, POST');
    }
    expect((await ask(`${program.base}/`, { method: 'POST' })).headers.get('Allow')).to.equal('GET, HEAD');
  });

  it('keeps a sane request id, and gives one of its own for others', async () => {
    expect(
      (await get('activity_id=1056', { 'X-Request-Id': 'req-1_a.b:c' })).headers.get('X-Request-Id'),
    ).to.equal('req-1_a.b:c');
    for (const insane of ['', 'a b', '<script>', 'x'.repeat(129)]) {
      expect(
        (await get('activity_id=1056', { 'X-Request-Id': insane })).headers.get('X-Request-Id'),
      ).to.match(/^[0-9a-f-]{36}$/);
    }
  });

  it('answers an address in absolute form, and one that would lead elsewhere', async () => {
    const raw = (target: string) =>
      sendRaw(program.port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(await raw('http://evil.example/cms-market/static?activity_id=1056')).to.match(/^HTTP\/1.1 200 /);
    expect(await raw('//evil.example/cms-market')).to.match(/^HTTP\/1.1 404 /);
    // Without the name of a host that can be.
    for (const host of ['xn--a', '[::1']) {
      const answer = await raw(`http://${host}/cms-market/static?activity_id=1056`);
      expect(answer)
        .to.match(/^HTTP\/1.1 404 /)
        .and.to.include('"ret":4004');
    }
    expect(await raw('/cms-market?next=//evil.example')).to.match(
      /\r\nLocation: \/cms-market\/\?next=\/\/evil\.example\r\n/,
    );
  });

  it('refuses a body that is nested deeper than can be searched for names', async () => {
    const nested = '['.repeat(7_900) + ']'.repeat(7_900);
    const body = `{"activity_id":"1056","activity_id2":1,"x":${nested}}`;
    expectRefusal(await postJson(`${program.base}/static`, body), 1001, '参数错误', 200);
  });

  it('closes the connection of a refused body, whatever its request id is called', async () => {
    const head = 'POST /cms-market/static HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n';
    const answer = await sendRaw(
      program.port,
      `${head}X-Request-Id: Connection\r\nContent-Length: 9999\r\n\r\nx`,
    );
    expect(answer)
      .to.match(/^HTTP\/1.1 415 /)
      .and.to.include('\r\nConnection: close\r\n');
  });
});

import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { askUndecoded, type UndecodedAnswer, type UndecodedRequest } from '../support/ask-undecoded.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { until } from '../support/until.ts';

const BROWSER = 'gzip, deflate, br, zstd';
const goods = (count: number, zone?: string) =>
  Array.from({ length: count }, (_, index) => ({
    sku_id: `${zone ?? ''}-${index}`,
    name: `脆甜红富士苹果第 ${index} 号礼盒装`,
    price: '12.50',
    ...(zone && { zones: [zone] }),
  }));
const sku = { dispatch: 'sku', title: '鲜货直降', is_login_user: false };
const shake = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  page: { rules_text: ['每位用户每天可摇三次。'.repeat(100)] },
  prizes: [{ id: 'p', name: '优惠券', image: 'media/a.svg' }],
  rules: { prizes: { p: { odds: '100%', stock: null } } },
};

describe('compressed answers', () => {
  let program: RunningProgram;
  const ask = (path: string, accepted?: string, init: UndecodedRequest = {}) =>
    askUndecoded(`${program.base}/${path}`, {
      ...init,
      headers: { ...init.headers, ...(accepted !== undefined && { 'Accept-Encoding': accepted }) },
    });
  const data = (id: string, more = '') => `static?activity_id=${id}${more}`;
  /* The first visitors are answered while the compressed form is being made. */
  const packed = async (
    path: string,
    accepted: string,
    init?: UndecodedRequest,
  ): Promise<UndecodedAnswer> => {
    let answer = await ask(path, accepted, init);
    await until(
      async () => {
        answer = await ask(path, accepted, init);
        return answer.headers['content-encoding'] !== undefined;
      },
      { what: `a compressed answer of ${path}` },
    );
    return answer;
  };
  const withoutTime = (answer: UndecodedAnswer) => ({ ...JSON.parse(answer.text()), timestamp: 0 });

  before(async () => {
    program = await startProgram({
      DRAW_RATE_LIMIT: 'off',
      ACTIVITIES_DIR: await activitiesDir({
        tiny: { ...sku, skus: goods(2) },
        small: { ...sku, skus: goods(30) },
        large: { ...sku, skus: goods(3000) },
        zoned: {
          ...sku,
          is_check_zone: true,
          zones: ['1', '2'],
          skus: [...goods(40, '1'), ...goods(50, '2')],
        },
        shake,
        over: { ...shake, ends_at: '2020-01-01T00:00:00+08:00' },
      }),
    });
  });
  after(() => program.stop());

  for (const [path, what] of [
    [data('small'), 'an activity’s data'],
    [data('large'), 'data of 200 KB'],
    [data('zoned', '&token=demo-a@2'), 'the goods of a zone'],
    [data('shake', '&token=demo-a@1'), 'data with a visitor’s part'],
    [data('shake'), 'a refusal with the activity’s summary'],
    [data('over', '&token=demo-a@1'), 'a refusal after the end'],
  ] as const) {
    for (const [accepted, encoding] of [
      [BROWSER, 'br'],
      ['gzip, deflate', 'gzip'],
    ] as const) {
      it(`are ${encoding} for ${what}, and say the same`, async () => {
        const plain = await ask(path);
        const answer = await packed(path, accepted);
        expect(answer.status).to.equal(plain.status);
        expect(answer.headers['content-encoding']).to.equal(encoding);
        expect(withoutTime(answer)).to.deep.equal(withoutTime(plain));
        expect(answer.headers['content-length']).to.equal(`${answer.bytes.length}`);
        expect(answer.bytes.length).to.be.below(plain.bytes.length * 0.6);
        for (const { headers } of [plain, answer]) {
          expect(headers.vary).to.equal('Accept-Encoding');
          expect(headers['content-type']).to.equal('application/json; charset=utf-8');
          expect(headers['cache-control']).to.equal('private, no-store');
        }
        const head = await ask(path, accepted, { method: 'HEAD' });
        expect(head.headers['content-encoding']).to.equal(encoding);
        expect([head.headers['content-length'], head.bytes.length]).to.deep.equal([
          `${answer.bytes.length}`,
          0,
        ]);
      });
    }
  }

  it('are for a POST, too', async () => {
    const json = { 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers: json, body: '{"activity_id":"small"}' };
    const answer = await packed('static', BROWSER, init);
    expect(withoutTime(answer)).to.deep.equal(withoutTime(await ask(data('small'))));
  });

  it('follow what the client accepts', async () => {
    for (const accepted of ['br', 'gzip']) await packed(data('small'), accepted);
    for (const [accepted, encoding] of [
      [undefined, undefined],
      ['', undefined],
      ['identity', undefined],
      ['deflate', undefined],
      ['gzip;q=0, identity', undefined],
      ['*;q=0', undefined],
      ['br;q=0, gzip', 'gzip'],
      ['br;q=0.1, gzip', 'gzip'],
      ['*', 'br'],
      ['gzip, br', 'br'],
    ] as const) {
      const answer = await ask(data('small'), accepted);
      expect(answer.headers['content-encoding'], accepted).to.equal(encoding);
      expect(answer.headers.vary).to.equal('Accept-Encoding');
      expect(withoutTime(answer).data.activity_id).to.equal('small');
    }
  });

  it('are not made of less than 1 KiB, nor of what is one visitor’s alone', async () => {
    const draw = (request_id: string) => ({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ activity_id: 'shake', token: 'demo-winner@1', request_id }),
    });
    for (let n = 0; n < 20; n++) await ask('shake/draw', BROWSER, draw(`request-${n}`));
    const drawn = await ask('shake/draw', BROWSER, draw('request-19'));
    expect(drawn.bytes.length).to.be.above(1024);
    const tiny = await ask(data('tiny'), BROWSER);
    const again = await ask(data('tiny'), BROWSER);
    const unknown = await ask(data('unknown'), BROWSER);
    for (const answer of [drawn, tiny, again, unknown]) {
      expect(answer.headers).not.to.have.any.keys('content-encoding', 'vary');
      expect(JSON.parse(answer.text())).to.have.property('ret');
    }
  });

  it('carry each visitor’s own part', async () => {
    const of = (uid: string) => data('shake', `&token=demo-${uid}@1`);
    await packed(of('ann'), BROWSER);
    for (const uid of ['ben', 'cleo']) {
      const answer = await ask(of(uid), BROWSER);
      expect(answer.headers['content-encoding']).to.equal('br');
      expect(JSON.parse(answer.text()).data.user_draw_info.uid).to.equal(uid);
    }
  });

  it('are those of the page’s files and of the description of the API', async () => {
    const page = (await ask('')).text();
    const [script = ''] = /assets\/[^"]+\.js/.exec(page) ?? [];
    for (const path of ['', script, 'client.js', 'openapi.json']) {
      const plain = await ask(path);
      for (const [accepted, encoding] of [
        [BROWSER, 'br'],
        ['gzip', 'gzip'],
      ] as const) {
        const answer = await ask(path, accepted);
        expect(answer.headers['content-encoding'], path).to.equal(encoding);
        expect(answer.text()).to.equal(plain.text());
        expect(answer.bytes.length).to.be.below(plain.bytes.length);
        expect(answer.headers.etag).to.equal(`W/${plain.headers.etag}`);
        for (const { headers } of [plain, answer]) expect(headers.vary).to.equal('Accept-Encoding');
      }
    }
  });
});

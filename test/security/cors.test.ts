import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { readSettings } from '../../src/container/settings.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, getFrom, postJson } from '../support/http.ts';

const FRONT = 'https://www.shop.example';
const OTHER = 'https://uploads.shop.example';
const SAME_SITE = { 'Sec-Fetch-Site': 'same-site' };

const cookieOf = (user: string) => ({ Cookie: `token=demo-${user}@1000` });
const corsOf = (headers: Headers) =>
  [...headers].filter(([name]) => name.startsWith('access-control-')).map(([name]) => name);

function drawAt(base: string, headers: Record<string, string>) {
  return postJson(`${base}/shake/draw`, { activity_id: '1055', request_id: randomUUID() }, headers);
}

function preflight(url: string, origin: string, method = 'POST') {
  return ask(url, {
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': method },
  });
}

describe('pages of other origins', () => {
  describe('with CORS_ORIGINS', () => {
    let program: RunningProgram;
    before(async () => {
      program = await startProgram({ CORS_ORIGINS: `${FRONT}, http://localhost:5173` });
    });
    after(() => program.stop());

    it('may draw by the cookie and read the answer, if they are listed', async () => {
      for (const Origin of [FRONT, 'http://localhost:5173']) {
        const { json, headers } = await drawAt(program.base, { ...cookieOf('ann'), ...SAME_SITE, Origin });
        expect(json.ret).to.equal(0);
        expect(headers.get('Access-Control-Allow-Origin')).to.equal(Origin);
        expect(headers.get('Access-Control-Allow-Credentials')).to.equal('true');
        expect(headers.get('Access-Control-Expose-Headers')).to.equal('Retry-After, X-Request-Id, X-Release');
        expect(headers.get('Vary')).to.include('Origin');
        expect(headers.getSetCookie()).to.have.length(1);
      }
    });

    it('may read refusals, faults of the body and compressed answers', async () => {
      const from = { Origin: FRONT, ...SAME_SITE };
      const answers = [
        await ask(`${program.base}/static?activity_id=1055`, { headers: from }),
        await ask(`${program.base}/static?activity_id=1056`, { headers: from }),
        await ask(`${program.base}/static?activity_id=1056`, { headers: from }),
        await postJson(`${program.base}/shake/draw`, '{', from),
        await ask(`${program.base}/shake/fairness?activity_id=1055`, { headers: from }),
        await ask(`${program.base}/media/1055/banner.svg`, { headers: from }),
      ];
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 400, 200, 200]);
      for (const { headers } of answers) {
        expect(headers.get('Access-Control-Allow-Origin')).to.equal(FRONT);
        expect(headers.get('Vary')).to.include('Origin');
      }
    });

    it('get the answer to a preflight, if they are listed', async () => {
      const { status, headers, text } = await preflight(`${program.base}/shake/draw`, FRONT);
      expect([status, text]).to.deep.equal([204, '']);
      expect(headers.get('Access-Control-Allow-Origin')).to.equal(FRONT);
      expect(headers.get('Access-Control-Allow-Credentials')).to.equal('true');
      expect(headers.get('Access-Control-Allow-Methods')).to.equal('GET, POST');
      expect(headers.get('Access-Control-Allow-Headers')).to.equal('Content-Type');
      expect(headers.get('Content-Length')).to.equal(null);
      expect(headers.get('Access-Control-Max-Age')).to.equal('7200');
      expect(headers.get('Vary')).to.equal('Origin');
    });

    it('get nothing, and draw nothing by the cookie, if they are not listed', async () => {
      for (const Origin of [
        OTHER,
        'null',
        `${FRONT}.evil.example`,
        `${FRONT}:8443`,
        FRONT.toUpperCase(),
        'http://www.shop.example',
      ]) {
        const drawn = await drawAt(program.base, { ...cookieOf('eve'), ...SAME_SITE, Origin });
        expect(drawn.json, Origin).to.deep.include({ ret: 1001, detail: { field: 'Origin' } });
        const asked = await preflight(`${program.base}/shake/draw`, Origin);
        expect(asked.status).to.equal(405);
        for (const { headers } of [drawn, asked]) expect(corsOf(headers), Origin).to.deep.equal([]);
      }
      const { json } = await drawAt(program.base, { ...cookieOf('eve'), Origin: program.origin });
      expect(json.data.draw_no).to.equal(1);
    });

    it('change nothing from another site, even if they are listed', async () => {
      const { json } = await drawAt(program.base, {
        ...cookieOf('bob'),
        ...{ Origin: FRONT, 'Sec-Fetch-Site': 'cross-site' },
      });
      expect(json).to.deep.include({ ret: 1001, detail: { field: 'Sec-Fetch-Site' } });
    });

    it('have no part in the counter, the pages and the probes', async () => {
      for (const url of [
        `${program.base}/counter/redeem`,
        `${program.base}/`,
        `${program.base}/p/1055/`,
        `${program.origin}/metrics`,
      ]) {
        expect((await preflight(url, FRONT)).status, url).to.equal(405);
        const { headers } = await ask(url, { headers: { Origin: FRONT } });
        expect(corsOf(headers), url).to.deep.equal([]);
      }
      const redeem = await postJson(`${program.base}/counter/redeem`, {}, { Origin: FRONT, ...SAME_SITE });
      expect(redeem.json).to.deep.include({ ret: 1001, detail: { field: 'Origin' } });
    });
  });

  describe('without CORS_ORIGINS', () => {
    let program: RunningProgram;
    before(async () => {
      program = await startProgram();
    });
    after(() => program.stop());

    it('get no header, and no preflight is answered', async () => {
      const asked = await preflight(`${program.base}/shake/draw`, FRONT);
      expect([asked.status, corsOf(asked.headers)]).to.deep.equal([405, []]);
      const { headers } = await ask(`${program.base}/static?activity_id=1056`, {
        headers: { Origin: FRONT },
      });
      expect(corsOf(headers)).to.deep.equal([]);
      expect(headers.get('Vary') ?? '').not.to.include('Origin');
    });

    it('of the same site neither draw by the cookie nor change it', async () => {
      const drawn = await drawAt(program.base, { ...cookieOf('ann'), ...SAME_SITE, Origin: OTHER });
      expect(drawn.json).to.deep.include({ ret: 1001, detail: { field: 'Origin' } });
      const url = `${program.base}/static?activity_id=1055&token=demo-other@1000`;
      const logIn = await getFrom('127.0.0.1', url, { ...SAME_SITE, Origin: OTHER });
      expect([logIn.status, logIn.setCookie]).to.deep.equal([200, '']);
      // A link has no origin, and the login page of the site leads back by one.
      expect((await getFrom('127.0.0.1', url, SAME_SITE)).setCookie).to.match(/^token=/);
    });

    it('of the same host, behind another port of it, draw as before', async () => {
      const Origin = program.origin.replace(/:\d+$/, '');
      const drawn = await drawAt(program.base, { ...cookieOf('cid'), ...SAME_SITE, Origin });
      expect(drawn.json.ret).to.equal(0);
    });
  });

  it('are listed as browsers send them, or the service does not start', () => {
    const read = (CORS_ORIGINS: string) => readSettings({ CORS_ORIGINS }, 1);
    const listed = read(`${FRONT},https://[::1]:8443 , http://127.0.0.1:5173`);
    expect(listed.ok && [...listed.settings.corsOrigins]).to.deep.equal([
      FRONT,
      'https://[::1]:8443',
      'http://127.0.0.1:5173',
    ]);
    for (const wrong of [
      '*',
      'null',
      'www.shop.example',
      'https://www.shop.example/',
      'https://www.shop.example:443',
      'https://WWW.shop.example',
      'https://*.shop.example',
      'http://www.shop.example',
      'https://a:b@www.shop.example',
      'file:///h5',
      `${FRONT},`,
      `${FRONT} https://b.shop.example`,
    ]) {
      const reading = read(wrong);
      const problems = reading.ok ? [] : reading.problems;
      expect(problems.join(), wrong).to.match(/^CORS_ORIGINS=".*": must be origins with commas/);
    }
  });
});

import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { ask } from '../support/http.ts';
import { type Handler, startHttpServer } from '../support/http-server.ts';
import { promised } from '../support/promised.ts';
import { getOnce, startSteadyRate } from '../support/steady-rate.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { type Stand, soundPassport, startStand, timed } from './support.ts';

const TIMEOUT_MS = 400;

/* What the service adds to the time that the passport has. */
const OWN_MS = 200;

const json = { 'Content-Type': 'application/json' };
const user = (more: string) => `{"ret":0,"data":{"uid":"mallory","more":"${more}"}}`;

const answers: Readonly<Record<string, Handler>> = {
  hangs: () => {},
  drips: (_request, response) => {
    response.writeHead(200, json);
    const drip = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(drip));
  },
  'answers 5xx': (_request, response) => response.writeHead(502).end('good-new'),
  'answers what is not JSON': (_request, response) => response.end('<html>'),
  'answers 10 MB': (_request, response) => response.writeHead(200, json).end(user('x'.repeat(10_000_000))),
  'answers with a gzip bomb': (_request, response) =>
    response.writeHead(200, { ...json, 'Content-Encoding': 'gzip' }).end(BOMB),
};
const BOMB = gzipSync(user('x'.repeat(50_000_000)));

describe('passport refuses connections, hangs, drips, 5xx, not JSON, 10 MB, redirects, gzip bomb', () => {
  let stand: Stand;
  beforeEach(async () => {
    stand = await startStand({ PASSPORT_TIMEOUT_MS: `${TIMEOUT_MS}` });
    await stand.static('sku', 'good-known');
  });
  afterEach(() => stand.stop());

  async function expectBusy(target: Stand): Promise<void> {
    const measure = async () => {
      const { result, tookMs } = await timed(() => target.static('sku', 'good-new'));
      expect([result.status, result.json.ret]).to.deep.equal([503, 5003]);
      expect(result.headers.get('Retry-After')).to.match(/^\d+$/);
      expect(result.headers.getSetCookie(), 'the cookie is kept').to.deep.equal([]);
      return { answerMs: tookMs };
    };
    // Once only: after more failures the breaker would open.
    await promised({ answerMs: TIMEOUT_MS + OWN_MS }, measure, { times: 1 });
    expect((await target.static('sku', 'good-known')).json.ret, 'a known user').to.equal(0);
  }

  for (const [name, handler] of Object.entries(answers)) {
    it(`${name}: 5003 in time, no refusal, known users are undisturbed, and all is well after`, async () => {
      stand.passportAnswers(handler);
      await expectBusy(stand);
      stand.passportAnswers(soundPassport);
      expect((await stand.static('sku', 'good-new')).json.ret).to.equal(0);
      expect(stand.program.stdout() + stand.program.stderr()).not.to.match(/good-new|mallory/);
    });
  }

  it('redirects: the token is not carried there', async () => {
    const elsewhere = await startHttpServer((_request, response) => response.end(user('')));
    for (const status of [301, 302, 303, 307, 308]) {
      stand.passportAnswers((_request, response) =>
        response.writeHead(status, { Location: elsewhere.origin }).end(user('')),
      );
      await expectBusy(stand);
    }
    expect(elsewhere.requests).to.deep.equal([]);
    await elsewhere.close();
  });

  it('refuses connections, or cuts them: 5003 at once, and served again when it is back', async () => {
    const proxy = await startTcpProxy(Number(new URL(stand.passport.origin).port), { kind: 'refuse' });
    const other = await startStand({ PASSPORT_URL: `http://127.0.0.1:${proxy.port}/check_token` });
    for (let count = 0; count < 3; count++) {
      expect((await other.static('sku', 'good-new')).json.ret).to.equal(5003);
    }
    await proxy.set({ kind: 'cut', matching: /check_token/ });
    expect((await other.static('sku', 'good-new')).json.ret).to.equal(5003);
    await proxy.set({ kind: 'pass' });
    expect((await other.static('sku', 'good-new')).json.ret).to.equal(0);
    await other.stop();
    await proxy.close();
  });

  it('the breaker opens, lets one probe through at a time, and closes by itself', async () => {
    stand.passportAnswers((_request, response) => response.writeHead(500).end());
    for (let count = 0; count < 10; count++) await stand.static('sku', `good-${count}`);
    const asked = stand.passport.requests.length;
    const probes = { now: 0, most: 0 };
    stand.passportAnswers((_request, response) => {
      probes.most = Math.max(probes.most, ++probes.now);
      response.on('close', () => {
        probes.now -= 1;
      });
    });
    const load = startSteadyRate((count) => stand.url('sku', `good-later${count}`), 100);
    // The probe hangs; the others are not asked about beside it.
    await until(() => stand.passport.requests.length > asked, { what: 'a probe' });
    const samples = await load.stop();
    expect(samples.every(({ ret }) => ret === 5003)).to.equal(true);
    expect(probes.most).to.equal(1);
    expect((await ask(`${stand.program.origin}/readyz`)).json.checks.passport.status).to.equal('degraded');

    stand.passportAnswers(soundPassport);
    const well = async () => (await stand.static('sku', 'good-last')).json.ret === 0;
    await until(well, { what: 'the passport to be asked again' });
    expect((await ask(`${stand.program.origin}/readyz`)).json.checks.passport.status).to.equal('ok');
  });
});

describe('1,000 first requests with one token at once', () => {
  for (const workers of [1, 2]) {
    it(`are one call to the passport a worker, with ${workers} of them`, async () => {
      const stand = await startStand({ WORKERS: `${workers}`, PASSPORT_TIMEOUT_MS: '5000' });
      const all = await Promise.all(
        Array.from({ length: 1000 }, () => getOnce(stand.url('sku', 'good-one'))),
      );
      expect(all.filter(({ ret }) => ret !== 0)).to.deep.equal([]);
      expect(stand.passport.requests.length).to.be.within(1, workers);
      await stand.stop();
    });
  }
});

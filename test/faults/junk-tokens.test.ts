import { Agent, request } from 'node:http';
import { expect } from 'chai';
import type { Handler } from '../support/http-server.ts';
import { getOnce, startSteadyRate } from '../support/steady-rate.ts';
import { until } from '../support/until.ts';
import { type Stand, soundPassport, startStand } from './support.ts';

/** Answers 400 to a token that it does not know, as some passports do. */
const answers400: Handler = (request, response, body) => {
  if (JSON.parse(body).token.startsWith('good-')) soundPassport(request, response, body);
  else response.writeHead(400).end('{"error":"malformed token"}');
};

/** The `ret` of a visit to the activity that needs a login, by a client that nginx has seen at this address. */
function visit(stand: Stand, token: string, address: string, agent: Agent): Promise<number | null> {
  return new Promise((resolve) => {
    const headers = { 'X-Forwarded-For': address };
    const sent = request(stand.url('sku', token), { agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text ? JSON.parse(text).ret : null)).on('error', () => resolve(null));
    });
    sent.on('error', () => resolve(null)).end();
  });
}

describe('10,000 junk tokens a second; a passport that answers 400 to them', () => {
  let stand: Stand;
  afterEach(() => stand.stop());

  it('a passport that answers 400: real logins go on, and the breaker stays closed', async () => {
    stand = await startStand({ PASSPORT_TIMEOUT_MS: '10000' });
    stand.passportAnswers(answers400);
    const junk = startSteadyRate((count) => stand.url('sku', `junk-${count}`), 100);
    await until(() => junk.samples.length > 30, { what: 'the junk to run' });
    const logins = startSteadyRate((count) => stand.url('sku', `good-${count}`), 100);
    await until(() => logins.samples.length >= 200, { what: '200 logins' });
    const [ofLogins, ofJunk] = await Promise.all([logins.stop(), junk.stop()]);
    expect(ofLogins.filter(({ ret }) => ret !== 0)).to.deep.equal([]);
    expect(new Set(ofJunk.map(({ ret }) => ret)), 'no refusal is made of a 400').to.deep.equal(
      new Set([5003]),
    );
  });

  it('one token asked 500 times: the passport is asked again after seconds alone', async () => {
    stand = await startStand({ PASSPORT_TIMEOUT_MS: '10000' });
    const agent = new Agent({ keepAlive: true });
    for (const [handler, ret] of [
      [soundPassport, 1005],
      [answers400, 5003],
    ] as const) {
      stand.passportAnswers(handler);
      const asked = stand.passport.requests.length;
      for (let count = 0; count < 500; count++) {
        expect((await getOnce(stand.url('sku', `junk-${ret}`), agent)).ret).to.equal(ret);
      }
      // Once every 5 s where it was refused, once a second where it was answered 400.
      expect(stand.passport.requests.length - asked).to.be.within(1, 50);
    }
    agent.destroy();
  });

  it('a slow passport and 1,300 junk connections: known users and users of other networks get in', async () => {
    // Sessions end after a second, so that known users must be asked about again.
    stand = await startStand({ PASSPORT_TIMEOUT_MS: '30000', SESSION_TTL_SECONDS: '1' });
    const agent = new Agent({ keepAlive: true });
    const JUNK = '198.51.100.7';
    const visits = (name: string, count: number, address: string) =>
      Promise.all(Array.from({ length: count }, (_, no) => visit(stand, `${name}${no}`, address, agent)));
    await visits('good-known', 50, JUNK);
    const { requests } = stand.passport;
    const forgotten = async () => {
      await visit(stand, 'good-known49', JUNK, agent);
      return requests.length > 50;
    };
    await until(forgotten, { what: 'the sessions to end' });

    const held: (() => void)[] = [];
    stand.passportAnswers((...args) => {
      if (args[2].includes('junk')) held.push(() => soundPassport(...args));
      else soundPassport(...args);
    });
    const junk = visits('junk', 1300, JUNK);
    await until(() => held.length === 400, { what: 'the junk to take its places' });
    expect(new Set(await visits('good-known', 50, JUNK))).to.deep.equal(new Set([0]));
    expect(new Set(await visits('good-new', 100, '203.0.113.9'))).to.deep.equal(new Set([0]));
    stand.passportAnswers(soundPassport);
    for (const answer of held) answer();
    expect(new Set(await junk)).to.deep.equal(new Set([1005, 5003]));
    agent.destroy();
  });
});

import { Agent, request } from 'node:http';
import { expect } from 'chai';
import { familiesOf, sampleValue } from '../support/scrape.ts';
import { type Stand, startStand } from './support.ts';

/* What a refusal may cost of the program's CPU, with the parsing of its request: it takes some 100 µs. */
const MAX_CPU_MS = 1.5;

interface Answer {
  readonly ret: number | null;
  readonly retryAfter: string | undefined;
}

/** A visit by a client that a proxy on this machine has seen at this address. */
function visit(stand: Stand, token: string, address: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve) => {
    const headers = { 'X-Forwarded-For': address };
    const sent = request(stand.url('sku', token), { agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ ret: text ? JSON.parse(text).ret : null, retryAfter: response.headers['retry-after'] }),
      );
    });
    sent.on('error', () => resolve({ ret: null, retryAfter: undefined })).end();
  });
}

/** Sends so many invented tokens, 10,000 a second or as many as the machine makes. */
async function flood(
  stand: Stand,
  count: number,
  addressOf: (no: number) => string,
): Promise<{ rets: Map<number | null, number>; seconds: number; retryAfter: Set<string | undefined> }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const rets = new Map<number | null, number>();
  const retryAfter = new Set<string | undefined>();
  const startedAt = performance.now();
  let sent = 0;
  const sender = async () => {
    while (sent < count) {
      const no = sent++;
      const { ret, retryAfter: after } = await visit(stand, `junk-${no}`, addressOf(no), agent);
      rets.set(ret, (rets.get(ret) ?? 0) + 1);
      if (ret === 4029) retryAfter.add(after);
    }
  };
  await Promise.all(Array.from({ length: 100 }, sender));
  agent.destroy();
  return { rets, retryAfter, seconds: (performance.now() - startedAt) / 1000 };
}

/** Visits again and again until `ended`, one visitor after another, at most `most`. @returns the `ret`s */
async function visitsUntil(
  stand: Stand,
  ended: Promise<unknown>,
  tokenOf: (no: number) => string,
  address: string,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly (number | null)[]> {
  const agent = new Agent({ keepAlive: true });
  const rets: (number | null)[] = [];
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (rets.length < 50 || (!isOver && rets.length < most)) {
    rets.push((await visit(stand, tokenOf(rets.length), address, agent)).ret);
  }
  agent.destroy();
  return rets;
}

describe('a flood of invented tokens', () => {
  let stand: Stand;
  afterEach(() => stand.stop());

  async function known(count: number, address: string): Promise<void> {
    const agent = new Agent({ keepAlive: true });
    for (let no = 0; no < count; no++) {
      expect((await visit(stand, `good-known${no}`, address, agent)).ret).to.equal(0);
    }
    agent.destroy();
  }

  const scrape = async () => {
    const families = familiesOf(await (await fetch(`${stand.program.origin}/metrics`)).text());
    return (name: string, labels = {}) => sampleValue(families, name, labels) ?? Number.NaN;
  };

  it('from one network: its own known visitors are served, and logins from other networks', async () => {
    // Sessions end after a second, so that known visitors are verified again all the time.
    stand = await startStand({ PASSPORT_TIMEOUT_MS: '30000', SESSION_TTL_SECONDS: '1', LOG_REQUESTS: 'off' });
    const JUNK = '198.51.100.7';
    await known(20, JUNK);
    const before = (await scrape())('process_cpu_seconds_total');
    const flooded = flood(stand, 20_000, () => JUNK);
    const [ofKnown, ofNew, result] = await Promise.all([
      visitsUntil(stand, flooded, (no) => `good-known${no % 20}`, JUNK),
      visitsUntil(stand, flooded, (no) => `good-new${no}`, '203.0.113.9', 1000),
      flooded,
    ]);
    const ended = await scrape();
    expect(new Set(ofKnown), 'known visitors').to.deep.equal(new Set([0]));
    expect(new Set(ofNew), 'new visitors').to.deep.equal(new Set([0]));

    const asked = stand.passport.requests.filter(({ body }) => body.includes('junk-')).length;
    const granted = ended('cms_market_unknown_tokens_total', { result: 'verified' });
    expect(asked).to.be.at.most(2000 + 200 * result.seconds + 1);
    expect(result.rets.get(4029), JSON.stringify([...result.rets])).to.equal(20_000 - asked);
    expect(result.retryAfter).to.deep.equal(new Set(['1']));
    expect(granted).to.equal(asked + 20 + ofNew.length);
    const answered = 20_000 + ofKnown.length + ofNew.length;
    const cpuMs = ((ended('process_cpu_seconds_total') - before) * 1000) / answered;
    expect(cpuMs, 'CPU of an answer').to.be.below(MAX_CPU_MS);
  });

  it('from 200 networks: known visitors are served, and the passport is asked no more than in all', async () => {
    stand = await startStand({
      PASSPORT_TIMEOUT_MS: '30000',
      LOG_REQUESTS: 'off',
      UNKNOWN_TOKEN_LIMIT: '2000/10s',
    });
    await known(20, '203.0.113.9');
    const flooded = flood(stand, 20_000, (no) => `198.51.100.${no % 200}`);
    const [ofKnown, result] = await Promise.all([
      visitsUntil(stand, flooded, (no) => `good-known${no % 20}`, '203.0.113.9'),
      flooded,
    ]);
    expect(new Set(ofKnown)).to.deep.equal(new Set([0]));
    const asked = stand.passport.requests.length - 20;
    expect(asked).to.be.at.most(2000 + 200 * result.seconds + 1);
    const limited = (await scrape())('cms_market_unknown_tokens_total', { result: 'limited_all' });
    expect(limited).to.equal(20_000 - asked);
  });
});

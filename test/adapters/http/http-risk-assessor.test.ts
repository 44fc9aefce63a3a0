import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { HttpRiskAssessor } from '../../../src/adapters/http/http-risk-assessor.ts';
import { cryptoEntropy } from '../../../src/adapters/system/crypto-entropy.ts';
import { LenientRiskAssessor } from '../../../src/application/admission/lenient-risk-assessor.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { RiskQuestion } from '../../../src/domain/visitors/risk-assessor.ts';
import type { RiskResult } from '../../../src/domain/visitors/visitor-telemetry.ts';
import { type Handler, startHttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';

const question: RiskQuestion = {
  action: 'draw',
  activityId: '1055',
  user: { uid: 'u1', zoneId: null },
  requestId: 'request-1',
  proof: 'ticket',
  origin: {
    requestId: 'http-1',
    trace: { id: 'ab'.repeat(16), flags: '01' },
    clientAddress: () => '192.0.2.7',
    userAgent: () => 'Phone/1.0',
  },
};

const verdict =
  (text: unknown): Handler =>
  (_request, response) =>
    response.end(JSON.stringify({ verdict: text }));

describe('HttpRiskAssessor', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function assessor(handler: Handler, options: { timeoutMs?: number } = {}) {
    const server = await startHttpServer(handler);
    const counted: { action: string; result: RiskResult; called: boolean }[] = [];
    const risk = new HttpRiskAssessor({
      url: `${server.origin}/assess`,
      timeoutMs: 2000,
      token: 'secret-bearer',
      entropy: cryptoEntropy,
      telemetry: {
        riskChecked: (action, result, seconds) => counted.push({ action, result, called: seconds !== null }),
      },
      ...options,
    });
    closers.push(async () => {
      risk.close();
      await server.close();
    });
    const reported: string[] = [];
    const errorReporter = {
      report: (message: string, error: unknown) => void reported.push(`${message}: ${error}`),
    };
    const lenient = new LenientRiskAssessor(risk, errorReporter);
    return { risk, lenient, server, counted, reported };
  }

  it('sends the question, with the bearer and the ids of the request', async () => {
    const { risk, server, counted } = await assessor(verdict('allow'));
    expect(await risk.assess(question)).to.equal('allow');
    const [{ method, url, headers, body } = { headers: {}, body: '' } as never] = server.requests;
    expect([method, url]).to.deep.equal(['POST', '/assess']);
    expect(JSON.parse(body)).to.deep.equal({
      ...{ action: 'draw', activity_id: '1055', uid: 'u1', zone_id: null, address: '192.0.2.7' },
      ...{ user_agent: 'Phone/1.0', request_id: 'request-1', proof: 'ticket' },
    });
    expect(headers).to.include({
      authorization: 'Bearer secret-bearer',
      'content-type': 'application/json',
      'x-request-id': 'http-1',
    });
    expect(headers['traceparent']).to.match(new RegExp(`^00-${'ab'.repeat(16)}-[0-9a-f]{16}-01$`));
    expect(counted).to.deep.equal([{ action: 'draw', result: 'allow', called: true }]);
  });

  it('sends null for what it does not know', async () => {
    const { risk, server } = await assessor(verdict('deny'));
    const bare = { ...question, action: 'claim', proof: undefined, origin: undefined } as const;
    expect(await risk.assess(bare)).to.equal('deny');
    expect(JSON.parse(server.requests[0]?.body ?? '')).to.include({
      ...{ action: 'claim', address: null, user_agent: null, proof: null },
    });
  });

  it('returns a challenge', async () => {
    const { risk } = await assessor(verdict('challenge'));
    expect(await risk.assess(question)).to.equal('challenge');
  });

  const faults: Readonly<Record<string, Handler>> = {
    'answers 500': (_request, response) => response.writeHead(500).end(),
    'answers 401': (_request, response) => response.writeHead(401).end(),
    'answers 204': (_request, response) => response.writeHead(204).end(),
    redirects: (_request, response) => response.writeHead(307, { Location: '/elsewhere' }).end(),
    'answers no JSON': (_request, response) => response.end('<html>'),
    'answers another verdict': verdict('maybe'),
    'answers a list': (_request, response) => response.end('["allow"]'),
    'answers too much': (_request, response) =>
      response.end(JSON.stringify({ verdict: 'allow', more: 'x'.repeat(70_000) })),
    'answers packed': (_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"verdict":"allow"}')),
    'breaks off': (request) => request.socket.destroy(),
  };
  for (const [what, handler] of Object.entries(faults)) {
    it(`takes no verdict from a check that ${what}`, async () => {
      const closed = await assessor(handler);
      const error = await closed.risk.assess(question).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(DependencyError).with.property('dependency', 'risk check');
      expect(String(error)).not.to.contain('secret-bearer');
      expect(closed.counted).to.deep.equal([{ action: 'draw', result: 'fault', called: true }]);
      expect(closed.server.requests.length).to.be.at.most(1);

      const open = await assessor(handler);
      expect(await open.lenient.assess(question)).to.equal('allow');
      expect(open.reported).to.have.length(1);
      expect(open.reported.join()).not.to.contain('secret-bearer');
    });
  }

  it('waits for a slow check no longer than its deadline, also where bytes keep coming', async () => {
    const slow: Handler = (request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      request.socket.on('close', () => clearInterval(timer));
    };
    const { risk } = await assessor(slow, { timeoutMs: 150 });
    const error = await risk.assess(question).catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain('no answer in 150 ms');
  });

  it('leaves a check alone after repeated faults, and asks again when it is back', async () => {
    let answer: Handler = (_request, response) => response.writeHead(500).end();
    const { lenient, server, counted } = await assessor((...args) => answer(...args));
    for (let no = 0; no < 15; no++) expect(await lenient.assess(question)).to.equal('allow');
    expect(server.requests).to.have.length(10);
    expect(counted.at(-1)).to.deep.equal({ action: 'draw', result: 'breaker_open', called: false });
    answer = verdict('deny');
    await until(async () => (await lenient.assess(question)) === 'deny', {
      what: 'the check to be asked again',
    });
  });
});

import { expect } from 'chai';
import sinon from 'sinon';
import { MemorySessionCache } from '../../../src/adapters/memory/memory-session-cache.ts';
import { Sessions } from '../../../src/application/admission/sessions.ts';
import type { TokenVerifier, VerificationResult } from '../../../src/domain/visitors/token-verifier.ts';

const ann: VerificationResult = { kind: 'user', user: { uid: 'ann', zoneId: null, profile: {} } };

describe('sessions', () => {
  let sessionCache: MemorySessionCache;
  let tokenVerifier: sinon.SinonStubbedInstance<TokenVerifier>;
  let errorReporter: { report: sinon.SinonStub };
  let sessions: Sessions;

  beforeEach(() => {
    sessionCache = new MemorySessionCache();
    tokenVerifier = { verify: sinon.stub<[string], Promise<VerificationResult>>().resolves(ann) };
    errorReporter = { report: sinon.stub() };
    sessions = new Sessions({ sessionCache, tokenVerifier, errorReporter, ttlSeconds: 60 });
  });

  it('ask the passport once, then the cache', async () => {
    const origin = { requestId: 'r1', trace: null, clientAddress: () => '192.0.2.1' };
    expect(await sessions.resolve('t', origin)).to.deep.equal(ann);
    expect(await sessions.resolve('t')).to.deep.equal(ann);
    sinon.assert.calledOnceWithExactly(tokenVerifier.verify, 't', origin, false);
  });

  it('ask the passport once for all who come before its answer is cached', async () => {
    const put = sinon.stub(sessionCache, 'put').callThrough();
    let cached = () => {};
    put.returns(
      new Promise((resolve) => {
        cached = resolve;
      }),
    );
    const first = sessions.resolve('t');
    // The first has its answer and is writing it; a second caller still finds nothing in the cache.
    while (!put.called) await Promise.resolve();
    const second = sessions.resolve('t');
    cached();
    await Promise.all([first, second]);
    sinon.assert.calledOnce(tokenVerifier.verify);
  });

  it('do not remember a refusal', async () => {
    tokenVerifier.verify.onFirstCall().resolves({ kind: 'refused' });
    expect(await sessions.resolve('t')).to.deep.equal({ kind: 'refused' });
    expect(await sessions.resolve('t')).to.deep.equal(ann);
  });

  it('say to the passport which tokens were good before: verified ones, and those the cache had', async () => {
    const get = sinon.stub(sessionCache, 'get').resolves(undefined);
    const saysKnown = async (token: string) => {
      await sessions.resolve(token);
      return tokenVerifier.verify.lastCall.args[2];
    };
    expect(await saysKnown('verified')).to.equal(false);
    expect(await saysKnown('verified')).to.equal(true);
    get.onCall(2).resolves(ann.kind === 'user' ? ann.user : undefined);
    await sessions.resolve('cached');
    expect(await saysKnown('cached')).to.equal(true);

    tokenVerifier.verify.resolves({ kind: 'refused' });
    expect(await saysKnown('verified')).to.equal(true);
    expect(await saysKnown('verified'), 'after a refusal').to.equal(false);
    expect(await saysKnown('junk')).to.equal(false);
    expect(await saysKnown('junk')).to.equal(false);
  });

  it('ask the passport while the cache does not answer, and report that fault', async () => {
    sinon.stub(sessionCache, 'get').rejects(new Error('away'));
    sinon.stub(sessionCache, 'put').rejects(new Error('away'));
    expect(await sessions.resolve('t')).to.deep.equal(ann);
    sinon.assert.calledWith(errorReporter.report, 'session cache cannot be read');
  });

  it('do not let a cache that cannot be read delay the answer by being written', async () => {
    sinon.stub(sessionCache, 'get').rejects(new Error('away'));
    sinon.stub(sessionCache, 'put').returns(new Promise(() => {}));
    expect(await sessions.resolve('t')).to.deep.equal(ann);
  });

  it('fail when neither can say, and start afresh the next time', async () => {
    tokenVerifier.verify.onFirstCall().rejects(new Error('passport away'));
    expect(await Promise.resolve(sessions.resolve('t')).catch((error: Error) => error.message)).to.equal(
      'passport away',
    );
    expect(await sessions.resolve('t')).to.deep.equal(ann);
  });
});

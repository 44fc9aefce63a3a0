import { expect } from 'chai';
import sinon from 'sinon';
import { MemorySessionCache } from '../../../src/adapters/memory/memory-session-cache.ts';
import type { Sessions } from '../../../src/application/admission/sessions.ts';
import type {
  TokenVerifier,
  VerificationResult,
  VerifiedToken,
} from '../../../src/domain/visitors/token-verifier.ts';
import { demoSessions } from '../../support/demo-sessions.ts';
import { sessionOf } from '../../support/sample-session.ts';

const annUser = { uid: 'ann', zoneId: null, profile: {} };
const ann: VerificationResult = { kind: 'user', user: annUser };

describe('sessions', () => {
  let sessionCache: MemorySessionCache;
  let tokenVerifier: sinon.SinonStubbedInstance<TokenVerifier>;
  let errorReporter: { report: sinon.SinonStub };
  let sessions: Sessions;

  beforeEach(() => {
    sessionCache = new MemorySessionCache();
    tokenVerifier = { verify: sinon.stub<[string], Promise<VerificationResult>>().resolves(ann) };
    errorReporter = { report: sinon.stub() };
    sessions = demoSessions({ sessionCache, tokenVerifier, errorReporter });
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
    get.onCall(2).resolves(sessionOf(annUser));
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

  describe('whose end is known', () => {
    const NOW = 1_000_000_000_000;
    const verified = (facts: Partial<VerifiedToken>) => ({ ...ann, ...facts }) as VerificationResult;
    let ended: { seen: number; isVoid: sinon.SinonStub; isOver: sinon.SinonStub; isUnsure: sinon.SinonStub };
    let clock: { now: sinon.SinonStub };

    beforeEach(() => {
      ended = {
        seen: 7,
        isVoid: sinon.stub().returns(false),
        isOver: sinon.stub().returns(false),
        isUnsure: sinon.stub().returns(false),
      };
      clock = { now: sinon.stub().returns(NOW) };
      sessions = demoSessions({ sessionCache, tokenVerifier, errorReporter, ended, clock, ttlSeconds: 60 });
    });

    it('are kept until the token ends, if that is earlier', async () => {
      const put = sinon.spy(sessionCache, 'put');
      tokenVerifier.verify.onCall(0).resolves(verified({ expiresAt: NOW + 9_900, sid: 's' }));
      tokenVerifier.verify.onCall(1).resolves(verified({ expiresAt: NOW + 90_000 }));
      tokenVerifier.verify.onCall(2).resolves(verified({ expiresAt: NOW + 900 }));
      for (const token of ['short', 'long', 'almost over']) await sessions.resolve(token);
      expect(put.args.map(([token, session, ttlSeconds]) => [token, session, ttlSeconds])).to.deep.equal([
        ['short', { user: annUser, expiresAt: NOW + 9_900, sid: 's', endsSeen: 7 }, 9],
        ['long', { user: annUser, expiresAt: NOW + 90_000, sid: null, endsSeen: 7 }, 60],
      ]);
    });

    it('are not believed after the token has ended, whatever the cache has', async () => {
      tokenVerifier.verify.resolves(verified({ expiresAt: NOW + 9_900 }));
      await sessions.resolve('t');
      clock.now.returns(NOW + 9_900);
      tokenVerifier.verify.resolves({ kind: 'refused' });
      expect(await sessions.resolve('t')).to.deep.equal({ kind: 'refused' });
    });

    it('are verified anew once they are void, as tokens that were good before', async () => {
      await sessions.resolve('t');
      ended.isVoid.returns(true);
      tokenVerifier.verify.resolves({ kind: 'refused' });
      expect(await sessions.resolve('t')).to.deep.equal({ kind: 'refused' });
      expect(tokenVerifier.verify.lastCall.args[2]).to.equal(true);
    });

    it('remember what was known before the passport was asked, not what came meanwhile', async () => {
      const put = sinon.spy(sessionCache, 'put');
      tokenVerifier.verify.callsFake(async () => {
        ended.seen = 8;
        return ann;
      });
      await sessions.resolve('t');
      expect(put.firstCall.args[1].endsSeen).to.equal(7);
    });

    it('are verified again after 5 s, if a session of the user ended just before', async () => {
      ended.isUnsure.returns(true);
      await sessions.resolve('t');
      ended.isUnsure.returns(false);
      clock.now.returns(NOW + 4999);
      await sessions.resolve('t');
      sinon.assert.calledOnce(tokenVerifier.verify);
      clock.now.returns(NOW + 5000);
      await sessions.resolve('t');
      sinon.assert.calledTwice(tokenVerifier.verify);
      clock.now.returns(NOW + 25_000);
      await sessions.resolve('t');
      sinon.assert.calledTwice(tokenVerifier.verify);
    });

    it('are refused where no issuer was asked and the token was ended', async () => {
      ended.isOver.returns(true);
      expect(await sessions.resolve('t')).to.deep.equal({ kind: 'refused' });
    });
  });

  it('do not verify unknown tokens beyond their limit, and always those that were good before', async () => {
    const get = sinon.stub(sessionCache, 'get').returns(undefined);
    const unknownTokens = { take: sinon.stub().returns({ kind: 'granted' }) };
    sessions = demoSessions({ sessionCache, tokenVerifier, errorReporter, unknownTokens });
    await sessions.resolve('good');
    unknownTokens.take.returns({ kind: 'refused', retryAfterSeconds: 3 });
    expect(await sessions.resolve('junk')).to.deep.equal({ kind: 'too_many_tokens', retryAfterSeconds: 3 });
    expect(await sessions.resolve('good')).to.deep.equal({ kind: 'user', user: annUser });
    sinon.assert.calledTwice(tokenVerifier.verify);
    get.restore();
  });

  it('count no token as unknown while the cache does not answer, which may have its session', async () => {
    const get = sinon.stub(sessionCache, 'get').rejects(new Error('away'));
    const unknownTokens = { take: sinon.stub().returns({ kind: 'refused', retryAfterSeconds: 3 }) };
    sessions = demoSessions({ sessionCache, tokenVerifier, errorReporter, unknownTokens });
    expect(await sessions.resolve('t')).to.deep.equal({ kind: 'user', user: annUser });
    sinon.assert.notCalled(unknownTokens.take);
    get.restore();
  });
});

import { expect } from 'chai';
import { RETRY_DELAYS_MS, verdictOn } from '../../../src/domain/deliveries/retry-schedule.ts';

const NOW = 1_000_000;
const attempt = (attempts = 0, chance = 0) => ({ attempts, now: NOW, chance });
const http = (status: number, retryAfterMs: number | null = null) =>
  ({ kind: 'answered', status, retryAfterMs }) as const;

describe('the schedule of webhooks', () => {
  it('takes every 2xx for delivered', () => {
    for (const status of [200, 201, 202, 204, 299]) {
      expect(verdictOn(http(status), attempt())).to.deep.equal({ kind: 'delivered' });
    }
  });

  it('fails at once where later would be no better, and at a redirect', () => {
    for (const status of [300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 409, 422, 451, 499]) {
      expect(verdictOn(http(status), attempt())).to.deep.equal({ kind: 'failed', error: `HTTP ${status}` });
    }
  });

  it('stops the endpoint at 410, also after the last attempt', () => {
    for (const attempts of [0, 7]) {
      expect(verdictOn(http(410), attempt(attempts)).kind).to.equal('endpoint_gone');
    }
  });

  it('tries again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h, and then no more', () => {
    const minutes = [5 / 60, 5, 30, 120, 300, 600, 600];
    for (const [attempts, minute] of minutes.entries()) {
      for (const answer of [http(500), http(503), http(599), http(408), http(425), http(429)]) {
        expect(verdictOn(answer, attempt(attempts))).to.deep.equal({
          kind: 'retry',
          dueAt: NOW + minute * 60_000,
          error: `HTTP ${answer.status}`,
        });
      }
    }
    expect(verdictOn(http(500), attempt(7))).to.deep.equal({ kind: 'failed', error: 'HTTP 500' });
    expect(verdictOn({ kind: 'unanswered', reason: 'no answer in 10 s' }, attempt(7))).to.deep.equal({
      kind: 'failed',
      error: 'no answer in 10 s',
    });
  });

  it('spreads the attempts over a fifth of the time, and is never early', () => {
    for (const [attempts, delayMs] of RETRY_DELAYS_MS.entries()) {
      const verdict = verdictOn({ kind: 'unanswered', reason: 'x' }, attempt(attempts, 0.999));
      expect(verdict.kind === 'retry' && verdict.dueAt - NOW).to.be.within(delayMs * 1.19, delayMs * 1.2);
    }
  });

  it('keeps Retry-After where it is later than the schedule, up to 10 hours', () => {
    const due = (retryAfterMs: number, attempts = 0) => {
      const verdict = verdictOn(http(429, retryAfterMs), attempt(attempts));
      return verdict.kind === 'retry' && verdict.dueAt - NOW;
    };
    expect(due(60_000)).to.equal(60_000);
    expect(due(0)).to.equal(5000);
    expect(due(60_000, 1)).to.equal(300_000);
    expect(due(1e12)).to.equal(36_000_000);
  });
});

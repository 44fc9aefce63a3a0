import { expect } from 'chai';
import { expiryOf, IDLE_MS, isOver, isWithin } from '../../../src/domain/operators/session-lifetime.ts';

const HOUR = 3_600_000;
const session = {
  ...{ digest: 'd', id: 'i', operatorId: 'o', via: 'password' as const, address: '', userAgent: '' },
  ...{ startedAt: 0, lastUsedAt: 0, expiresAt: expiryOf('password', 0) },
};

describe('the lifetime of a session', () => {
  it('is 7 days with a password, and a day from the single sign-on', () => {
    expect([expiryOf('password', 5), expiryOf('oidc', 5)]).to.deep.equal([5 + 168 * HOUR, 5 + 24 * HOUR]);
  });

  it('ends 8 hours after the last use', () => {
    expect(isOver({ ...session, lastUsedAt: 9 * HOUR }, 9 * HOUR + IDLE_MS - 1)).to.equal(false);
    expect(isOver({ ...session, lastUsedAt: 9 * HOUR }, 9 * HOUR + IDLE_MS)).to.equal(true);
  });

  it('does not begin later than now, but for the difference of two clocks', () => {
    expect(isWithin(1000, 9 * HOUR, 1000 - 4 * 60_000)).to.equal(true);
    expect(isWithin(1000, 9 * HOUR, 1000 - 5 * 60_000)).to.equal(false);
    expect(isWithin(0, 1000, 1000)).to.equal(false);
  });
});

import { expect } from 'chai';
import type { SessionCache } from '../../src/domain/visitors/session-cache.ts';
import { sessionOf } from '../support/sample-session.ts';
import { until } from '../support/until.ts';

export interface SessionCacheCase {
  readonly name: string;
  create(): Promise<{ cache: SessionCache; close(): Promise<void> }>;
}

/** The contract of SessionCache, for each adapter. */
export function describeSessionCache({ name, create }: SessionCacheCase): void {
  describe(`SessionCache: ${name}`, () => {
    let cache: SessionCache;
    let close: () => Promise<void>;
    let serial = 0;

    before(async () => {
      ({ cache, close } = await create());
    });
    after(() => close());

    const freshToken = () => `token-${process.pid}-${serial++}`;
    const ann = sessionOf({
      uid: 'ann',
      zoneId: '1000',
      profile: { nick: '安', tags: ['a', { b: null }], age: 7 },
    });
    const bob = sessionOf(
      { uid: 'bob', zoneId: null, profile: {} },
      { expiresAt: 1_900_000_000_123, sid: 'sid-1 "ü"', endsSeen: 1_764_000_000_001 },
    );
    const called = (uid: string) => sessionOf({ ...ann.user, uid });

    it('returns undefined for a token that was never put', async () => {
      expect(await cache.get(freshToken())).to.equal(undefined);
    });

    it('returns the session that was put', async () => {
      const [one, other] = [freshToken(), freshToken()];
      await cache.put(one, ann, 60);
      await cache.put(other, bob, 60);
      expect(await cache.get(one)).to.deep.equal(ann);
      expect(await cache.get(other)).to.deep.equal(bob);
    });

    it('replaces the session of a token', async () => {
      const token = freshToken();
      await cache.put(token, ann, 60);
      expect(await cache.get(token)).to.deep.equal(ann);
      await cache.put(token, bob, 60);
      expect(await cache.get(token)).to.deep.equal(bob);
    });

    it('forgets a session when its time is over', async () => {
      const token = freshToken();
      await cache.put(token, ann, 1);
      expect(await cache.get(token)).to.deep.equal(ann);
      await until(async () => (await cache.get(token)) === undefined, {
        what: 'the session to end',
      });
    });

    it('accepts each printable token up to the allowed length', async () => {
      const tokens = ['x', 'y'.repeat(4096), '{1055}:*?[a-z]"\\;', ' ~'].map((text) =>
        `${freshToken()}${text}`.slice(-4096),
      );
      await Promise.all(tokens.map((token) => cache.put(token, called(token.slice(0, 100)), 60)));
      for (const token of tokens) expect((await cache.get(token))?.user.uid).to.equal(token.slice(0, 100));
    });

    it('does not mix up concurrent sessions', async () => {
      const tokens = Array.from({ length: 500 }, freshToken);
      await Promise.all(tokens.map((token) => cache.put(token, called(`user of ${token}`), 60)));
      const found = await Promise.all(tokens.map((token) => cache.get(token)));
      expect(found.map((session) => session?.user.uid)).to.deep.equal(
        tokens.map((token) => `user of ${token}`),
      );
    });

    it('holds one of two sessions that are put for a token concurrently, complete', async () => {
      const token = freshToken();
      await Promise.all([
        cache.put(token, ann, 60),
        cache.get(token),
        cache.put(token, bob, 60),
        cache.get(token),
      ]);
      expect([ann, bob]).to.deep.include(await cache.get(token));
    });
  });
}

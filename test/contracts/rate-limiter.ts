import { expect } from 'chai';
import type { RateLimit, RateLimiter } from '../../src/domain/visitors/rate-limiter.ts';
import { until } from '../support/until.ts';

export interface RateLimiterCase {
  readonly name: string;
  create(limit: RateLimit): Promise<{ limiter: RateLimiter; close(): Promise<void> }>;
}

/** The contract of RateLimiter, for each adapter. */
export function describeRateLimiter({ name, create }: RateLimiterCase): void {
  describe(`RateLimiter: ${name}`, () => {
    const closers: (() => Promise<void>)[] = [];
    after(() => Promise.all(closers.map((close) => close())));

    let serial = 0;
    const freshKey = () => `a1:user-${process.pid}-${serial++}`;
    async function limited(uses: number, windowSeconds: number): Promise<RateLimiter> {
      const { limiter, close } = await create({ uses, windowSeconds });
      closers.push(close);
      return limiter;
    }
    async function take(limiter: RateLimiter, key: string, times: number) {
      const all = await Promise.all(Array.from({ length: times }, () => limiter.take(key)));
      return all.filter(({ kind }) => kind === 'granted').length;
    }

    it('grants as many uses as the limit allows, sequential and concurrent', async () => {
      const limiter = await limited(30, 60);
      const [one, other] = [freshKey(), freshKey()];
      let granted = 0;
      for (let count = 0; count < 40; count++) granted += await take(limiter, one, 1);
      expect(granted).to.equal(30);
      expect(await take(limiter, other, 100)).to.equal(30);
    });

    it('returns the time to wait, also for a user who returns too early', async () => {
      const limiter = await limited(2, 60);
      const key = freshKey();
      await take(limiter, key, 2);
      for (let count = 0; count < 3; count++) {
        const refusal = await limiter.take(key);
        if (refusal.kind !== 'refused') throw new Error('granted');
        expect(refusal.retryAfterSeconds).to.be.within(1, 60);
      }
    });

    it('counts each key separately', async () => {
      const limiter = await limited(1, 60);
      const [one, other] = [freshKey(), freshKey()];
      expect(await take(limiter, one, 2)).to.equal(1);
      expect(await take(limiter, other, 1)).to.equal(1);
    });

    it('grants again when the window is over, also if it was called all the time', async () => {
      const limiter = await limited(20, 1);
      const key = freshKey();
      expect(await take(limiter, key, 40)).to.equal(20);
      await until(async () => (await take(limiter, key, 1)) === 1, { what: 'a new window' });
    });
  });
}

import { expect } from 'chai';
import type { Lease } from '../../src/domain/shared/lease.ts';

export interface LeaseCase {
  readonly name: string;
  /** A new lease, as two processes have it. */
  create(): Promise<{ one: Lease; two: Lease; close(): Promise<void> }>;
}

/** The contract of Lease, for each adapter. */
export function describeLease({ name, create }: LeaseCase): void {
  describe(`Lease: ${name}`, () => {
    let made: Awaited<ReturnType<LeaseCase['create']>>;
    beforeEach(async () => {
      made = await create();
    });
    afterEach(() => made.close());

    it('belongs to one holder until it expires', async () => {
      expect(await made.one.take('a', 1000, 5000)).to.be.a('number');
      expect(await made.two.take('b', 1000, 5999)).to.equal(null);
      expect(await made.one.take('a', 1000, 5500)).to.be.a('number');
      expect(await made.two.take('b', 1000, 6500)).to.equal(null);
      expect(await made.two.take('b', 1000, 6501)).to.be.a('number');
      expect(await made.one.take('a', 1000, 6502)).to.equal(null);
    });

    it('is free when it was given back by its holder, and not by another', async () => {
      await made.one.take('a', 1000, 5000);
      await made.two.release('b', 5001);
      expect(await made.two.take('b', 1000, 5002)).to.equal(null);
      await made.one.release('a', 5003);
      expect(await made.two.take('b', 1000, 5003)).to.be.a('number');
    });

    it('has one fence for as long as it is kept, and a higher one after another holder', async () => {
      const first = await made.one.take('a', 1000, 5000);
      expect(await made.one.take('a', 1000, 5900)).to.equal(first);
      // It had expired, but nobody took it.
      expect(await made.one.take('a', 1000, 9000)).to.equal(first);
      const second = await made.two.take('b', 1000, 10_001);
      expect(second).to.be.greaterThan(first as number);
      expect(await made.one.take('a', 1000, 11_002)).to.be.greaterThan(second as number);
    });

    it('is not kept by a clock that was ahead: what ends later than two terms from now has ended', async () => {
      await made.one.take('ahead', 1000, 3_600_000);
      expect(await made.two.take('b', 1000, 5000)).to.be.a('number');
      await made.two.release('b', 5001);
      await made.one.take('a little ahead', 1000, 6000);
      expect(await made.two.take('b', 1000, 5002)).to.equal(null);
    });

    it('is taken by one of two at the same time, in 10 rounds', async () => {
      for (let round = 0; round < 10; round++) {
        const now = round * 10_000 + 1;
        const taken = await Promise.all([
          made.one.take(`a${round}`, 1000, now),
          made.two.take(`b${round}`, 1000, now),
        ]);
        expect(taken.filter((fence) => fence !== null)).to.have.length(1);
      }
    });
  });
}

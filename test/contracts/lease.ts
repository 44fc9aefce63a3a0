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
      expect(await made.one.take('a', 1000, 5000)).to.equal(true);
      expect(await made.two.take('b', 1000, 5999)).to.equal(false);
      expect(await made.one.take('a', 1000, 5500)).to.equal(true);
      expect(await made.two.take('b', 1000, 6500)).to.equal(false);
      expect(await made.two.take('b', 1000, 6501)).to.equal(true);
      expect(await made.one.take('a', 1000, 6502)).to.equal(false);
    });

    it('is free when it was given back by its holder, and not by another', async () => {
      await made.one.take('a', 1000, 5000);
      await made.two.release('b', 5001);
      expect(await made.two.take('b', 1000, 5002)).to.equal(false);
      await made.one.release('a', 5003);
      expect(await made.two.take('b', 1000, 5003)).to.equal(true);
    });

    it('is taken by one of two at the same time, in 10 rounds', async () => {
      for (let round = 0; round < 10; round++) {
        const now = round * 10_000 + 1;
        const taken = await Promise.all([
          made.one.take(`a${round}`, 1000, now),
          made.two.take(`b${round}`, 1000, now),
        ]);
        expect(taken.filter(Boolean)).to.have.length(1);
      }
    });
  });
}

import { expect } from 'chai';
import type { UnitPools } from '../../src/domain/draws/unit-pools.ts';

export interface UnitPoolsCase {
  readonly name: string;
  create(): Promise<{ ledger: UnitPools; close(): Promise<void> }>;
}

/** The contract of UnitPools, for each adapter. */
export function describeUnitPools({ name, create }: UnitPoolsCase): void {
  describe(`UnitPools: ${name}`, () => {
    let pools: UnitPools;
    let close: () => Promise<void>;
    let activityId: string;
    let serial = 0;

    before(async () => {
      ({ ledger: pools, close } = await create());
    });
    after(() => close());
    beforeEach(() => {
      activityId = `pooled-${serial++}`;
    });

    it('has none of an activity of which nothing was announced', async () => {
      expect(await pools.pools(activityId)).to.deep.equal({});
    });

    it('has the size of each prize, each activity for itself', async () => {
      await pools.growPool(activityId, 'car', 3);
      await pools.growPool(activityId, 'a.b-c_d', 1_000_000);
      await pools.growPool(`${activityId}-2`, 'car', 7);
      expect(await pools.pools(activityId)).to.deep.equal({ car: 3, 'a.b-c_d': 1_000_000 });
    });

    it('never shrinks, and grows as often as one likes', async () => {
      const seen: unknown[] = [];
      for (const size of [5, 5, 3, 10, 9]) {
        await pools.growPool(activityId, 'car', size);
        seen.push((await pools.pools(activityId)).car);
      }
      expect(seen).to.deep.equal([5, 5, 5, 10, 10]);
    });

    it('has the largest of sizes that are announced at the same time', async () => {
      const sizes = Array.from({ length: 50 }, (_, index) => ((index * 37) % 50) + 1);
      await Promise.all(sizes.map((size) => pools.growPool(activityId, 'car', size)));
      expect(await pools.pools(activityId)).to.deep.equal({ car: 50 });
    });
  });
}

import { expect } from 'chai';
import { GatheredWrites } from '../../../../src/adapters/sql/records/gathered-writes.ts';

describe('gathered writes', () => {
  it('write together what arrives while a write is under way, at most so many, each with its result', async () => {
    const batches: number[][] = [];
    const writes = new GatheredWrites<number, string>(3, async (items) => {
      batches.push([...items]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return items.map(String);
    });
    const first = writes.add(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    const others = [2, 3, 4, 5].map((item) => writes.add(item));
    expect(await Promise.all([first, ...others])).to.deep.equal(['1', '2', '3', '4', '5']);
    expect(batches.flat()).to.deep.equal([1, 2, 3, 4, 5]);
    expect(batches.every(({ length }) => length <= 3)).to.equal(true);
    expect(batches.length).to.be.lessThan(5);
    expect(await writes.add(6)).to.equal('6');
  });

  it('reject the items of a write that failed, and go on', async () => {
    const writes = new GatheredWrites<number, number>(1, async ([item]) => {
      if (item === 2) throw new Error('away');
      return [item as number];
    });
    const results = await Promise.allSettled([1, 2, 3].map((item) => writes.add(item)));
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
  });
});

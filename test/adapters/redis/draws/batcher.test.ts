import { expect } from 'chai';
import { Batcher } from '../../../../src/adapters/redis/draws/batcher.ts';

describe('Batcher', () => {
  /** A batcher that doubles numbers, and a record of its batches. */
  function doubling(maxItems: number) {
    const sent: (readonly [string, readonly number[]])[] = [];
    const batcher = new Batcher<number, number>(async (key, items) => {
      sent.push([key, items]);
      if (items.includes(13)) throw new Error('unlucky');
      return items.map((item) => item * 2);
    }, maxItems);
    return { sent, batcher };
  }

  it('sends the items of one turn of the event loop together, and gives each its own reply', async () => {
    const { sent, batcher } = doubling(10);
    expect(await Promise.all([1, 2, 3].map((item) => batcher.add('a', item)))).to.deep.equal([2, 4, 6]);
    expect(await batcher.add('a', 4)).to.equal(8);
    expect(sent).to.deep.equal([
      ['a', [1, 2, 3]],
      ['a', [4]],
    ]);
  });

  it('sends each key by itself', async () => {
    const { sent, batcher } = doubling(10);
    await Promise.all([batcher.add('a', 1), batcher.add('b', 2), batcher.add('a', 3)]);
    expect(sent).to.deep.equal([
      ['a', [1, 3]],
      ['b', [2]],
    ]);
  });

  it('sends at most the given number of items together', async () => {
    const { sent, batcher } = doubling(2);
    const replies = await Promise.all([1, 2, 3, 4, 5].map((item) => batcher.add('a', item)));
    expect(replies).to.deep.equal([2, 4, 6, 8, 10]);
    expect(sent.map(([, items]) => items)).to.deep.equal([[1, 2], [3, 4], [5]]);
  });

  it('fails all items of a batch that fails, and no others', async () => {
    const { batcher } = doubling(2);
    const settled = await Promise.allSettled([1, 13, 3].map((item) => batcher.add('a', item)));
    expect(settled.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'fulfilled']);
    expect(await batcher.add('a', 1)).to.equal(2);
  });
});

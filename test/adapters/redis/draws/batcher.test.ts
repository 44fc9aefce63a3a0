import { expect } from 'chai';
import { Batcher } from '../../../../src/adapters/redis/draws/batcher.ts';

describe('Batches', () => {
  /** Doubles numbers, and tells what it was asked together. */
  function doubling(most: number) {
    const asked: (readonly [string, readonly number[]])[] = [];
    const batches = new Batcher<number, number>(async (key, items) => {
      asked.push([key, items]);
      if (items.includes(13)) throw new Error('unlucky');
      return items.map((item) => item * 2);
    }, most);
    return { asked, batches };
  }

  it('asks at once what comes in one turn of the event loop, and gives each its own answer', async () => {
    const { asked, batches } = doubling(10);
    const answers = await Promise.all([1, 2, 3].map((item) => batches.ask('a', item)));
    expect(answers).to.deep.equal([2, 4, 6]);
    expect(await batches.ask('a', 4)).to.equal(8);
    expect(asked).to.deep.equal([
      ['a', [1, 2, 3]],
      ['a', [4]],
    ]);
  });

  it('keeps keys apart', async () => {
    const { asked, batches } = doubling(10);
    await Promise.all([batches.ask('a', 1), batches.ask('b', 2), batches.ask('a', 3)]);
    expect(asked).to.deep.equal([
      ['a', [1, 3]],
      ['b', [2]],
    ]);
  });

  it('asks no more together than it may', async () => {
    const { asked, batches } = doubling(2);
    const items = [1, 2, 3, 4, 5];
    expect(await Promise.all(items.map((item) => batches.ask('a', item)))).to.deep.equal([2, 4, 6, 8, 10]);
    expect(asked.map(([, together]) => together)).to.deep.equal([[1, 2], [3, 4], [5]]);
  });

  it('fails whoever was asked about together with what fails, and nobody else', async () => {
    const { batches } = doubling(2);
    const settled = await Promise.allSettled([1, 13, 3].map((item) => batches.ask('a', item)));
    expect(settled.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'fulfilled']);
    expect(await batches.ask('a', 1)).to.equal(2);
  });
});

import { expect } from 'chai';
import sinon from 'sinon';
import { TurnQueue } from '../../../../src/adapters/sql/records/turn-queue.ts';

describe('a queue of turns', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => clock.restore());

  it('gives one turn after the other, in their order, and leaves no timer behind', async () => {
    const queue = new TurnQueue();
    const seen: number[] = [];
    const turns = [0, 1, 2].map(async (no) => {
      const end = await queue.take();
      seen.push(no);
      await new Promise(setImmediate);
      expect(seen).to.have.length(no + 1);
      end();
    });
    await queue.ended();
    expect(seen).to.deep.equal([0, 1, 2]);
    await Promise.all(turns);
    expect(clock.countTimers()).to.equal(0);
  });

  it('fails where a turn does not end, and whoever comes next waits for it all the same', async () => {
    const queue = new TurnQueue();
    const end = await queue.take();
    const inVain = queue.take().then(() => 'taken', String);
    await clock.tickAsync(30_000);
    expect(await inVain).to.equal('Error: another transaction of this process has not ended in 30000 ms');
    let isTaken = false;
    const next = queue.take().then(() => {
      isTaken = true;
    });
    await clock.tickAsync(1000);
    expect(isTaken).to.equal(false);
    end();
    await next;
  });
});

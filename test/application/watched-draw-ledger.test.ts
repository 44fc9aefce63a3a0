import { expect } from 'chai';
import sinon from 'sinon';
import { MemoryDrawLedger } from '../../src/adapters/memory/memory-draw-ledger.ts';
import { WatchedDrawLedger } from '../../src/application/watched-draw-ledger.ts';
import type { DrawOrder } from '../../src/domain/ports/draw-ledger.ts';
import { NO_DRAWS } from '../../src/domain/user-draw-info.ts';

describe('a watched ledger', () => {
  const books = new MemoryDrawLedger();
  let watched: WatchedDrawLedger;
  let requests = 0;

  before(() => books.seed('a1', 'ab'.repeat(32), 'secret'));
  beforeEach(() => {
    watched = new WatchedDrawLedger(books, (error) =>
      (error as Error).message === 'full' ? 'it is full' : null,
    );
  });
  afterEach(() => sinon.restore());

  function settle(changes: Partial<DrawOrder> = {}) {
    const id = `request-${requests++}`;
    return watched.settle({
      activityId: 'a1',
      uid: id,
      requestId: id,
      drawId: id,
      draws: NO_DRAWS,
      seedNo: 1,
      rules: { hash: 'h', text: '{}' },
      day: '2026-11-11',
      at: 0,
      wishes: [],
      ...changes,
    });
  }

  async function settleFailing(message: string): Promise<void> {
    const failing = sinon.stub(books, 'settle').rejects(new Error(message));
    expect(await settle().catch((error: Error) => error.message)).to.equal(message);
    failing.restore();
  }

  it('tells why no draw is booked until one is', async () => {
    expect(watched.refusal()).to.equal(null);
    await settleFailing('full');
    expect(watched.refusal()).to.equal('it is full');
    await settle({ seedNo: 7 });
    expect(watched.refusal(), 'what was stale was not booked').to.equal('it is full');
    await settle();
    expect(watched.refusal()).to.equal(null);
  });

  it('tells nothing of other faults', async () => {
    await settleFailing('no answer');
    expect(watched.refusal()).to.equal(null);
  });

  it('forgets what nobody has met since, or for a minute', async () => {
    const clock = sinon.useFakeTimers({ now: 1000, toFake: ['performance'] });
    await settleFailing('full');
    expect(watched.refusal(performance.now() - 1)).to.equal('it is full');
    expect(watched.refusal(performance.now() + 1)).to.equal(null);
    clock.tick(61_000);
    expect(watched.refusal()).to.equal(null);
  });
});

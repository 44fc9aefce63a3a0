import { expect } from 'chai';
import sinon from 'sinon';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { WatchedLedger } from '../../../src/application/draws/watched-ledger.ts';
import { NO_DRAWS } from '../../../src/domain/draws/account.ts';
import type { DrawCommit } from '../../../src/domain/draws/draw-ledger.ts';

describe('a watched ledger', () => {
  const books = new MemoryDrawLedger();
  let watched: WatchedLedger;
  let requests = 0;
  const time = { now: 0 };

  before(() => books.seed('a1', 'ab'.repeat(32), 'secret'));
  beforeEach(() => {
    watched = new WatchedLedger(
      books,
      (error) => ((error as Error).message === 'full' ? 'it is full' : null),
      { now: () => time.now },
    );
  });
  afterEach(() => sinon.restore());

  function settle(changes: Partial<DrawCommit> = {}) {
    const id = `request-${requests++}`;
    return watched.commit({
      activityId: 'a1',
      uid: id,
      requestId: id,
      drawId: id,
      draws: NO_DRAWS,
      seedNo: 1,
      epoch: 0,
      segments: 1,
      rulesNo: 1,
      usesEarned: false,
      budget: null,
      day: '2026-11-11',
      at: 0,
      candidates: [],
      ...changes,
    });
  }

  async function settleFailing(message: string): Promise<void> {
    const failing = sinon.stub(books, 'commit').rejects(new Error(message));
    expect(await settle().catch((error: Error) => error.message)).to.equal(message);
    failing.restore();
  }

  const refusal = () => watched.refusal()?.reason ?? null;

  it('reports why no draw is recorded, until one is', async () => {
    expect(refusal()).to.equal(null);
    await settleFailing('full');
    expect(refusal()).to.equal('it is full');
    await settle({ seedNo: 7 });
    expect(refusal(), 'what was stale was not booked').to.equal('it is full');
    await settle();
    expect(refusal()).to.equal(null);
  });

  for (const method of ['seed', 'reveal'] as const) {
    it(`reports why no ${method} is written, which comes before the first draw or after the last`, async () => {
      sinon.stub(books, method).rejects(new Error('full'));
      const write =
        method === 'seed' ? watched.seed('a2', 'cd'.repeat(32), 'secret') : watched.reveal('a1', 1, 0);
      expect(await write.catch((error: Error) => error.message)).to.equal('full');
      expect(refusal()).to.equal('it is full');
    });
  }

  it('does not report other faults', async () => {
    await settleFailing('no answer');
    expect(refusal()).to.equal(null);
  });

  it('says when that was, and forgets it after a minute', async () => {
    time.now = 1000;
    await settleFailing('full');
    expect(watched.refusal()).to.deep.equal({ reason: 'it is full', at: 1000 });
    time.now += 61_000;
    expect(watched.refusal()).to.equal(null);
  });
});

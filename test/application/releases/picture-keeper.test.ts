import { expect } from 'chai';
import sinon from 'sinon';
import { PictureKeeper } from '../../../src/application/releases/picture-keeper.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';

describe('PictureKeeper', () => {
  let clock: sinon.SinonFakeTimers;
  let released: { changes: number; isLoaded: boolean; pictureHashes(): ReadonlySet<string> };
  let served: string[];
  let copied: Map<string, string>;
  let asked: string[];
  let isAway: boolean;
  let reports: number;
  let keeper: PictureKeeper;

  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    served = [];
    copied = new Map();
    asked = [];
    isAway = false;
    reports = 0;
    released = { changes: 0, isLoaded: true, pictureHashes: () => new Set(served) };
    keeper = new PictureKeeper({
      released,
      store: {
        find: async (hash) => {
          asked.push(hash);
          if (isAway) throw new DependencyError('record store', 'away');
          return hash === 'lost' ? undefined : Buffer.from(`bytes of ${hash}`);
        },
      },
      copy: {
        find: async () => undefined,
        keep: async ({ hash, bytes }) => void copied.set(hash, Buffer.from(bytes).toString()),
        keepOnly: async (hashes) => {
          for (const hash of copied.keys()) if (!hashes.has(hash)) copied.delete(hash);
          return new Set(copied.keys());
        },
      },
      errorReporter: { report: () => reports++ },
    });
    keeper.start();
  });
  afterEach(() => {
    keeper.close();
    sinon.restore();
  });

  async function serve(...hashes: readonly string[]): Promise<void> {
    served = [...hashes];
    released.changes += 1;
    await clock.tickAsync(1000);
  }

  it('copies what is served and not copied yet, and removes the rest', async () => {
    await serve('a', 'b', 'lost');
    expect(copied).to.deep.equal(
      new Map([
        ['a', 'bytes of a'],
        ['b', 'bytes of b'],
      ]),
    );
    await serve('b', 'c');
    expect([...copied.keys()]).to.deep.equal(['b', 'c']);
    expect(asked).to.deep.equal(['a', 'b', 'lost', 'c']);
  });

  it('does nothing where nothing has changed, and removes nothing before it is known what is served', async () => {
    await serve('a');
    copied.delete('a');
    await clock.tickAsync(60_000);
    expect(asked).to.deep.equal(['a']);
    copied.set('b', 'kept');
    released.isLoaded = false;
    await serve();
    expect([...copied.keys()]).to.deep.equal(['b']);
    released.isLoaded = true;
    await clock.tickAsync(1000);
    expect(copied.size).to.equal(0);
  });

  it('tries again while the store is away', async () => {
    isAway = true;
    await serve('a', 'b');
    await clock.tickAsync(10_000);
    expect([asked.length, reports]).to.deep.equal([3, 3]);
    isAway = false;
    await clock.tickAsync(5000);
    expect([...copied.keys()]).to.deep.equal(['a', 'b']);
  });

  it('ends', async () => {
    keeper.close();
    await serve('a');
    expect(asked).to.deep.equal([]);
  });
});

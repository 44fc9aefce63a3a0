import { expect } from 'chai';
import sinon from 'sinon';
import { RecentOwnPages } from '../../../src/adapters/memory/recent-own-pages.ts';
import type { MediaFile } from '../../../src/domain/activities/media-library.ts';

describe('RecentOwnPages', () => {
  let now: number;
  let opened: string[];
  let unclosed: number;
  const present = new Set<string>();
  /* What the disk does with a call before it answers. */
  let disk: () => Promise<void>;
  let reported: number;
  let pages: RecentOwnPages;

  beforeEach(() => {
    now = 1;
    opened = [];
    unclosed = 0;
    present.clear();
    disk = () => Promise.resolve();
    reported = 0;
    const library = {
      async open(id: string, path: string): Promise<MediaFile | undefined> {
        opened.push(`${id}/${path}`);
        await disk();
        if (!present.has(id)) return undefined;
        unclosed += 1;
        return {
          ...{ type: 'text/html', lengthBytes: 2, version: '1', modifiedAt: 0 },
          async *pieces() {
            yield Buffer.from('ok');
          },
          close: async () => {
            unclosed -= 1;
          },
        };
      },
    };
    pages = new RecentOwnPages(library, {
      ...{ mostBytesAFile: 10, mostBytes: 3000, ttlMs: 1000 },
      clock: { now: () => 1_790_000_000_000 + now },
      monotonic: { now: () => now },
      errorReporter: {
        report: () => {
          reported += 1;
        },
      },
    });
  });
  afterEach(() => sinon.restore());

  /* Until all that is under way has ended; the file system is not asked. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('looks once for all who ask in a second, whether there is a page or not', async () => {
    present.add('a1');
    expect(await Promise.all([pages.has('a1'), pages.has('a1'), pages.has('a2')])).to.deep.equal([
      true,
      true,
      false,
    ]);
    expect(opened).to.deep.equal(['a1/index.html', 'a2/index.html']);
    expect([pages.has('a1'), pages.has('a2'), unclosed]).to.deep.equal([true, false, 0]);
  });

  it('looks again after a second, once and behind the request', async () => {
    expect(await pages.has('a1')).to.equal(false);
    present.add('a1');
    now += 999;
    expect(pages.has('a1')).to.equal(false);
    await settled();
    expect(opened).to.have.length(1);
    now += 1;
    expect([pages.has('a1'), pages.has('a1')]).to.deep.equal([false, false]);
    await settled();
    expect(opened).to.have.length(2);
    expect(pages.has('a1')).to.equal(true);
    present.clear();
    now += 1001;
    expect(pages.has('a1')).to.equal(true);
    await settled();
    expect(pages.has('a1')).to.equal(false);
  });

  it('looks before it answers where nobody has asked for ten seconds', async () => {
    present.add('a1');
    expect(await pages.has('a1')).to.equal(true);
    present.clear();
    now += 10_000;
    expect(await pages.has('a1')).to.equal(false);
  });

  it('waits no longer than 250 ms for a disk that hangs, and keeps its late answer', async () => {
    const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    present.add('a1');
    let answer = () => {};
    disk = () => new Promise((resolve) => (answer = resolve));
    const first = pages.has('a1');
    timers.tick(250);
    expect(await first).to.equal(false);
    expect([pages.has('a1'), reported]).to.deep.equal([false, 1]);
    answer();
    await settled();
    expect([pages.has('a1'), unclosed]).to.deep.equal([true, 0]);
  });

  it('knows what it knew while the disk hangs, and asks it for two activities at most', async () => {
    const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    present.add('a1');
    await pages.has('a1');
    disk = () => new Promise(() => {});
    now += 1001;
    expect(pages.has('a1')).to.equal(true);
    timers.tick(250);
    await settled();
    for (let n = 0; n < 5; n++) {
      const other = pages.has(`b${n}`);
      timers.tick(250);
      expect(await other).to.equal(false);
    }
    now += 1001;
    expect(pages.has('a1')).to.equal(true);
    expect(opened).to.deep.equal(['a1/index.html', 'a1/index.html', 'b0/index.html']);
  });

  it('has no page where the disk fails', async () => {
    disk = () => Promise.reject(new Error('EIO'));
    expect([await pages.has('a1'), reported]).to.deep.equal([false, 1]);
  });

  it('finds the files themselves', async () => {
    present.add('a1');
    expect(await pages.find('a1', 'index.html')).to.deep.include({ type: 'text/html' });
    expect(await pages.find('a2', 'index.html')).to.equal(undefined);
  });
});

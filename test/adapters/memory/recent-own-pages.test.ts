import { expect } from 'chai';
import { RecentOwnPages } from '../../../src/adapters/memory/recent-own-pages.ts';
import type { MediaFile } from '../../../src/domain/activities/media-library.ts';

describe('RecentOwnPages', () => {
  let now: number;
  let opened: string[];
  let unclosed: number;
  const present = new Set<string>();
  let pages: RecentOwnPages;

  beforeEach(() => {
    now = 1;
    opened = [];
    unclosed = 0;
    present.clear();
    const library = {
      async open(id: string, path: string): Promise<MediaFile | undefined> {
        opened.push(`${id}/${path}`);
        await Promise.resolve();
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
    });
  });

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

  it('looks again after a second', async () => {
    expect(await pages.has('a1')).to.equal(false);
    present.add('a1');
    now += 999;
    expect(pages.has('a1')).to.equal(false);
    now += 2;
    expect(await pages.has('a1')).to.equal(true);
    present.clear();
    now += 1001;
    expect(await pages.has('a1')).to.equal(false);
  });

  it('finds the files themselves', async () => {
    present.add('a1');
    expect(await pages.find('a1', 'index.html')).to.deep.include({ type: 'text/html' });
    expect(await pages.find('a2', 'index.html')).to.equal(undefined);
  });
});

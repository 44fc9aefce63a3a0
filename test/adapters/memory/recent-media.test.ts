import { expect } from 'chai';
import { RecentMedia } from '../../../src/adapters/memory/recent-media.ts';
import type { MediaFile } from '../../../src/domain/activities/media-library.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';

const WALL = 1_790_000_000_000;

/* A library whose files are texts, and which counts what is open. */
class TextLibrary {
  readonly texts = new Map<string, string>();
  opened = 0;
  unclosed = 0;
  broken = false;
  modifiedAt = 0;

  async open(activityId: string, file: string): Promise<MediaFile | undefined> {
    const text = this.texts.get(`${activityId}/${file}`);
    if (text === undefined) return undefined;
    this.opened += 1;
    this.unclosed += 1;
    const library = this;
    return {
      type: 'image/png',
      lengthBytes: text.length,
      version: text,
      modifiedAt: this.modifiedAt,
      async *pieces(start, end) {
        for (let at = start; at < end; at += 2) {
          await Promise.resolve();
          if (library.broken)
            throw new DependencyError('media library', 'a file was changed while it was sent');
          yield Buffer.from(text.slice(at, Math.min(at + 2, end)));
        }
      },
      close: async () => {
        library.unclosed -= 1;
      },
    };
  }
}

describe('RecentMedia', () => {
  let library: TextLibrary;
  let now: number;
  let media: RecentMedia;

  beforeEach(() => {
    library = new TextLibrary();
    library.texts.set('a1/a.png', 'first');
    now = 1;
    const options = {
      mostBytesAFile: 10,
      mostBytes: 3000,
      ttlMs: 1000,
      clock: { now: () => WALL + now },
      monotonic: { now: () => now },
    };
    media = new RecentMedia(library, options);
  });

  async function textOf(activityId: string, file: string): Promise<string | undefined> {
    const found = await media.find(activityId, file);
    if (found && 'bytes' in found) return Buffer.from(found.bytes).toString();
    await found?.close();
    return found && 'opened';
  }

  it('reads a file once for a crowd, and closes it', async () => {
    const texts = await Promise.all(Array.from({ length: 50 }, () => textOf('a1', 'a.png')));
    expect(new Set(texts)).to.deep.equal(new Set(['first']));
    expect(await textOf('a1', 'a.png')).to.equal('first');
    expect([library.opened, library.unclosed]).to.deep.equal([1, 0]);
  });

  it('finds the type and the version of the file', async () => {
    expect(await media.find('a1', 'a.png')).to.include({ type: 'image/png', version: 'first' });
  });

  it('reads it again after a second', async () => {
    await textOf('a1', 'a.png');
    library.texts.set('a1/a.png', 'second');
    now += 999;
    expect(await textOf('a1', 'a.png')).to.equal('first');
    now += 2;
    expect(await textOf('a1', 'a.png')).to.equal('second');
    library.texts.delete('a1/a.png');
    now += 1001;
    expect(await textOf('a1', 'a.png')).to.equal(undefined);
  });

  it('opens a large file for each request, which closes it', async () => {
    library.texts.set('a1/large.png', 'x'.repeat(11));
    expect(await Promise.all([textOf('a1', 'large.png'), textOf('a1', 'large.png')])).to.deep.equal([
      'opened',
      'opened',
    ]);
    expect(library.unclosed).to.equal(0);
  });

  it('has what the library has, and asks again for what it has not', async () => {
    expect(await textOf('a1', 'b.png')).to.equal(undefined);
    library.texts.set('a1/b.png', '');
    expect(await textOf('a1', 'b.png')).to.equal('');
    expect(await textOf('a2', 'a.png')).to.equal(undefined);
  });

  it('keeps nothing of a file that cannot be read, and closes it', async () => {
    library.broken = true;
    const error = await textOf('a1', 'a.png').catch((cause) => cause);
    expect(error).to.be.instanceOf(DependencyError);
    library.broken = false;
    expect(await textOf('a1', 'a.png')).to.equal('first');
    expect(library.unclosed).to.equal(0);
  });

  it('keeps nothing of a file that has just been changed, which may still be written to', async () => {
    library.modifiedAt = WALL;
    library.texts.set('a1/a.png', '');
    expect(await textOf('a1', 'a.png')).to.equal('');
    library.texts.set('a1/a.png', 'whole');
    expect(await textOf('a1', 'a.png')).to.equal('whole');
    now += 1000;
    await textOf('a1', 'a.png');
    const before = library.opened;
    await textOf('a1', 'a.png');
    expect(library.opened).to.equal(before);
  });

  it('keeps no more than its bytes', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `${index}.png`);
    for (const name of names) library.texts.set(`a1/${name}`, 'x');
    for (const name of names) await textOf('a1', name);
    const before = library.opened;
    for (const name of names) await textOf('a1', name);
    expect(library.opened - before).to.equal(names.length);
    await textOf('a1', '99.png');
    expect(library.opened - before).to.equal(names.length);
  });
});
